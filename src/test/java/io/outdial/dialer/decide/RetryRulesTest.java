package io.outdial.dialer.decide;

import static org.assertj.core.api.Assertions.assertThat;

import io.outdial.campaign.TargetState;
import io.outdial.dialer.decide.Verdict.Close;
import io.outdial.dialer.decide.Verdict.RetryAt;
import io.outdial.kernel.AttemptId;
import io.outdial.kernel.Disposition;
import io.outdial.kernel.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class RetryRulesTest {

    private static final Instant NOW = Instant.parse("2026-11-01T09:00:00Z");
    private static final UUID ATTEMPT = UUID.fromString("0193a000-0000-7000-8000-00000000abcd");
    private static final List<ZoneId> RIYADH = List.of(ZoneId.of("Asia/Riyadh"));
    private static final RetryRules.Policy POLICY =
            policy(Map.of("busy", Duration.ofMinutes(15), "default", Duration.ofHours(2)), 2.0, 0, true, Set.of());

    @ParameterizedTest
    @CsvSource({
        "BUSY, 1, PT15M",
        "BUSY, 2, PT30M",
        "NO_ANSWER, 1, PT2H",
        "REJECTED, 2, PT4H",
        "ANSWERED_MACHINE, 1, PT2H",
        "ABANDONED, 1, PT2H"
    })
    void theIntervalGrowsByTheBackoff(Outcome outcome, int attemptNo, Duration wait) {
        assertThat(after(outcome, Disposition.NONE, attemptNo))
                .isEqualTo(new RetryAt(NOW.plus(wait), TargetState.WAITING_RETRY, outcome.code()));
    }

    @ParameterizedTest
    @EnumSource(names = {"BUSY", "NO_ANSWER", "REJECTED", "ANSWERED_MACHINE", "ABANDONED"})
    void theLastAttemptExhausts(Outcome outcome) {
        assertThat(after(outcome, Disposition.NONE, 3)).isEqualTo(new Close(TargetState.EXHAUSTED, outcome.code()));
    }

    @ParameterizedTest
    @EnumSource(names = {"CONGESTION", "CONFIG_ERROR"})
    void withoutRoomTheAttemptIsPutBackHoweverOften(Outcome outcome) {
        assertThat(after(outcome, Disposition.NONE, 9)).isInstanceOf(RetryAt.class);
    }

    @ParameterizedTest
    @CsvSource({
        "CONGESTION, false, PT5S",
        "CONGESTION, true, PT15M",
        "CONFIG_ERROR, false, PT5S",
        "CONFIG_ERROR, true, PT15M"
    })
    void whoIsPutBackAgainWaitsLonger(Outcome outcome, boolean again, Duration least) {
        RetryAt verdict = (RetryAt) RetryRules.after(inVain(outcome, 1, false, again), POLICY, NOW);
        assertThat(verdict.at()).isBetween(NOW.plus(least), NOW.plus(least.multipliedBy(2)));
        assertThat(verdict.reason()).isEqualTo(outcome.code());
    }

    @ParameterizedTest
    @EnumSource(names = {"CONGESTION", "CONFIG_ERROR"})
    void whoseTelephoneRangDidNotAnswer(Outcome outcome) {
        assertThat(RetryRules.after(inVain(outcome, 1, true, false), POLICY, NOW))
                .isEqualTo(after(Outcome.NO_ANSWER, Disposition.NONE, 1));
        assertThat(RetryRules.after(inVain(outcome, 3, true, false), POLICY, NOW))
                .isEqualTo(new Close(TargetState.EXHAUSTED, "no_answer"));
    }

    @ParameterizedTest
    @CsvSource({"INVALID_NUMBER, SUPPRESSED", "BLOCKED, SUPPRESSED", "UNKNOWN, UNKNOWN"})
    void someOutcomesAreFinalAtOnce(Outcome outcome, TargetState state) {
        assertThat(((Close) after(outcome, Disposition.NONE, 1)).state()).isEqualTo(state);
    }

    @ParameterizedTest
    @CsvSource({"BOOKED, SUCCEEDED", "DECLINED, COMPLETED", "NONE, COMPLETED", "OPTED_OUT, COMPLETED"})
    void aConversationIsFinal(Disposition disposition, TargetState state) {
        assertThat(((Close) after(Outcome.ANSWERED_HUMAN, disposition, 1)).state())
                .isEqualTo(state);
    }

    @Test
    void aCallbackIsDueWhenThePersonAsked() {
        Instant at = NOW.plus(Duration.ofDays(1));
        Verdict verdict = RetryRules.after(
                new RetryRules.Ended(
                        ATTEMPT,
                        1,
                        null,
                        Outcome.ANSWERED_HUMAN,
                        Disposition.CALLBACK_REQUESTED,
                        at,
                        RIYADH,
                        false,
                        false),
                POLICY,
                NOW);
        assertThat(verdict).isEqualTo(new RetryAt(at, TargetState.WAITING_RETRY, "callback_requested"));
    }

    @Test
    void aCallbackBeyondTheLastAttemptIsNotMade() {
        assertThat(after(Outcome.ANSWERED_HUMAN, Disposition.CALLBACK_REQUESTED, 3))
                .isEqualTo(new Close(TargetState.COMPLETED, "callback_requested"));
    }

    @ParameterizedTest
    @CsvSource({"BUSY, PT15M", "NO_ANSWER, PT4H", "ANSWERED_MACHINE, PT24H", "REJECTED, PT24H", "ABANDONED, PT4H"})
    void whatIsNotNamedHasItsOwnDefault(Outcome outcome, Duration wait) {
        assertThat(dueAfter(outcome, null, policy(Map.of(), 1, 0, false, Set.of()), NOW))
                .isEqualTo(NOW.plus(wait));
    }

    @Test
    void jitterStaysWithinItsShareAndIsTheSameForAnAttempt() {
        RetryRules.Policy policy = policy(Map.of("busy", Duration.ofMinutes(100)), 1, 0.1, true, Set.of());
        Set<Instant> dues = new HashSet<>();
        for (int i = 0; i < 500; i++) {
            UUID attempt = AttemptId.next().value();
            Instant due = dueOf(attempt, Outcome.BUSY, null, policy, NOW);
            assertThat(due).isBetween(NOW.plus(Duration.ofMinutes(90)), NOW.plus(Duration.ofMinutes(110)));
            assertThat(dueOf(attempt, Outcome.BUSY, null, policy, NOW)).isEqualTo(due);
            dues.add(due);
        }
        assertThat(dues).as("spread").hasSizeGreaterThan(400);
    }

    @ParameterizedTest
    @CsvSource({
        // called at 06:00 in Riyadh: four hours later is still the morning
        "2026-11-01T03:00:00Z, 2026-11-01T09:00:00Z",
        // called at 08:30: half past twelve is another part of the day
        "2026-11-01T05:30:00Z, 2026-11-01T09:30:00Z",
        // called at 12:00: four in the afternoon is not, five is
        "2026-11-01T09:00:00Z, 2026-11-01T14:00:00Z",
        // called at 19:00: eleven in the evening is not, the next day is
        "2026-11-01T16:00:00Z, 2026-11-01T21:00:00Z"
    })
    void whoDidNotAnswerIsTriedAtAnotherTimeOfDay(Instant called, Instant due) {
        RetryRules.Policy policy = policy(Map.of(), 1, 0, true, Set.of());
        assertThat(dueAfter(Outcome.NO_ANSWER, null, policy, called)).isEqualTo(due);
    }

    @Test
    void anIntervalThatIsNamedIsTakenLiterally() {
        Instant morning = Instant.parse("2026-11-01T03:00:00Z");
        for (String name : List.of("no_answer", "default")) {
            RetryRules.Policy policy = policy(Map.of(name, Duration.ofHours(1)), 1, 0, true, Set.of());
            assertThat(dueAfter(Outcome.NO_ANSWER, null, policy, morning)).isEqualTo(morning.plusSeconds(3600));
        }
    }

    @Test
    void aSecondRejectionIsTheLast() {
        RetryRules.Policy policy = policy(Map.of(), 1, 0, true, Set.of());
        RetryRules.Ended again = new RetryRules.Ended(
                ATTEMPT, 2, Outcome.REJECTED, Outcome.REJECTED, Disposition.NONE, null, RIYADH, false, false);
        assertThat(RetryRules.after(again, policy, NOW)).isEqualTo(new Close(TargetState.EXHAUSTED, "rejected"));
    }

    @Test
    void anOutcomeThatStopsIsNotRetried() {
        RetryRules.Policy policy = policy(Map.of(), 1, 0, true, Set.of(Outcome.ANSWERED_MACHINE));
        RetryRules.Ended machine = new RetryRules.Ended(
                ATTEMPT, 1, null, Outcome.ANSWERED_MACHINE, Disposition.NONE, null, RIYADH, false, false);
        assertThat(RetryRules.after(machine, policy, NOW))
                .isEqualTo(new Close(TargetState.EXHAUSTED, "answered_machine"));
    }

    @Test
    void aCallThatNobodyCanAccountForIsRedialledOnlyWhereTheTenantSaysWhen() {
        var policy = new RetryRules.Policy(2, Map.of(), 1, 0, true, Set.of(), Set.of(), Duration.ofDays(1));
        var first =
                new RetryRules.Ended(ATTEMPT, 1, null, Outcome.UNKNOWN, Disposition.NONE, null, RIYADH, false, false);
        var second =
                new RetryRules.Ended(ATTEMPT, 2, null, Outcome.UNKNOWN, Disposition.NONE, null, RIYADH, false, false);
        assertThat(RetryRules.after(first, policy, NOW))
                .isEqualTo(new RetryAt(NOW.plus(Duration.ofDays(1)), TargetState.WAITING_RETRY, "not_reconciled"));
        assertThat(RetryRules.after(second, policy, NOW)).isEqualTo(new Close(TargetState.UNKNOWN, "not_reconciled"));
    }

    private static RetryRules.Ended inVain(Outcome outcome, int number, boolean rang, boolean again) {
        return new RetryRules.Ended(ATTEMPT, number, null, outcome, Disposition.NONE, null, RIYADH, rang, again);
    }

    private static Instant dueAfter(Outcome outcome, Outcome before, RetryRules.Policy policy, Instant now) {
        return dueOf(ATTEMPT, outcome, before, policy, now);
    }

    private static Instant dueOf(UUID attempt, Outcome outcome, Outcome before, RetryRules.Policy policy, Instant now) {
        RetryRules.Ended ended =
                new RetryRules.Ended(attempt, 1, before, outcome, Disposition.NONE, null, RIYADH, false, false);
        return ((RetryAt) RetryRules.after(ended, policy, now)).at();
    }

    private static RetryRules.Policy policy(
            Map<String, Duration> intervals, double backoff, double jitter, boolean other, Set<Outcome> stopOn) {
        return new RetryRules.Policy(3, intervals, backoff, jitter, other, stopOn, Set.of(Disposition.BOOKED), null);
    }

    private static Verdict after(Outcome outcome, Disposition disposition, int attemptNo) {
        return RetryRules.after(
                new RetryRules.Ended(ATTEMPT, attemptNo, null, outcome, disposition, null, RIYADH, false, false),
                POLICY,
                NOW);
    }
}
