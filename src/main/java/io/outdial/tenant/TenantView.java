package io.outdial.tenant;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A tenant as the API shows it. */
@Schema(name = "Tenant")
public record TenantView(
        UUID id,
        String slug,
        String name,
        String country,
        String timeZone,
        String currency,
        String status,
        TenantLimits limits,
        Duration redialUnknownAfter,
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
                tenant.redialUnknownAfter == null ? null : Duration.ofSeconds(tenant.redialUnknownAfter),
                tenant.version,
                tenant.createdAt,
                tenant.updatedAt);
    }
}
