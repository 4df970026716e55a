package io.outdial.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryAfterTest {

    private static final Instant NOW = Instant.parse("1999-12-31T23:59:00Z");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "120 | PT2M",
                "0 | PT0S",
                "' 7 ' | PT7S",
                "Fri, 31 Dec 1999 23:59:59 GMT | PT59S",
                "Fri, 31 Dec 1999 23:00:00 GMT | PT0S"
            })
    void itIsSecondsOrADate(String text, Duration wait) {
        assertThat(RetryAfter.parse(text, NOW)).isEqualTo(wait);
    }

    @ParameterizedTest
    @NullAndEmptySource
    @ValueSource(strings = {"soon", "-1", "1.5", "99999999999999999999", "٧"})
    void anythingElseSaysNothing(String text) {
        assertThat(RetryAfter.parse(text, NOW)).isNull();
    }

    @Test
    void aDayOfSecondsIsNotCutHere() {
        assertThat(RetryAfter.parse("86400", NOW)).isEqualTo(Duration.ofDays(1));
    }
}
