package io.outdial.tenant;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;

/**
 * A tenant to create.
 *
 * @param slug what tokens call the tenant; never changes
 * @param country ISO 3166-1 alpha-2, upper case
 * @param timeZone IANA name; the country's main zone has to be said, it is not guessed
 * @param currency ISO 4217; follows the country when absent
 */
public record TenantDraft(
        @NotNull @Pattern(regexp = TenantDraft.SLUG, message = "must be 1 to 63 lower-case letters, digits and hyphens")
        String slug,

        @NotBlank @Size(max = 200) String name,

        @NotNull @Pattern(regexp = "[A-Z]{2}", message = "must be an ISO 3166-1 alpha-2 code such as SA")
        String country,

        @NotBlank String timeZone,

        @Pattern(regexp = "[A-Z]{3}", message = "must be an ISO 4217 code such as SAR")
        String currency,

        @Valid TenantLimits limits) {

    static final String SLUG = "[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?";
}
