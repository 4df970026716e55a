package io.outdial.telephony;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ConfigErrorsTest {

    private static final Instant NINE = Instant.parse("2026-11-02T09:00:00Z");

    private final ConfigErrors errors = new ConfigErrors();

    @Test
    void aRunBeginsWithItsFirstError() {
        assertThat(errors.since(NINE)).isEmpty();
        for (int minute = 0; minute <= 20; minute += 5) {
            errors.refused(at(minute));
        }
        assertThat(errors.since(at(21))).contains(NINE);
    }

    @Test
    void oneAnswerEndsIt() {
        errors.refused(NINE);
        errors.answered();
        assertThat(errors.since(at(1))).isEmpty();
        errors.refused(at(2));
        assertThat(errors.since(at(3))).contains(at(2));
    }

    @Test
    void whatWasLongAgoIsNotCounted() {
        errors.refused(NINE);
        assertThat(errors.since(at(15))).contains(NINE);
        assertThat(errors.since(at(16))).as("nobody asked since").isEmpty();
        errors.refused(at(600));
        assertThat(errors.since(at(600))).as("a night between").contains(at(600));
    }

    private static Instant at(int minutes) {
        return NINE.plus(Duration.ofMinutes(minutes));
    }
}
