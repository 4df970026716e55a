package io.outdial.audience.query;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Moments said relative to now: {@code -30d}, {@code +2w}, {@code -P1M}, {@code -PT12H}. */
final class RelativeTime {

    private static final Pattern SHORT = Pattern.compile("([+-]?)([0-9]{1,5})(h|d|w|mo|y)");
    private static final Pattern ISO = Pattern.compile("([+-]?)(P[0-9YMWDTHS.]{1,30})");
    private static final int MAX_YEARS = 200;

    private RelativeTime() {}

    /**
     * @param zone whose days, months and years are counted
     * @throws IllegalArgumentException when the text is no such moment or is more than 200 years away
     */
    static Instant resolve(String text, Instant now, ZoneId zone) {
        if (text.isEmpty()) {
            return now;
        }
        ZonedDateTime start = now.atZone(zone);
        try {
            ZonedDateTime moved = moved(text, start);
            if (Math.abs(moved.getYear() - start.getYear()) > MAX_YEARS) {
                throw new IllegalArgumentException("too far from now");
            }
            return moved.toInstant();
        } catch (DateTimeException | ArithmeticException e) {
            throw new IllegalArgumentException("not a relative time", e);
        }
    }

    private static ZonedDateTime moved(String text, ZonedDateTime start) {
        Matcher simple = SHORT.matcher(text);
        if (simple.matches()) {
            long amount = Long.parseLong(simple.group(2)) * sign(simple.group(1));
            return switch (simple.group(3)) {
                case "h" -> start.plusHours(amount);
                case "d" -> start.plusDays(amount);
                case "w" -> start.plusWeeks(amount);
                case "mo" -> start.plusMonths(amount);
                default -> start.plusYears(amount);
            };
        }
        Matcher iso = ISO.matcher(text);
        if (!iso.matches()) {
            throw new IllegalArgumentException("not a relative time");
        }
        String length = iso.group(2);
        int sign = sign(iso.group(1));
        int time = length.indexOf('T');
        Period days = time == 1 ? Period.ZERO : Period.parse(time < 0 ? length : length.substring(0, time));
        Duration hours = time < 0 ? Duration.ZERO : Duration.parse("P" + length.substring(time));
        return start.plus(days.multipliedBy(sign)).plus(hours.multipliedBy(sign));
    }

    private static int sign(String text) {
        return text.equals("-") ? -1 : 1;
    }
}
