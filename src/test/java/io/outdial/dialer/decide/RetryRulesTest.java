package io.outdial.dialer.decide;

import static org.assertj.core.api.Assertions.assertThat;

import io.outdial.campaign.TargetState;
import io.outdial.dialer.decide.Verdict.Close;
import io.outdial.dialer.decide.Verdict.RetryAt;
import io.outdial.kernel.Disposition;
import io.outdial.kernel.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class RetryRulesTest {

    private static final Instant NOW = Instant.parse("2026-11-01T09:00:00Z");
    private static final RetryRules.Policy POLICY =
            new RetryRules.Policy(3, Map.of("busy", Duration.ofMinutes(15), "default", Duration.ofHours(2)), 2.0);

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
                Outcome.ANSWERED_HUMAN, Disposition.CALLBACK_REQUESTED, at, 1, POLICY, Set.of(Disposition.BOOKED), NOW);
        assertThat(verdict).isEqualTo(new RetryAt(at, TargetState.WAITING_RETRY, "callback_requested"));
    }

    private static Verdict after(Outcome outcome, Disposition disposition, int attemptNo) {
        return RetryRules.after(outcome, disposition, null, attemptNo, POLICY, Set.of(Disposition.BOOKED), NOW);
    }
}
