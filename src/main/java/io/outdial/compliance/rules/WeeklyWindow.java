package io.outdial.compliance.rules;

import io.outdial.kernel.PreferredTimes;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A span of wall-clock time that begins on certain days of the week, its end excluded. When the end is not after the
 * beginning it lies on the following day.
 *
 * @param days on which it begins; not empty
 * @param fromSecond second of the day it begins at, 0 to 86,399
 * @param toSecond second of the day it ends before, 0 to 86,400, which is the day's end ({@code 24:00})
 */
public record WeeklyWindow(Set<DayOfWeek> days, int fromSecond, int toSecond) {

    private static final int DAY = 86_400;
    private static final Pattern TIME = Pattern.compile("([0-9]{2}):([0-9]{2})(?::([0-9]{2}))?");
    private static final List<String> NAMES = List.of("mon", "tue", "wed", "thu", "fri", "sat", "sun");

    /** All day, every day. */
    public static final WeeklyWindow ALWAYS = new WeeklyWindow(EnumSet.allOf(DayOfWeek.class), 0, DAY);

    public WeeklyWindow {
        if (days.isEmpty()) {
            throw new IllegalArgumentException("A window needs at least one day.");
        }
        if (fromSecond < 0 || fromSecond >= DAY) {
            throw new IllegalArgumentException("A window begins between 00:00 and 23:59.");
        }
        if (toSecond < 0 || toSecond > DAY) {
            throw new IllegalArgumentException("A window ends between 00:00 and 24:00.");
        }
        if (fromSecond == toSecond) {
            throw new IllegalArgumentException(
                    "A window cannot begin and end at the same time; write 00:00 to 24:00 for the whole day.");
        }
        days = Collections.unmodifiableSet(EnumSet.copyOf(days));
    }

    /**
     * @param days {@code sun} to {@code sat}; null for every day
     * @param from {@code HH:MM} or {@code HH:MM:SS}
     * @param to likewise, or {@code 24:00}; not after {@code from} when it lies on the following day
     * @throws IllegalArgumentException with a sentence that says what is wrong
     */
    public static WeeklyWindow of(List<String> days, String from, String to) {
        return new WeeklyWindow(
                days == null ? EnumSet.allOf(DayOfWeek.class) : days(days), second("from", from), second("to", to));
    }

    /** The hours that somebody prefers; none when they never said. */
    public static List<WeeklyWindow> of(List<PreferredTimes.Span> spans) {
        return spans.stream()
                .map(span -> of(span.days(), span.from(), span.to()))
                .toList();
    }

    public boolean crossesMidnight() {
        return toSecond < fromSecond;
    }

    /** Whether the wall clock stands inside, the window having begun on no day of {@code excluded}. */
    boolean contains(LocalDateTime wall, Set<LocalDate> excluded) {
        LocalDate today = wall.toLocalDate();
        int second = wall.toLocalTime().toSecondOfDay();
        if (!crossesMidnight()) {
            return begins(today, excluded) && second >= fromSecond && second < toSecond;
        }
        return begins(today, excluded) && second >= fromSecond
                || begins(today.minusDays(1), excluded) && second < toSecond;
    }

    private boolean begins(LocalDate date, Set<LocalDate> excluded) {
        return days.contains(date.getDayOfWeek()) && !excluded.contains(date);
    }

    private static Set<DayOfWeek> days(List<String> names) {
        Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
        for (String name : names) {
            int index = name == null ? -1 : NAMES.indexOf(name.toLowerCase(Locale.ROOT));
            if (index < 0) {
                throw new IllegalArgumentException(
                        "There is no day " + name + "; the days are sun, mon, tue, wed, thu, fri, sat.");
            }
            days.add(DayOfWeek.of(index + 1));
        }
        return days;
    }

    private static int second(String what, String text) {
        Matcher time = TIME.matcher(text == null ? "" : text);
        if (!time.matches()) {
            throw new IllegalArgumentException("Write " + what + " as HH:MM, such as 09:00.");
        }
        int hour = Integer.parseInt(time.group(1));
        int minute = Integer.parseInt(time.group(2));
        int second = time.group(3) == null ? 0 : Integer.parseInt(time.group(3));
        int total = hour * 3600 + minute * 60 + second;
        if (minute > 59 || second > 59 || total > DAY) {
            throw new IllegalArgumentException("There is no time of day " + text + " for " + what + ".");
        }
        return total;
    }
}
