package io.outdial.telephony.decide;

import static org.assertj.core.api.Assertions.assertThat;

import io.outdial.kernel.AttemptId;
import io.outdial.kernel.Disposition;
import io.outdial.kernel.Outcome;
import io.outdial.kernel.TenantId;
import io.outdial.telephony.CallEvent;
import io.outdial.telephony.Heard;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class CallStateTest {

    private static final Instant T = Instant.parse("2026-11-26T12:00:00Z");
    private static final TenantId TENANT = TenantId.next();
    private static final AttemptId ATTEMPT = AttemptId.next();

    private static final List<CallNews> WHOLE_CALL = List.of(
            CallNews.of("1", T, "c1").ringing(),
            CallNews.of("2", T.plusSeconds(5), "c1").answered(),
            CallNews.of("3", T.plusSeconds(6), "c1").by(AnsweredBy.HUMAN),
            CallNews.of("4", T.plusSeconds(20), null)
                    .said(new CallNews.Conversation(Disposition.BOOKED, null, 5, null, null, null)),
            CallNews.of("5", T.plusSeconds(30), "c1").ended(Outcome.ANSWERED_HUMAN, "completed", 25));

    @Property(tries = 300)
    void anyOrderAndAnyRepetitionAddUpToTheSameEnd(@ForAll long seed, @ForAll @IntRange(min = 0, max = 6) int more) {
        Random random = new Random(seed);
        List<CallNews> messages = new ArrayList<>(WHOLE_CALL);
        for (int i = 0; i < more; i++) {
            messages.add(WHOLE_CALL.get(random.nextInt(WHOLE_CALL.size())));
        }
        Collections.shuffle(messages, random);
        CallState state = CallState.NOTHING;
        for (CallNews news : messages) {
            state = state.with(news);
        }
        CallEvent.Ended end = state.end(TENANT, ATTEMPT);
        assertThat(end.outcome()).isEqualTo(Outcome.ANSWERED_HUMAN);
        assertThat(end.disposition()).isEqualTo(Disposition.BOOKED);
        assertThat(end.at()).isEqualTo(T.plusSeconds(30));
        assertThat(end.talkSeconds()).isEqualTo(25);
        assertThat(state.ringingAt()).isEqualTo(T);
        assertThat(state.answeredAt()).isEqualTo(T.plusSeconds(5));
    }

    @Test
    void aMachinesVerdictMakesAnAnswerAMachinesEvenAfterADoubt() {
        CallState state = CallState.NOTHING
                .with(CallNews.of("1", T, "c").by(AnsweredBy.UNSURE))
                .with(CallNews.of("2", T, "c").by(AnsweredBy.MACHINE))
                .with(CallNews.of("3", T, "c").by(AnsweredBy.HUMAN))
                .with(CallNews.of("4", T, "c").ended(Outcome.ANSWERED_HUMAN, null, 3));
        assertThat(state.result()).isEqualTo(Outcome.ANSWERED_MACHINE);
    }

    @Test
    void aCallNobodyAnsweredHasNoConversation() {
        CallState state = CallState.NOTHING
                .with(CallNews.of("1", T, "c").ended(Outcome.BUSY, null, 9))
                .with(CallNews.of("2", T, "c")
                        .said(new CallNews.Conversation(Disposition.BOOKED, null, 5, T, null, null)));
        CallEvent.Ended end = state.end(TENANT, ATTEMPT);
        assertThat(end.disposition()).isEqualTo(Disposition.NONE);
        assertThat(end.talkSeconds()).isZero();
        assertThat(end.callbackAt()).isNull();
    }

    @Test
    void anOptOutStandsWhateverElseIsSaidOfTheCall() {
        CallState state = CallState.NOTHING
                .with(CallNews.of("1", T, "c").by(AnsweredBy.MACHINE))
                .with(CallNews.of("2", T, null).said(said(Disposition.BOOKED, new Heard("1", "yes"))))
                .with(CallNews.of("3", T, null).said(said(Disposition.OPTED_OUT, new Heard("9", "no"))))
                .with(CallNews.of("4", T, null).said(said(Disposition.RENEWED, null)))
                .with(CallNews.of("5", T, "c").ended(Outcome.ANSWERED_HUMAN, null, 3));
        CallEvent.Ended end = state.end(TENANT, ATTEMPT);
        assertThat(end.outcome()).isEqualTo(Outcome.ANSWERED_MACHINE);
        assertThat(end.disposition()).isEqualTo(Disposition.OPTED_OUT);
        assertThat(end.heard()).isEqualTo(new Heard("1\n9", "yes\nno"));
    }

    private static CallNews.Conversation said(Disposition disposition, Heard heard) {
        return new CallNews.Conversation(disposition, null, null, null, heard, null);
    }

    @Test
    void whatComesAfterTheEndIsNotToldAndDoesNotUndoIt() {
        CallState over = CallState.NOTHING.with(CallNews.of("1", T, "c").ended(Outcome.BUSY, "busy", null));
        CallState later = over.with(CallNews.of("2", T.plusSeconds(9), "c").ringing())
                .with(CallNews.of("3", T.plusSeconds(9), "c").ended(Outcome.NO_ANSWER, "late", null));
        assertThat(later.progressSince(over, TENANT, ATTEMPT)).isEmpty();
        assertThat(later.result()).isEqualTo(Outcome.BUSY);
        assertThat(later.reason()).isEqualTo("busy");
    }

    @Test
    void messagesOfAnotherCallChangeNothing() {
        CallState state = CallState.NOTHING.with(CallNews.of("1", T, "first").ringing());
        assertThat(state.with(CallNews.of("2", T, "second").ended(Outcome.BUSY, null, null)))
                .isSameAs(state);
    }

    @Test
    void theKeysThatAreKeptAreBounded() {
        CallState state = CallState.NOTHING;
        for (int i = 0; i < 1_000; i++) {
            state = state.with(CallNews.of("k" + i, T, "c").ringing());
        }
        assertThat(state.seen()).hasSize(CallState.MAX_SEEN).endsWith("k999");
    }

    @Test
    void everyRowOfTheTablesOfSipAndQ850() {
        Map<Integer, Outcome> expected = new TreeMap<>(Map.of(
                486, Outcome.BUSY,
                600, Outcome.BUSY,
                408, Outcome.NO_ANSWER,
                480, Outcome.NO_ANSWER,
                487, Outcome.NO_ANSWER,
                603, Outcome.REJECTED,
                607, Outcome.BLOCKED,
                608, Outcome.BLOCKED));
        for (int invalid : new int[] {404, 410, 484, 485, 604}) {
            expected.put(invalid, Outcome.INVALID_NUMBER);
        }
        for (int ours : new int[] {401, 403, 407}) {
            expected.put(ours, Outcome.CONFIG_ERROR);
        }
        assertThat(new TreeMap<>(SipOutcomes.BY_STATUS)).isEqualTo(expected);
        for (int status = 300; status < 700; status++) {
            Outcome outcome = SipOutcomes.ofStatus(status);
            Outcome otherwise = status / 100 == 5 ? Outcome.CONGESTION : Outcome.REJECTED;
            assertThat(outcome).as("%d", status).isEqualTo(expected.getOrDefault(status, otherwise));
        }
        for (int cause = 1; cause <= 127; cause++) {
            Outcome outcome = SipOutcomes.ofCause(cause);
            assertThat(outcome).as("%d", cause).isEqualTo(SipOutcomes.BY_CAUSE.getOrDefault(cause, Outcome.REJECTED));
            assertThat(outcome.answered()).isFalse();
        }
        assertThat(SipOutcomes.ofCause(17)).isEqualTo(Outcome.BUSY);
        assertThat(SipOutcomes.ofCause(1)).isEqualTo(Outcome.INVALID_NUMBER);
        assertThat(SipOutcomes.ofCause(34)).isEqualTo(Outcome.CONGESTION);
    }
}
