package io.outdial.kernel;

import java.math.BigDecimal;

/**
 * Which numbers are taken from outside. Ten characters can name a number of a thousand million digits: who writes it out, rounds it
 * or makes it whole runs out of memory.
 */
public final class NumberBounds {

    /** Of a number written out without an exponent, zeros included. The shortest form of every double has fewer. */
    public static final int MAX_DIGITS = 400;

    /** What is said of a number beyond them, without its full stop. */
    public static final String REFUSAL =
            "A number is too large, or has more than " + MAX_DIGITS + " digits when it is written out";

    private NumberBounds() {}

    /** Whether the number is finite as a double and not longer than {@link #MAX_DIGITS}. Takes no time that depends on its size. */
    public static boolean hold(Number number) {
        return Double.isFinite(number.doubleValue())
                && (!(number instanceof BigDecimal decimal)
                        || Math.abs((long) decimal.scale()) + decimal.precision() <= MAX_DIGITS);
    }
}
