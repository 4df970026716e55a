package io.outdial.customer;

import io.outdial.kernel.PhoneNumber;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * A customer as the API shows it. Phone and email are masked for callers that may not see personal data.
 *
 * @param zones every time zone the customer may be in; empty when nobody knows
 */
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
                row.name,
                personalData ? row.email : maskEmail(row.email),
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

    /** The first letter and the domain: {@code s***@example.com}. */
    static String maskEmail(String email) {
        if (email == null) {
            return null;
        }
        int at = email.lastIndexOf('@');
        return at < 1 ? "***" : email.charAt(0) + "***" + email.substring(at);
    }
}
