package io.outdial.telephony;

import io.outdial.kernel.AttemptId;
import io.outdial.kernel.TenantId;

/** A call that lives in this process and dies with it. May be asked from any thread. */
public interface LocalCall {

    TenantId tenant();

    AttemptId attempt();

    /** Whether its end is known here. */
    boolean over();

    /**
     * Ends it; does nothing when it is over.
     *
     * @param why for the record
     */
    void hangUp(String why);
}
