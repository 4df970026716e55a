package io.outdial.telephony;

import io.outdial.kernel.AttemptId;
import io.outdial.kernel.TenantId;
import io.smallrye.mutiny.Uni;
import java.util.Optional;

/** Which calls may go on; whoever places calls answers. */
public interface LiveCalls {

    /**
     * What is to be said in a call that was answered. Empty when the attempt is over, was given up or is to be hung up, or
     * when the answered call is not the one that the attempt is known to have made: such a call ends before a word is said.
     *
     * @param providerCallId of the call that was answered
     */
    Uni<Optional<CallBrief>> brief(TenantId tenant, AttemptId attempt, String providerCallId);
}
