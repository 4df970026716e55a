package io.outdial.compliance.rules;

import java.time.LocalDate;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The public holidays of a country.
 *
 * @param country ISO 3166 code
 * @param firstYear the first year for which they are known
 * @param lastYear the last one
 * @param dates all of them in those years
 */
public record CountryHolidays(String country, int firstYear, int lastYear, Set<LocalDate> dates) {

    public CountryHolidays {
        dates = Collections.unmodifiableSet(new TreeSet<>(dates));
    }

    public static CountryHolidays of(String country, int firstYear, int lastYear, List<HolidayRule> rules) {
        Set<LocalDate> dates = new TreeSet<>();
        for (int year = firstYear; year <= lastYear; year++) {
            for (HolidayRule rule : rules) {
                dates.addAll(rule.in(year));
            }
        }
        return new CountryHolidays(country, firstYear, lastYear, dates);
    }

    /** Whether it is known of every day from {@code first} to {@code last} if it is a holiday. */
    public boolean covers(LocalDate first, LocalDate last) {
        return first.getYear() >= firstYear && last.getYear() <= lastYear;
    }
}
