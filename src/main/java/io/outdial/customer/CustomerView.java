package io.outdial.customer;

import io.outdial.kernel.Masks;
import io.outdial.kernel.PhoneNumber;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A customer as the API shows it. Phone, name and email are masked for callers that may not see personal
 * data. Attributes are the tenant's own words and shown to whoever may read customers: audiences are written in them.
 *
 * @param zones every time zone the customer may be in; empty when nobody knows
 */
@Schema(name = "Customer")
public record CustomerView(
        UUID id,
        String externalId,
        String phone,
        String name,
        String email,
        String language,
        String city,
        List<String> neighborhoods,
        String timeZone,
        String preferredTimes,
        List<String> zones,
        String status,
        Instant lastContacted,
        Instant consentAt,
        Map<String, Object> attributes,
        long version,
        Instant createdAt,
        Instant updatedAt) {

    static CustomerView of(CustomerRow row, boolean personalData) {
        return new CustomerView(
                row.id,
                row.externalId,
                personalData ? row.phone : PhoneNumber.mask(row.phone),
                personalData ? row.name : Masks.name(row.name),
                personalData ? row.email : Masks.email(row.email),
                row.language,
                row.city,
                row.neighborhoods,
                row.timeZone,
                row.preferredTimes,
                row.zones == null ? List.of() : List.of(row.zones.split("\\|")),
                row.status,
                row.lastContacted,
                row.consentAt,
                row.attributes.getMap(),
                row.version,
                row.createdAt,
                row.updatedAt);
    }
}
