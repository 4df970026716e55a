package io.outdial.tenant;

import jakarta.validation.constraints.Size;
import java.time.Duration;

/**
 * What a tenant may change of itself; absent fields stay as they are.
 *
 * @param redialUnknownAfter as in {@link TenantChange}
 */
public record OwnTenantChange(@Size(min = 1, max = 200) String name, String timeZone, Duration redialUnknownAfter) {}
