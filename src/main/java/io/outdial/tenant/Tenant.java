package io.outdial.tenant;

import io.quarkus.hibernate.reactive.panache.PanacheEntityBase;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.UUID;

/** A business that uses the service: its settings and its limits. */
@Entity
public class Tenant extends PanacheEntityBase {

    @Id
    public UUID tenantId;

    public String slug;
    public String name;
    /** ISO 3166-1 alpha-2; the default country of phone numbers. */
    public String country;

    public String timeZone;
    /** ISO 4217. */
    public String currency;

    /** {@code active}, {@code suspended} or {@code deleted}. */
    public String status;

    public int maxConcurrentCalls;
    public int callsPerSecond;
    public int maxDailyCalls;
    public int maxActiveCampaigns;
    public int maxConcurrentRequests;
    public int requestsPerSecond;

    /** Seconds after which a person is called again whose call nobody can account for; null when never. */
    public Integer redialUnknownAfter;

    @Version
    public long version;

    public Instant createdAt;
    public Instant updatedAt;

    public TenantLimits limits() {
        return new TenantLimits(
                maxConcurrentCalls,
                callsPerSecond,
                maxDailyCalls,
                maxActiveCampaigns,
                maxConcurrentRequests,
                requestsPerSecond);
    }

    void setLimits(TenantLimits limits) {
        maxConcurrentCalls = limits.maxConcurrentCalls();
        callsPerSecond = limits.callsPerSecond();
        maxDailyCalls = limits.maxDailyCalls();
        maxActiveCampaigns = limits.maxActiveCampaigns();
        maxConcurrentRequests = limits.maxConcurrentRequests();
        requestsPerSecond = limits.requestsPerSecond();
    }
}
