package io.outdial.dialer.decide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WilsonTest {

    @ParameterizedTest
    @CsvSource({"1, 20, 0.196", "2, 20, 0.262", "5, 50, 0.192", "6, 50, 0.216", "0, 20, 0.119", "20, 20, 1.0"})
    void theUpperBoundIsWilsons(double hits, int sample, double bound) {
        assertThat(Wilson.upper(hits, sample)).isCloseTo(bound, within(0.0005));
    }

    @ParameterizedTest
    @CsvSource({"1, 20", "7, 20", "19, 50", "0, 3"})
    void theLowerBoundMirrorsTheUpperOne(double hits, int sample) {
        assertThat(Wilson.lower(sample - hits, sample)).isCloseTo(1 - Wilson.upper(hits, sample), within(1e-12));
    }

    @Test
    void nothingSeenSaysNothing() {
        assertThat(Wilson.upper(0, 0)).isEqualTo(1);
        assertThat(Wilson.lower(0, 0)).isZero();
    }
}
