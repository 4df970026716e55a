package io.outdial.compliance;

import io.outdial.kernel.TenantId;
import io.outdial.platform.Places;
import io.outdial.platform.Problem;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.function.Supplier;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * How many list files are read at once on this replica, as many as imports of customers may be: each holds a worker thread as
 * long as its sender takes, and the rest of these is for everybody else.
 */
@ApplicationScoped
class ListFilePlaces {

    /** A file takes seconds to minutes. */
    private static final Duration RETRY_AFTER = Duration.ofSeconds(10);

    private final int mostOfAll;
    private final int mostOfOne;
    private final Places<TenantId> places = new Places<>();

    ListFilePlaces(
            @ConfigProperty(name = "outdial.imports.max-running", defaultValue = "4") int mostOfAll,
            @ConfigProperty(name = "outdial.imports.max-running-per-tenant", defaultValue = "2") int mostOfOne) {
        this.mostOfAll = mostOfAll;
        this.mostOfOne = mostOfOne;
    }

    /**
     * Reads a file in a place.
     *
     * @param who a tenant, or the platform
     * @throws Problem 429 when all places are taken, or as many as one may have
     */
    <T> T within(TenantId who, Supplier<T> reading) {
        if (!places.take(who, mostOfOne, mostOfAll)) {
            throw Problem.tooMany("As many list files are being read as may; try again soon.", RETRY_AFTER);
        }
        try {
            return reading.get();
        } finally {
            places.leave(who);
        }
    }
}
