package io.outdial.telephony.simulator;

import io.outdial.kernel.AttemptId;
import io.outdial.kernel.Disposition;
import io.outdial.kernel.Outcome;
import io.outdial.kernel.TenantId;
import io.outdial.telephony.CallEvent;
import io.outdial.telephony.CallRequest;
import io.outdial.telephony.Heard;
import io.outdial.telephony.OptOutWays;
import io.smallrye.mutiny.Uni;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;

/**
 * One call of the simulator: dialling, then perhaps ringing, then perhaps answered, then over. All but {@link #made} and
 * {@link #end} is touched by the simulator's thread only.
 */
final class SimulatedCall {

    static final String VOICEMAIL_LEFT = "voicemail left";
    private static final String HUNG_UP = "hung up by the caller";
    private static final int RECOGNISED_AFTER = 3;

    final String id;
    final TenantId tenant;
    final AttemptId attempt;
    final String to;
    final CallPlan plan;
    final Duration ringTimeout;
    private final boolean record;
    private final boolean leavesVoicemail;
    private final String transferTo;
    private final OptOutWays optOut;

    /** Completes when the request is on record; a repeated request waits for it too. */
    private final CompletableFuture<Void> made = new CompletableFuture<>();

    /** The timer of its next step. */
    Future<?> next;

    private Instant answeredAt;
    private volatile CallEvent.Ended end;

    SimulatedCall(CallRequest request, CallPlan plan) {
        id = "sim-" + request.attempt();
        tenant = request.tenant();
        attempt = request.attempt();
        to = request.to();
        ringTimeout = request.ringTimeout();
        record = request.record();
        leavesVoicemail = request.voicemailMessage() != null;
        transferTo = request.transferTo();
        optOut = request.optOut();
        this.plan = plan;
    }

    CompletableFuture<Void> made() {
        return made;
    }

    Uni<Void> whenMade() {
        return Uni.createFrom().completionStage(made);
    }

    /** How it ended; null while it is live. */
    CallEvent.Ended end() {
        return end;
    }

    /** Virtual seconds from the request to the answer, or to the end when nobody answers in time. */
    double ringSeconds() {
        return ringsOut() ? ringTimeout.toMillis() / 1000.0 : plan.ringSeconds();
    }

    private boolean ringsOut() {
        return plan.rings() && plan.ringSeconds() * 1000 > ringTimeout.toMillis();
    }

    boolean willBeAnswered() {
        return plan.outcome().answered() && !ringsOut();
    }

    /** Virtual seconds from the answer to the end; a machine that is told nothing is hung up on when it is recognised. */
    int talkSeconds() {
        return meetsMachine() && !leavesVoicemail ? Math.min(RECOGNISED_AFTER, plan.talkSeconds()) : plan.talkSeconds();
    }

    private boolean meetsMachine() {
        return plan.outcome() == Outcome.ANSWERED_MACHINE;
    }

    CallEvent ringing(Instant now) {
        return new CallEvent.Ringing(tenant, attempt, now);
    }

    CallEvent answered(Instant now) {
        answeredAt = now;
        return new CallEvent.Answered(tenant, attempt, now);
    }

    /** The end that was planned. */
    CallEvent.Ended over(Instant now, double speed) {
        if (!willBeAnswered()) {
            Outcome outcome = ringsOut() ? Outcome.NO_ANSWER : plan.outcome();
            return ended(now, outcome, Disposition.NONE, null, 0, null);
        }
        Instant callback = plan.callbackSeconds() == null
                ? null
                : now.plusMillis((long) (plan.callbackSeconds() * 1000.0 / speed));
        Heard heard = optsOut();
        // Who opts out by a key or a phrase does not tell the agent: the one who reads the report has to notice.
        Disposition said = heard == null ? plan.disposition() : Disposition.DECLINED;
        return ended(now, plan.outcome(), said, specially(), talkSeconds(), callback, heard);
    }

    /** How a person who opts out does so where there are ways: by the key, by a phrase, or else null, by telling the agent. */
    private Heard optsOut() {
        if (plan.disposition() != Disposition.OPTED_OUT || optOut == null) {
            return null;
        }
        boolean key = optOut.key() != null && (optOut.phrases().isEmpty() || plan.talkSeconds() % 2 == 0);
        if (key) {
            return new Heard(optOut.key(), null);
        }
        return optOut.phrases().isEmpty()
                ? null
                : new Heard(null, "Well, " + optOut.phrases().get(0) + "!");
    }

    /** What was done beside talking, in words; null when nothing was. */
    private String specially() {
        if (meetsMachine()) {
            return leavesVoicemail ? VOICEMAIL_LEFT : null;
        }
        return plan.disposition() == Disposition.ESCALATED && transferTo != null
                ? "transferred to " + transferTo
                : null;
    }

    /** The end we caused: what was being said is cut off and agreed nothing. */
    CallEvent.Ended hungUp(Instant now, double speed) {
        if (answeredAt == null) {
            return ended(now, Outcome.NO_ANSWER, Disposition.NONE, HUNG_UP, 0, null);
        }
        double talked = Duration.between(answeredAt, now).toMillis() / 1000.0 * speed;
        int seconds = (int) Math.min(talkSeconds(), Math.max(0, Math.round(talked)));
        return ended(now, plan.outcome(), Disposition.NONE, HUNG_UP, seconds, null);
    }

    private CallEvent.Ended ended(
            Instant now, Outcome outcome, Disposition disposition, String reason, int talked, Instant callback) {
        return ended(now, outcome, disposition, reason, talked, callback, null);
    }

    private CallEvent.Ended ended(
            Instant now,
            Outcome outcome,
            Disposition disposition,
            String reason,
            int talked,
            Instant callback,
            Heard heard) {
        boolean whole = outcome.answered() && !HUNG_UP.equals(reason);
        BigDecimal cost = CallPlan.cost(talked);
        end = new CallEvent.Ended(
                tenant,
                attempt,
                now,
                outcome,
                disposition,
                reason,
                talked,
                cost,
                outcome.answered() ? plan.quality() : null,
                whole ? plan.satisfaction() : null,
                callback,
                record && outcome.answered() ? "https://simulator.invalid/recordings/" + attempt : null,
                heard);
        return end;
    }
}
