package io.outdial.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NumberBoundsTest {

    @ParameterizedTest
    @ValueSource(doubles = {0, -1, 700_000.5, Double.MAX_VALUE, -Double.MAX_VALUE, Double.MIN_VALUE, Double.MIN_NORMAL})
    void everyFiniteDoubleIsWithinThemHoweverItIsKept(double number) {
        assertThat(NumberBounds.hold(number)).isTrue();
        assertThat(NumberBounds.hold(new BigDecimal(String.valueOf(number)))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"1e999999999", "-1e999999999", "1e-999999999", "1e400", "1e131000", "1e-131000", "1e2147483647"})
    void anExponentMakesNoNumberThatCannotBeWrittenOut(String number) {
        assertThat(NumberBounds.hold(new BigDecimal(number))).isFalse();
    }

    @Test
    void digitsAreBoundedToo() {
        assertThat(NumberBounds.hold(new BigDecimal("0." + "1".repeat(199)))).isTrue();
        assertThat(NumberBounds.hold(new BigDecimal("0." + "1".repeat(900)))).isFalse();
        assertThat(NumberBounds.hold(BigInteger.TEN.pow(900))).isFalse();
        assertThat(NumberBounds.hold(Double.NaN)).isFalse();
        assertThat(NumberBounds.hold(Float.POSITIVE_INFINITY)).isFalse();
    }
}
