package io.outdial.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.outdial.kernel.PreferredTimes.Span;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PreferredTimesTest {

    @Test
    void spansAreRead() {
        assertThat(PreferredTimes.parse("Sun-Tue 17:00-20:30; fri,sat 22:00 - 02:00;"))
                .containsExactly(
                        new Span(List.of("sun", "mon", "tue"), "17:00", "20:30"),
                        new Span(List.of("fri", "sat"), "22:00", "02:00"));
        assertThat(PreferredTimes.parse("fri-mon 08:00-24:00").get(0).days())
                .containsExactly("fri", "sat", "sun", "mon");
        assertThat(PreferredTimes.parse("17:00-20:00").get(0).days()).hasSize(7);
        assertThat(PreferredTimes.parse(" ")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "evenings",
                "17:00",
                "25:00-26:00",
                "17:00-17:00",
                "24:00-10:00",
                "sun-mon-tue 10:00-11:00",
                ";",
                "xyz 10:00-11:00"
            })
    void whatMeansNothingIsRefused(String text) {
        assertThatThrownBy(() -> PreferredTimes.parse(text)).hasMessageEndingWith(".");
    }
}
