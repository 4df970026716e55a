package io.outdial.campaign;

import java.time.LocalDate;
import java.time.MonthDay;
import java.time.format.DateTimeParseException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Days without calls: dates as written, and for a country's code its public holidays of fixed date. Holidays that
 * follow the moon are announced, not computed: they are written as dates.
 */
final class Holidays {

    /** The years that a country's code stands for; campaigns live for months. */
    private static final int FIRST_YEAR = 2024;

    private static final int LAST_YEAR = 2060;

    private static final Map<String, List<MonthDay>> FIXED = Map.of(
            "SA", List.of(MonthDay.of(2, 22), MonthDay.of(9, 23)),
            "AE", List.of(MonthDay.of(1, 1), MonthDay.of(12, 2), MonthDay.of(12, 3)),
            "US",
                    List.of(
                            MonthDay.of(1, 1),
                            MonthDay.of(6, 19),
                            MonthDay.of(7, 4),
                            MonthDay.of(11, 11),
                            MonthDay.of(12, 25)),
            "CA", List.of(MonthDay.of(1, 1), MonthDay.of(7, 1), MonthDay.of(12, 25)),
            "GB", List.of(MonthDay.of(1, 1), MonthDay.of(12, 25), MonthDay.of(12, 26)));

    private Holidays() {}

    /** @throws IllegalArgumentException with a sentence, when a word is neither a date nor a known country */
    static Set<LocalDate> dates(List<String> words) {
        Set<LocalDate> dates = new HashSet<>();
        for (String word : words == null ? List.<String>of() : words) {
            List<MonthDay> days = FIXED.get(word);
            if (days == null) {
                dates.add(date(word));
            } else {
                for (int year = FIRST_YEAR; year <= LAST_YEAR; year++) {
                    for (MonthDay day : days) {
                        dates.add(day.atYear(year));
                    }
                }
            }
        }
        return dates;
    }

    private static LocalDate date(String word) {
        try {
            return LocalDate.parse(word);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("A holiday is a date such as 2026-09-23 or one of the countries "
                    + FIXED.keySet().stream().sorted().collect(Collectors.joining(" ")) + ".");
        }
    }
}
