package io.outdial.tenant;

import jakarta.validation.constraints.Size;

/** What a tenant may change of itself; absent fields stay as they are. */
public record OwnTenantChange(@Size(min = 1, max = 200) String name, String timeZone) {}
