package io.outdial.compliance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class WeekendsTest {

    @Test
    void aCountryHasItsWeekend() {
        assertThat(Weekends.of("SA")).containsExactly("fri", "sat");
        assertThat(Weekends.of("AE")).containsExactly("sat", "sun");
        assertThat(Weekends.of("IN")).containsExactly("sun");
    }

    @Test
    void wordsStandForDays() {
        assertThat(Weekends.expand(List.of("weekdays-SA"))).containsExactly("mon", "tue", "wed", "thu", "sun");
        assertThat(Weekends.expand(List.of("weekend-us", "mon", "sat"))).containsExactly("sat", "sun", "mon");
        assertThatThrownBy(() -> Weekends.expand(List.of("weekend-XX"))).hasMessageEndingWith(".");
    }
}
