package io.outdial.webhook.decide;

import static org.assertj.core.api.Assertions.assertThat;

import io.outdial.webhook.decide.DeliveryRules.Dead;
import io.outdial.webhook.decide.DeliveryRules.Delivered;
import io.outdial.webhook.decide.DeliveryRules.RetryAt;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeliveryRulesTest {

    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
    private static final Instant GIVE_UP = NOW.plus(DeliveryRules.GIVE_UP_AFTER);
    private static final Answer REFUSED = Answer.of(500, null, NOW);

    @ParameterizedTest
    @ValueSource(ints = {200, 201, 202, 204, 299})
    void aStatusOfSuccessTakesTheMessage(int status) {
        assertThat(DeliveryRules.after(Answer.of(status, null, NOW), 1, GIVE_UP, NOW, 0.5))
                .isInstanceOf(Delivered.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 307, 308, 400, 401, 404, 429, 500, 503})
    void anyOtherStatusIsTriedAgainARedirectToo(int status) {
        assertThat(DeliveryRules.after(Answer.of(status, null, NOW), 1, GIVE_UP, NOW, 0.5))
                .isInstanceOf(RetryAt.class);
    }

    @Test
    void goneIsNotTriedAgain() {
        assertThat(DeliveryRules.after(Answer.of(410, null, NOW), 1, GIVE_UP, NOW, 0.5))
                .isInstanceOf(Dead.class);
    }

    @ParameterizedTest
    @CsvSource({
        "1, PT5S",
        "2, PT15S",
        "3, PT45S",
        "4, PT2M15S",
        "5, PT6M45S",
        "6, PT20M15S",
        "7, PT1H45S",
        "8, PT3H2M15S",
        "9, PT4H",
        "100, PT4H"
    })
    void pausesGrowThreefoldToFourHours(int attempt, Duration pause) {
        assertThat(DeliveryRules.after(REFUSED, attempt, NOW.plus(Duration.ofDays(9)), NOW, 0.5))
                .isEqualTo(new RetryAt(NOW.plus(pause)));
    }

    @Test
    void jitterIsAFifthEitherWay() {
        assertThat(DeliveryRules.after(REFUSED, 1, GIVE_UP, NOW, 0)).isEqualTo(new RetryAt(NOW.plusMillis(4000)));
        assertThat(((RetryAt) DeliveryRules.after(REFUSED, 1, GIVE_UP, NOW, 0.999999)).at())
                .isBetween(NOW.plusMillis(5998), NOW.plusMillis(6000));
    }

    @Test
    void anEndpointThatAsksForALongerPauseGetsIt() {
        assertThat(DeliveryRules.after(Answer.of(429, "120", NOW), 1, GIVE_UP, NOW, 0.5))
                .isEqualTo(new RetryAt(NOW.plusSeconds(120)));
        assertThat(DeliveryRules.after(Answer.of(503, "1", NOW), 1, GIVE_UP, NOW, 0.5))
                .isEqualTo(new RetryAt(NOW.plusSeconds(5)));
    }

    @Test
    void aMessageIsTriedForADayAndThenDead() {
        List<Instant> attempts = new ArrayList<>();
        Instant at = NOW;
        while (at != null) {
            attempts.add(at);
            var verdict = DeliveryRules.after(REFUSED, attempts.size(), GIVE_UP, at, 0.5);
            at = verdict instanceof RetryAt retry ? retry.at() : null;
        }
        assertThat(attempts).hasSize(13);
        assertThat(attempts.get(attempts.size() - 1))
                .isAfter(NOW.plus(Duration.ofHours(20)))
                .isBefore(GIVE_UP);
    }
}
