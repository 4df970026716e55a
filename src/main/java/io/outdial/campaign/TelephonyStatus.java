package io.outdial.campaign;

import io.smallrye.mutiny.Uni;

/** Whether calls can be placed at all; the room that places them answers. */
public interface TelephonyStatus {

    /** False when no provider would take a call now. */
    Uni<Boolean> available();
}
