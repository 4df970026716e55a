package io.outdial.platform;

import io.outdial.kernel.TenantId;
import io.smallrye.mutiny.Uni;
import java.util.Optional;

/** Finds the tenant a token speaks of. */
public interface TenantDirectory {

    /** The tenant with this slug if it may use the service now; empty when unknown, suspended or deleted. */
    Uni<Optional<TenantId>> usable(String slug);
}
