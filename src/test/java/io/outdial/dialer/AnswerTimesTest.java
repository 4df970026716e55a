package io.outdial.dialer;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class AnswerTimesTest {

    private final AnswerTimes answers = new AnswerTimes();

    @Test
    void aProviderThatWasNeverAskedIsTriedFirst() {
        took("quick", 20, 1);
        assertThat(leave("unknown")).isEqualTo(64);
        assertThat(leave("quick", "unknown")).isEqualTo(64);
    }

    @Test
    void aRoundForEachAnswerThatComesInTime() {
        took("quick", 20, 1);
        took("slow", 900, 1);
        took("slowest", 1_500, 1);
        took("late", 5_000, 1);
        assertThat(leave("quick")).isEqualTo(6_400);
        assertThat(leave("slow")).isEqualTo(128);
        assertThat(leave("slowest")).isEqualTo(64);
        assertThat(leave("late")).isEqualTo(64);
        assertThat(leave("quick", "slow")).as("the slowest counts").isEqualTo(128);
    }

    @Test
    void aRoundOfAnswersIsEnoughToNotice() {
        took("x", 20, 1_000);
        took("x", 1_500, 64);
        assertThat(leave("x")).isEqualTo(64);
        took("x", 20, 64);
        assertThat(leave("x")).isGreaterThan(1_000);
    }

    private void took(String connection, long millis, int times) {
        for (int i = 0; i < times; i++) {
            answers.took(connection, Duration.ofMillis(millis).toNanos());
        }
    }

    private int leave(String... connections) {
        return answers.leaveWithin(Duration.ofSeconds(2), 64, List.of(connections));
    }
}
