package io.outdial.telephony;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;

/** Whoever settles calls, told of what may have come too late to be settled with them. */
public interface LateReports {

    /**
     * Keeps what must not be lost of an end whose call may have been settled before, in the transaction that keeps the report:
     * once its source hears that the report was taken, it never says so again.
     *
     * @param again whether the end was told before, so that the call may be settled at this moment
     */
    Uni<Void> keep(SqlConnection c, CallEvent.Ended end, boolean again);
}
