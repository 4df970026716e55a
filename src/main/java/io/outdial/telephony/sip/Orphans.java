package io.outdial.telephony.sip;

import io.outdial.kernel.Outcome;
import io.outdial.platform.NotSent;
import io.outdial.telephony.CallReference;
import io.outdial.telephony.decide.CallNews;
import io.outdial.telephony.sip.DialogStore.Kept;
import io.outdial.telephony.sip.decide.Leg;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import javax.sip.message.Request;

/**
 * Calls whose process is gone, or is told by another to end them. A dialog cannot be taken over, because its state is in that
 * process, but what was kept of it is enough to end it: both sides get a BYE, and the call's end is written down, which
 * settles the attempt. A process that is alive after all lets its call go when it finds that it was settled.
 */
final class Orphans {

    /** Far above the number of any request that the process that is gone may have sent since. */
    private static final int NUMBERS_AHEAD = 1_000;

    private static final Duration ANSWERED_WITHIN = Duration.ofSeconds(5);

    private final SipCalls calls;

    Orphans(SipCalls calls) {
        this.calls = calls;
    }

    /** Does nothing when nothing is kept. */
    Uni<Void> end(CallReference call, Supplier<Uni<Map<Leg, Party>>> parties, Trunk trunk) {
        DialogStore store = calls.parts().dialogs();
        return store.find(call.tenant(), call.attempt())
                .chain(kept -> kept.isEmpty()
                        ? Uni.createFrom().voidItem()
                        : parties.get()
                                .chain(who -> byeAll(kept, who))
                                .chain(() -> calls.parts()
                                        .memory()
                                        .take(call.tenant(), call.attempt(), news(kept, trunk), false))
                                .chain(() -> store.forget(call.tenant(), call.attempt())));
    }

    private Uni<Void> byeAll(List<Kept> kept, Map<Leg, Party> who) {
        Uni<Void> all = Uni.createFrom().voidItem();
        for (Kept each : kept) {
            all = all.chain(() -> bye(each, who.get(each.leg())));
        }
        return all;
    }

    /** Also when the other side answers that it knows no such dialog, or does not answer at all. */
    private Uni<Void> bye(Kept kept, Party party) {
        return Uni.createFrom()
                .<Void>emitter(emitter -> {
                    Mailbox mailbox = new Mailbox(calls.threads());
                    SipLeg leg = new SipLeg(kept.leg(), kept.dialog().callId(), party, calls.parts(), mailbox);
                    mailbox.post(() -> {
                        try {
                            leg.resume(kept.dialog().at(kept.dialog().cseq() + NUMBERS_AHEAD));
                            leg.ask(Request.BYE, null, answer -> emitter.complete(null));
                        } catch (NotSent e) {
                            emitter.fail(e);
                        }
                    });
                })
                .ifNoItem()
                .after(ANSWERED_WITHIN)
                .recoverWithItem((Void) null);
    }

    private CallNews news(List<Kept> kept, Trunk trunk) {
        Instant now = Instant.now(calls.parts().clock());
        Kept customer = kept.stream()
                .filter(each -> each.leg() == Leg.CUSTOMER)
                .findFirst()
                .orElse(kept.get(0));
        boolean talked = kept.stream().anyMatch(each -> each.leg() == Leg.AGENT);
        int seconds = (int) Math.max(0, Duration.between(customer.at(), now).toSeconds());
        Outcome outcome = talked ? Outcome.ANSWERED_HUMAN : Outcome.ABANDONED;
        return CallNews.of("sip:orphan", now, customer.dialog().callId())
                .ended(outcome, "ended by another process than the one that held the call", seconds)
                .costs(trunk.cost(outcome, seconds));
    }
}
