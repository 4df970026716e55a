package io.outdial.telephony.decide;

import io.outdial.kernel.AttemptId;
import io.outdial.kernel.Disposition;
import io.outdial.kernel.Outcome;
import io.outdial.kernel.TenantId;
import io.outdial.telephony.CallEvent;
import io.outdial.telephony.decide.CallNews.Conversation;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What the messages about a call add up to, in whatever order and however often they came: the first word on anything stands,
 * and an end is never undone. An opt-out stands whenever it is said, whatever else is said of the call.
 *
 * @param priceFollows whether {@code cost} is missing or an estimate, and the provider tells the price later
 * @param seen keys of the latest messages, at most {@link #MAX_SEEN}
 */
public record CallState(
        String providerCallId,
        Instant ringingAt,
        Instant answeredAt,
        Instant endedAt,
        AnsweredBy answeredBy,
        Outcome outcome,
        String reason,
        Integer talkSeconds,
        BigDecimal cost,
        Conversation conversation,
        String recordingUrl,
        boolean priceFollows,
        List<String> seen) {

    /** More messages than any call of a sane provider has. */
    public static final int MAX_SEEN = 64;

    public static final CallState NOTHING =
            new CallState(null, null, null, null, null, null, null, null, null, null, null, false, List.of());

    public boolean knows(CallNews news) {
        return seen.contains(news.key());
    }

    /**
     * The state with this message; the same state when it was seen before, or when it speaks of another call than the one that
     * the attempt is known to have made.
     */
    public CallState with(CallNews news) {
        boolean another = providerCallId != null
                && news.providerCallId() != null
                && !providerCallId.equals(news.providerCallId());
        if (another || knows(news)) {
            return this;
        }
        List<String> keys = new ArrayList<>(seen);
        keys.add(news.key());
        if (keys.size() > MAX_SEEN) {
            keys.remove(0);
        }
        boolean answers = news.step() == CallNews.Step.ANSWERED;
        boolean ends = news.step() == CallNews.Step.ENDED && endedAt == null;
        // A price is final; an estimate gives way to it, in whatever order they come.
        boolean knowsPrice = cost != null && !priceFollows;
        boolean tellsPrice = news.cost() != null && !news.priceFollows();
        return new CallState(
                first(providerCallId, news.providerCallId()),
                first(ringingAt, news.step() == CallNews.Step.RINGING ? news.at() : null),
                first(answeredAt, answers ? news.at() : null),
                first(endedAt, ends ? news.at() : null),
                surer(answeredBy, news.answeredBy()),
                first(outcome, ends ? news.outcome() : null),
                first(reason, ends ? news.reason() : null),
                first(talkSeconds, ends ? news.talkSeconds() : null),
                !knowsPrice && tellsPrice ? news.cost() : first(cost, news.cost()),
                both(conversation, news.conversation()),
                first(recordingUrl, news.recordingUrl()),
                !knowsPrice && !tellsPrice && (priceFollows || news.priceFollows()),
                List.copyOf(keys));
    }

    private static <T> T first(T known, T news) {
        return known == null ? news : known;
    }

    private static Conversation both(Conversation known, Conversation news) {
        return known == null || news == null ? first(known, news) : known.and(news);
    }

    private static AnsweredBy surer(AnsweredBy known, AnsweredBy news) {
        return known == null || (known == AnsweredBy.UNSURE && news != null) ? news : known;
    }

    public boolean ended() {
        return endedAt != null;
    }

    /** Whether the agent may still have something to say about a conversation that is over. */
    public boolean awaitsConversation() {
        return ended() && conversation == null && result() == Outcome.ANSWERED_HUMAN;
    }

    /** Whether more is known of the conversation than {@code before}, who may have opted out in it included. */
    public boolean saysMoreThan(CallState before) {
        return conversation != null && !conversation.equals(before.conversation);
    }

    /** The call's outcome: an answer counts as a person's unless a machine was heard. */
    public Outcome result() {
        return outcome == Outcome.ANSWERED_HUMAN && answeredBy == AnsweredBy.MACHINE
                ? Outcome.ANSWERED_MACHINE
                : outcome;
    }

    /** What is new since {@code before}, without the end. */
    public List<CallEvent> progressSince(CallState before, TenantId tenant, AttemptId attempt) {
        List<CallEvent> events = new ArrayList<>(2);
        if (before.ended()) {
            return events;
        }
        if (before.ringingAt == null && ringingAt != null) {
            events.add(new CallEvent.Ringing(tenant, attempt, ringingAt));
        }
        if (before.answeredAt == null && answeredAt != null) {
            events.add(new CallEvent.Answered(tenant, attempt, answeredAt));
        }
        return events;
    }

    /**
     * The end, of a call that has one. What an agent says of a call that no person answered counts for nothing, unless it is
     * that somebody opted out: then what was taken for a machine was none.
     */
    public CallEvent.Ended end(TenantId tenant, AttemptId attempt) {
        Outcome result = result();
        int seconds = talkSeconds == null || !result.answered() ? 0 : talkSeconds;
        boolean said = conversation != null && result == Outcome.ANSWERED_HUMAN;
        boolean optedOut = conversation != null && conversation.disposition() == Disposition.OPTED_OUT;
        return new CallEvent.Ended(
                tenant,
                attempt,
                endedAt,
                result,
                optedOut || (said && conversation.disposition() != null)
                        ? conversation.disposition()
                        : Disposition.NONE,
                reason,
                seconds,
                cost,
                said ? conversation.quality() : null,
                said ? conversation.satisfaction() : null,
                said ? conversation.callbackAt() : null,
                recordingUrl,
                conversation == null ? null : conversation.heard(),
                said ? conversation.summary() : null,
                priceFollows && result.answered(),
                true);
    }
}
