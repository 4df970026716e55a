package io.outdial.webhook.decide;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class EndpointHealthTest {

    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
    private static final Duration DISABLE_AFTER = Duration.ofDays(3);
    private static final Answer REFUSED = Answer.of(500, null, NOW);

    private static EndpointHealth failed(int times) {
        EndpointHealth health = EndpointHealth.GOOD;
        for (int i = 0; i < times; i++) {
            health = health.after(REFUSED, NOW, DISABLE_AFTER);
        }
        return health;
    }

    @Test
    void aFewFailuresHoldNobody() {
        assertThat(failed(4).holdUntil()).isEqualTo(NOW);
        assertThat(failed(4).isProbed()).isFalse();
    }

    @Test
    void manyFailuresHoldForLongerAndLonger() {
        assertThat(failed(5).holdUntil()).isEqualTo(NOW.plusSeconds(5));
        assertThat(failed(5).isProbed()).isTrue();
        assertThat(failed(6).holdUntil()).isEqualTo(NOW.plusSeconds(10));
        assertThat(failed(12).holdUntil()).isEqualTo(NOW.plusSeconds(300));
        assertThat(failed(5000).holdUntil()).isEqualTo(NOW.plusSeconds(300));
    }

    @Test
    void oneSuccessForgetsAll() {
        assertThat(failed(9).after(Answer.of(204, null, NOW), NOW, DISABLE_AFTER))
                .isEqualTo(EndpointHealth.GOOD);
    }

    @Test
    void aPauseThatTheEndpointAsksForHoldsAllItsMessagesForADayAtMost() {
        assertThat(EndpointHealth.GOOD
                        .after(Answer.of(429, "60", NOW), NOW, DISABLE_AFTER)
                        .holdUntil())
                .isEqualTo(NOW.plusSeconds(60));
        assertThat(EndpointHealth.GOOD
                        .after(Answer.of(429, "999999999", NOW), NOW, DISABLE_AFTER)
                        .holdUntil())
                .isEqualTo(NOW.plus(DeliveryRules.GIVE_UP_AFTER));
    }

    @Test
    void aLaterAnswerDoesNotShortenAHold() {
        EndpointHealth held = EndpointHealth.GOOD.after(Answer.of(429, "60", NOW), NOW, DISABLE_AFTER);
        assertThat(held.after(REFUSED, NOW, DISABLE_AFTER).holdUntil()).isEqualTo(NOW.plusSeconds(60));
    }

    @Test
    void whoIsGoneIsDisabledAtOnce() {
        assertThat(EndpointHealth.GOOD
                        .after(Answer.of(410, null, NOW), NOW, DISABLE_AFTER)
                        .disabledReason())
                .contains("410");
    }

    @Test
    void whoFailsForTooLongIsDisabledWithTheReason() {
        EndpointHealth health = failed(3);
        assertThat(health.after(REFUSED, NOW.plus(DISABLE_AFTER).minusSeconds(1), DISABLE_AFTER)
                        .disabledReason())
                .isNull();
        assertThat(health.after(REFUSED, NOW.plus(DISABLE_AFTER), DISABLE_AFTER).disabledReason())
                .contains("since 2026-03-01T10:00:00Z", "The endpoint answered 500.");
    }
}
