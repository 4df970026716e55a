package io.outdial.telephony.sip;

import io.outdial.kernel.Outcome;
import io.outdial.telephony.Placed;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The answer to whoever asked for a call. Several may wait for it; whoever stopped waiting does not count. */
final class SipPlacing {

    private final List<UniEmitter<? super Placed>> waiting = new ArrayList<>();
    private Placed placed;
    private Throwable failure;

    Uni<Placed> answer() {
        return Uni.createFrom().emitter(this::wait);
    }

    private void wait(UniEmitter<? super Placed> emitter) {
        Placed known;
        Throwable failed;
        synchronized (waiting) {
            known = placed;
            failed = failure;
            if (known == null && failed == null) {
                waiting.add(emitter);
                emitter.onTermination(() -> {
                    synchronized (waiting) {
                        waiting.remove(emitter);
                    }
                });
                return;
            }
        }
        tell(emitter, known, failed);
    }

    void accept(String providerCallId) {
        settle(new Placed.Accepted(providerCallId), null);
    }

    /**
     * @param retryAfter how long the trunk wants to be left alone; null when it does not say
     * @return whether somebody was told by it that there is no call, so that nobody has to be told of its end
     */
    boolean refuse(Outcome outcome, String reason, Duration retryAfter) {
        return settle(new Placed.Refused(outcome, reason, retryAfter), null) || failure != null;
    }

    void fail(Throwable with) {
        settle(null, with);
    }

    private boolean settle(Placed with, Throwable failed) {
        List<UniEmitter<? super Placed>> told;
        synchronized (waiting) {
            if (placed != null || failure != null) {
                return false;
            }
            placed = with;
            failure = failed;
            told = new ArrayList<>(waiting);
            waiting.clear();
        }
        told.forEach(each -> tell(each, with, failed));
        return !told.isEmpty();
    }

    private static void tell(UniEmitter<? super Placed> emitter, Placed with, Throwable failed) {
        if (failed != null) {
            emitter.fail(failed);
        } else {
            emitter.complete(with);
        }
    }
}
