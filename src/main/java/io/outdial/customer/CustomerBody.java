package io.outdial.customer;

import io.outdial.kernel.PreferredTimes;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.Map;

/**
 * What a client says about a customer.
 *
 * @param phone E.164, or the national form of the tenant's country
 * @param timeZone IANA name, when the customer's own zone is known
 * @param preferredTimes when the customer likes to be called, such as {@code sun-thu 17:00-20:00} (see {@link PreferredTimes})
 * @param consentAt an instant; a date alone is the start of that day in the tenant's zone
 * @param lastContacted like {@code consentAt}
 * @param attributes what the tenant wants to know; may be nested, lists hold scalars
 */
public record CustomerBody(
        @NotBlank @Size(max = 200) String externalId,
        @NotBlank @Size(max = 40) String phone,
        @Size(max = 200) String name,

        @Size(max = 254) @Pattern(regexp = "[^\\s@]+@[^\\s@]+", message = "must be an email address")
        String email,

        @Size(max = 35) String language,
        @Size(max = 100) String city,
        @Size(max = 100) List<@NotBlank @Size(max = 100) String> neighborhoods,
        @Size(max = 64) String timeZone,
        @Size(max = 300) String preferredTimes,
        @Size(max = 50) String status,
        @Size(max = 64) String consentAt,
        @Size(max = 64) String lastContacted,
        Map<String, Object> attributes) {

    static CustomerBody of(CustomerRow row) {
        return new CustomerBody(
                row.externalId,
                row.phone,
                row.name,
                row.email,
                row.language,
                row.city,
                row.neighborhoods,
                row.timeZone,
                row.preferredTimes,
                row.status,
                row.consentAt == null ? null : row.consentAt.toString(),
                row.lastContacted == null ? null : row.lastContacted.toString(),
                row.attributes.getMap());
    }
}
