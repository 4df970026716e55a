package io.outdial.telephony;

import io.outdial.kernel.TenantId;
import io.smallrye.mutiny.Uni;

/** Finds the telephony of an attempt. */
@FunctionalInterface
public interface TelephonyLines {

    /**
     * The telephony of an attempt.
     *
     * @param key as the attempt keeps it: an id of a connection, or the name of the built-in adapter
     * @return one that refuses everything when there is no such connection; fails only with the database
     */
    Uni<GuardedTelephony> of(TenantId tenant, String key);
}
