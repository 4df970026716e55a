package io.outdial.telephony;

import io.outdial.kernel.AttemptId;
import io.outdial.kernel.TenantId;
import io.outdial.telephony.decide.CallNews;
import io.outdial.telephony.decide.CallState;
import io.smallrye.mutiny.Uni;
import java.util.Optional;

/** What providers have told us about calls by callback. */
public interface CallMemory {

    /** All that was told of a call; empty when nothing was. */
    Uni<Optional<CallState>> recall(TenantId tenant, AttemptId attempt);

    /**
     * Takes a message in, once, and passes on what is new. An end that the voice agent may still have something to say about
     * waits for it, if {@code awaitsAgent}, for a configured while.
     *
     * @return the state with it; fails with {@link Busy} when nothing was kept and the provider should come again
     */
    Uni<CallState> take(TenantId tenant, AttemptId attempt, CallNews news, boolean awaitsAgent);

    /**
     * The same of a platform, which writes its report on every conversation by itself, with a model that takes its time: the end
     * waits for it longer.
     */
    Uni<CallState> takeOfPlatform(TenantId tenant, AttemptId attempt, CallNews news);

    /** There is no room for more news now. */
    final class Busy extends RuntimeException {

        private static final long serialVersionUID = 1L;

        public Busy() {
            super("no room for more news of calls", null, false, false);
        }
    }
}
