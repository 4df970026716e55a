package io.outdial.telephony.decide;

import io.outdial.kernel.Disposition;
import io.outdial.kernel.Outcome;
import io.outdial.telephony.CallQuality;
import io.outdial.telephony.Heard;
import java.math.BigDecimal;
import java.time.Instant;

/**
 * One message of a provider about a call, in our words. What it does not say is null.
 *
 * @param key what tells this message from all others of the call; a message with a key that was seen changes nothing
 * @param at when it happened, by the provider's clock if it says, else when it came
 * @param step how far the call has come
 * @param outcome at the end: what the network did; {@link Outcome#ANSWERED_HUMAN} for any answer, see {@link CallState#result}
 */
public record CallNews(
        String key,
        Instant at,
        String providerCallId,
        Step step,
        AnsweredBy answeredBy,
        Outcome outcome,
        String reason,
        Integer talkSeconds,
        BigDecimal cost,
        Conversation conversation,
        String recordingUrl) {

    /** How far a call has come. */
    public enum Step {
        RINGING,
        ANSWERED,
        ENDED
    }

    /**
     * What the voice agent says of the conversation.
     *
     * @param quality what was measured; null when nothing was
     * @param satisfaction 1 to 5
     * @param heard what the person pressed and said; null when nobody wrote it down
     */
    public record Conversation(
            Disposition disposition, CallQuality quality, Integer satisfaction, Instant callbackAt, Heard heard) {}

    public static CallNews of(String key, Instant at, String providerCallId) {
        return new CallNews(key, at, providerCallId, null, null, null, null, null, null, null, null);
    }

    public CallNews ringing() {
        return step(Step.RINGING);
    }

    public CallNews answered() {
        return step(Step.ANSWERED);
    }

    public CallNews ended(Outcome how, String why, Integer seconds) {
        return new CallNews(
                key, at, providerCallId, Step.ENDED, answeredBy, how, why, seconds, cost, conversation, recordingUrl);
    }

    public CallNews by(AnsweredBy who) {
        return new CallNews(
                key, at, providerCallId, step, who, outcome, reason, talkSeconds, cost, conversation, recordingUrl);
    }

    public CallNews costs(BigDecimal amount) {
        return new CallNews(
                key,
                at,
                providerCallId,
                step,
                answeredBy,
                outcome,
                reason,
                talkSeconds,
                amount,
                conversation,
                recordingUrl);
    }

    public CallNews said(Conversation what) {
        return new CallNews(
                key, at, providerCallId, step, answeredBy, outcome, reason, talkSeconds, cost, what, recordingUrl);
    }

    public CallNews recorded(String url) {
        return new CallNews(
                key, at, providerCallId, step, answeredBy, outcome, reason, talkSeconds, cost, conversation, url);
    }

    private CallNews step(Step to) {
        return new CallNews(
                key,
                at,
                providerCallId,
                to,
                answeredBy,
                outcome,
                reason,
                talkSeconds,
                cost,
                conversation,
                recordingUrl);
    }
}
