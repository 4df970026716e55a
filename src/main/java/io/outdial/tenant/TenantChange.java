package io.outdial.tenant;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Duration;

/**
 * What of a tenant may change; absent fields stay as they are.
 *
 * @param redialUnknownAfter how long after a call that nobody can account for its person may be called again, at least a
 *     day; zero for never, which is where every tenant begins
 */
public record TenantChange(
        @Size(min = 1, max = 200) String name,
        String timeZone,

        @Pattern(regexp = "active|suspended", message = "must be active or suspended")
        String status,

        @Valid TenantLimits limits,
        Duration redialUnknownAfter) {}
