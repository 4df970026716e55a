package io.outdial.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * When a person likes to be called, as one text: spans separated by {@code ;}, each with days before it if it is not for every
 * day, such as {@code 17:00-20:30} or {@code sun-thu 17:00-20:00; sat 10:00-12:00}. The clock is the person's own.
 */
public final class PreferredTimes {

    private static final List<String> DAYS = List.of("sun", "mon", "tue", "wed", "thu", "fri", "sat");
    private static final String DAY = "(?:sun|mon|tue|wed|thu|fri|sat)";
    private static final String TIME = "(?:[01][0-9]|2[0-3]):[0-5][0-9]";
    private static final Pattern SPAN =
            Pattern.compile("(?:(" + DAY + "(?:[,-]" + DAY + ")*)\\s+)?(" + TIME + ")\\s*-\\s*(" + TIME + "|24:00)");
    private static final int MAX_SPANS = 20;

    private PreferredTimes() {}

    /**
     * One span.
     *
     * @param days {@code sun} to {@code sat}; not empty
     * @param from {@code HH:MM}
     * @param to {@code HH:MM} or {@code 24:00}; not after {@code from} when it lies on the following day
     */
    public record Span(List<String> days, String from, String to) {}

    /**
     * @param text null or blank for no preference
     * @throws IllegalArgumentException with a sentence, when it means nothing
     */
    public static List<Span> parse(String text) {
        List<Span> spans = new ArrayList<>();
        if (text == null || text.isBlank()) {
            return spans;
        }
        for (String part : text.toLowerCase(Locale.ROOT).split(";")) {
            if (part.isBlank()) {
                continue;
            }
            Matcher span = SPAN.matcher(part.strip());
            if (!span.matches() || span.group(2).equals(span.group(3)) || spans.size() == MAX_SPANS) {
                throw new IllegalArgumentException("Preferred times are at most " + MAX_SPANS
                        + " spans such as sun-thu 17:00-20:00; sat 10:00-12:00.");
            }
            spans.add(new Span(days(span.group(1)), span.group(2), span.group(3)));
        }
        if (spans.isEmpty()) {
            throw new IllegalArgumentException("Preferred times without a span would mean never.");
        }
        return spans;
    }

    /** Whether {@link #parse} would take it. */
    public static boolean isValid(String text) {
        try {
            parse(text);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** {@code fri-mon} goes over the end of the week. */
    private static List<String> days(String text) {
        if (text == null) {
            return DAYS;
        }
        List<String> days = new ArrayList<>();
        for (String part : text.split(",")) {
            String[] ends = part.split("-");
            if (ends.length > 2) {
                throw new IllegalArgumentException("Days are written as sun-thu or sun,tue.");
            }
            int day = DAYS.indexOf(ends[0]);
            int last = DAYS.indexOf(ends[ends.length - 1]);
            days.add(DAYS.get(day));
            while (day != last) {
                day = (day + 1) % DAYS.size();
                days.add(DAYS.get(day));
            }
        }
        return days.stream().distinct().toList();
    }
}
