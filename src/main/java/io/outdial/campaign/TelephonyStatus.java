package io.outdial.campaign;

import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.Optional;

/** Whether calls can be placed at all; the room that places them answers. */
public interface TelephonyStatus {

    /** False when no provider would take a call now. */
    Uni<Boolean> available();

    /**
     * Since when every connection of this replica has refused all calls for reasons of configuration, such as a wrong
     * password; empty when one took a call since, or none was asked lately.
     */
    Optional<Instant> misconfiguredSince(Instant now);
}
