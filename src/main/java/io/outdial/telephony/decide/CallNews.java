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
 * @param message which message it is
 * @param step how far the call has come
 * @param end how it ended; null while it goes on
 * @param price what it costs; null when the message does not speak of it
 */
public record CallNews(
        Message message,
        Step step,
        AnsweredBy answeredBy,
        End end,
        Price price,
        Conversation conversation,
        String recordingUrl) {

    /**
     * @param key what tells this message from all others of the call; a message with a key that was seen changes nothing
     * @param at when it happened, by the provider's clock if it says, else when it came
     */
    public record Message(String key, Instant at, String providerCallId) {}

    /** @param outcome what the network did; {@link Outcome#ANSWERED_HUMAN} for any answer, see {@link CallState#result} */
    public record End(Outcome outcome, String reason, Integer talkSeconds) {}

    /**
     * @param amount in the tenant's currency; null when it is not known yet
     * @param follows whether the amount is an estimate, or missing, and the provider tells it later
     */
    public record Price(BigDecimal amount, boolean follows) {}

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
            String summary) {

        /** This and what is said later: the first word stands, but for an opt-out and for what was heard. */
        Conversation and(Conversation later) {
            return new Conversation(
                    later.disposition == Disposition.OPTED_OUT ? later.disposition : disposition,
                    quality,
                    satisfaction,
                    callbackAt,
                    Heard.both(heard, later.heard),
                    summary);
        }
    }

    public static CallNews of(String key, Instant at, String providerCallId) {
        return new CallNews(new Message(key, at, providerCallId), null, null, null, null, null, null);
    }

    public CallNews ringing() {
        return step(Step.RINGING);
    }

    public CallNews answered() {
        return step(Step.ANSWERED);
    }

    private CallNews step(Step to) {
        return new CallNews(message, to, answeredBy, end, price, conversation, recordingUrl);
    }

    public CallNews ended(Outcome how, String why, Integer seconds) {
        End over = new End(how, why, seconds);
        return new CallNews(message, Step.ENDED, answeredBy, over, price, conversation, recordingUrl);
    }

    public CallNews by(AnsweredBy who) {
        return new CallNews(message, step, who, end, price, conversation, recordingUrl);
    }

    /** The price, which is final. */
    public CallNews costs(BigDecimal amount) {
        return priced(new Price(amount, false));
    }

    /** What it probably costs; null when that cannot be told. The provider knows the price later. */
    public CallNews costsAbout(BigDecimal amount) {
        return priced(new Price(amount, true));
    }

    private CallNews priced(Price now) {
        return new CallNews(message, step, answeredBy, end, now, conversation, recordingUrl);
    }

    public CallNews said(Conversation what) {
        return new CallNews(message, step, answeredBy, end, price, what, recordingUrl);
    }

    public CallNews recorded(String url) {
        return new CallNews(message, step, answeredBy, end, price, conversation, url);
    }

    public String key() {
        return message.key;
    }

    public Instant at() {
        return message.at;
    }

    public String providerCallId() {
        return message.providerCallId;
    }

    public Outcome outcome() {
        return end == null ? null : end.outcome;
    }

    public String reason() {
        return end == null ? null : end.reason;
    }

    public Integer talkSeconds() {
        return end == null ? null : end.talkSeconds;
    }

    public BigDecimal cost() {
        return price == null ? null : price.amount;
    }

    public boolean priceFollows() {
        return price != null && price.follows;
    }
}
