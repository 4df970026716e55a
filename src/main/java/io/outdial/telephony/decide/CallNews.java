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
 * @param cost in the tenant's currency
 * @param priceFollows whether {@code cost} is an estimate, or missing, and the provider tells the price later
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
        String recordingUrl,
        boolean priceFollows) {

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
     * @param summary what it was about; null without one
     */
    public record Conversation(
            Disposition disposition,
            CallQuality quality,
            Integer satisfaction,
            Instant callbackAt,
            Heard heard,
            String summary) {}

    public static CallNews of(String key, Instant at, String providerCallId) {
        return new CallNews(key, at, providerCallId, null, null, null, null, null, null, null, null, false);
    }

    public CallNews ringing() {
        return step(Step.RINGING);
    }

    public CallNews answered() {
        return step(Step.ANSWERED);
    }

    public CallNews ended(Outcome how, String why, Integer seconds) {
        return new CallNews(
                key,
                at,
                providerCallId,
                Step.ENDED,
                answeredBy,
                how,
                why,
                seconds,
                cost,
                conversation,
                recordingUrl,
                priceFollows);
    }

    public CallNews by(AnsweredBy who) {
        return new CallNews(
                key,
                at,
                providerCallId,
                step,
                who,
                outcome,
                reason,
                talkSeconds,
                cost,
                conversation,
                recordingUrl,
                priceFollows);
    }

    /** The price, which is final. */
    public CallNews costs(BigDecimal amount) {
        return priced(amount, false);
    }

    /** What it probably costs; null when that cannot be told. The provider knows the price later. */
    public CallNews costsAbout(BigDecimal amount) {
        return priced(amount, true);
    }

    private CallNews priced(BigDecimal amount, boolean follows) {
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
                recordingUrl,
                follows);
    }

    public CallNews said(Conversation what) {
        return new CallNews(
                key,
                at,
                providerCallId,
                step,
                answeredBy,
                outcome,
                reason,
                talkSeconds,
                cost,
                what,
                recordingUrl,
                priceFollows);
    }

    public CallNews recorded(String url) {
        return new CallNews(
                key,
                at,
                providerCallId,
                step,
                answeredBy,
                outcome,
                reason,
                talkSeconds,
                cost,
                conversation,
                url,
                priceFollows);
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
                recordingUrl,
                priceFollows);
    }
}
