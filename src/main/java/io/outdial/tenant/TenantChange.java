package io.outdial.tenant;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;

/** What of a tenant may change; absent fields stay as they are. */
public record TenantChange(
        @Size(min = 1, max = 200) String name,
        String timeZone,

        @Pattern(regexp = "active|suspended", message = "must be active or suspended")
        String status,

        @Valid TenantLimits limits) {}
