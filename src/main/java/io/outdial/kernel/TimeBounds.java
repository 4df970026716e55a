package io.outdial.kernel;

import java.time.Instant;
import java.time.LocalDate;

/** Which instants and days are taken from outside: those whose year has four digits. Java knows a thousand million more, no database does. */
public final class TimeBounds {

    private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant END = Instant.parse("+10000-01-01T00:00:00Z");

    /** To the microsecond, as PostgreSQL keeps instants. */
    public static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999999Z");

    /** What is said of an instant beyond them, without its full stop. */
    public static final String REFUSAL = "A date or an instant lies in the years 0001 to 9999";

    private TimeBounds() {}

    public static boolean hold(Instant instant) {
        return !instant.isBefore(FIRST) && instant.isBefore(END);
    }

    public static boolean hold(LocalDate day) {
        return day.getYear() >= 1 && day.getYear() <= 9999;
    }
}
