package io.outdial.tenant;

import java.time.Instant;
import java.util.UUID;

/** A tenant as the API shows it. */
public record TenantView(
        UUID id,
        String slug,
        String name,
        String country,
        String timeZone,
        String currency,
        String status,
        TenantLimits limits,
        long version,
        Instant createdAt,
        Instant updatedAt) {

    static TenantView of(Tenant tenant) {
        return new TenantView(
                tenant.tenantId,
                tenant.slug,
                tenant.name,
                tenant.country,
                tenant.timeZone,
                tenant.currency,
                tenant.status,
                tenant.limits(),
                tenant.version,
                tenant.createdAt,
                tenant.updatedAt);
    }
}
