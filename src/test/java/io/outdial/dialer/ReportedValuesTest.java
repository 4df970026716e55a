package io.outdial.dialer;

import static org.assertj.core.api.Assertions.assertThat;

import io.outdial.kernel.AttemptId;
import io.outdial.kernel.Disposition;
import io.outdial.kernel.Outcome;
import io.outdial.kernel.TenantId;
import io.outdial.telephony.CallEvent;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReportedValuesTest {

    private static final Instant NOW = Instant.parse("2026-12-01T10:00:00Z");
    private static final TenantId TENANT = TenantId.next();
    private static final AttemptId ATTEMPT = AttemptId.next();

    private final List<String> leftOut = new ArrayList<>();
    private final ReportedValues values = new ReportedValues(NOW, leftOut::add);

    @Test
    void whatCanBeStaysAsItWasTold() {
        CallEvent.Ended told = end(NOW.minusSeconds(5), 42, "0.0525", NOW.plusSeconds(3600), "hung up");
        assertThat(values.of(told)).isEqualTo(told);
        assertThat(leftOut).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "10000000.01", "99999999999", "1e300", "1e-399"})
    void noCallCostsSoMuchOrSoLittle(String cost) {
        BigDecimal kept = values.of(end(NOW, 1, cost, null, null)).cost();
        assertThat(kept == null || kept.compareTo(new BigDecimal("0.0001")) < 0).isTrue();
    }

    @Test
    void theOutcomeStandsWithoutTheRest() {
        CallEvent.Ended kept =
                values.of(end(Instant.MAX, -1, "99999999999", Instant.parse("2062-01-01T00:00:00Z"), "a\0b"));
        assertThat(kept).isEqualTo(end(NOW, 0, null, null, "ab"));
        assertThat(leftOut).containsExactlyInAnyOrder("at", "talk_seconds", "cost", "callback_at");
    }

    @Test
    void aMomentThatCannotBeIsThatOfItsWriting() {
        LiveStore.Progress told =
                new LiveStore.Progress(ATTEMPT.value(), "id\0", null, Instant.MIN, NOW.plus(Duration.ofDays(400)));
        assertThat(values.of(told)).isEqualTo(new LiveStore.Progress(ATTEMPT.value(), "id", null, NOW, NOW));
    }

    private static CallEvent.Ended end(Instant at, int talked, String cost, Instant callbackAt, String reason) {
        return new CallEvent.Ended(
                TENANT,
                ATTEMPT,
                at,
                Outcome.ANSWERED_HUMAN,
                Disposition.CALLBACK_REQUESTED,
                reason,
                talked,
                cost == null ? null : new BigDecimal(cost),
                null,
                null,
                callbackAt,
                null);
    }
}
