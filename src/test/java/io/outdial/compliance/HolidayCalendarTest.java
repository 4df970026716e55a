package io.outdial.compliance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.outdial.compliance.rules.CallingHours;
import io.outdial.compliance.rules.HolidayRule.AfterHijri;
import io.outdial.compliance.rules.WeeklyWindow;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HolidayCalendarTest {

    @ParameterizedTest(name = "{0} in {1}")
    @CsvSource(
            delimiter = ';',
            value = {
                // Ramadan 1445, 1446, 1447 by the Umm al-Qura calendar: 30, 29 and 30 days.
                "SA; 2024; 2024-02-22 2024-04-09 2024-04-10 2024-04-11 2024-04-12 2024-06-15 2024-06-16 2024-06-17 2024-06-18 2024-09-23",
                "SA; 2025; 2025-02-22 2025-03-30 2025-03-31 2025-04-01 2025-04-02 2025-06-05 2025-06-06 2025-06-07 2025-06-08 2025-09-23",
                "SA; 2026; 2026-02-22 2026-03-19 2026-03-20 2026-03-21 2026-03-22 2026-05-26 2026-05-27 2026-05-28 2026-05-29 2026-09-23",
                "AE; 2026; 2026-01-01 2026-03-19 2026-03-20 2026-03-21 2026-03-22 2026-05-26 2026-05-27 2026-05-28 2026-05-29 2026-06-16 2026-08-25 2026-12-02 2026-12-03",
                "GB; 2026; 2026-01-01 2026-04-03 2026-04-06 2026-05-04 2026-05-25 2026-08-31 2026-12-25 2026-12-26 2026-12-28",
                "US; 2026; 2026-01-01 2026-01-19 2026-02-16 2026-05-25 2026-06-19 2026-07-03 2026-07-04 2026-09-07 2026-10-12 2026-11-11 2026-11-26 2026-12-25",
                "CA; 2026; 2026-01-01 2026-04-03 2026-05-18 2026-07-01 2026-09-07 2026-09-30 2026-10-12 2026-11-11 2026-12-25 2026-12-26",
            })
    void aCountrysHolidays(String country, int year, String expected) {
        Set<String> found = HolidayCalendar.dates(List.of(country)).stream()
                .filter(date -> date.getYear() == year)
                .map(LocalDate::toString)
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(found).containsExactly(expected.split(" "));
    }

    @Test
    void aYearOfTheSunMayHaveTwoOfTheMoon() {
        assertThat(new AfterHijri(9, 29, 4).in(2030).stream().map(LocalDate::getMonthValue))
                .as("early in the year and at its end")
                .contains(2)
                .noneMatch(month -> month > 2 && month < 12);
        assertThat(new AfterHijri(9, 1, 1).in(2030)).hasSize(2);
    }

    @Test
    void datesAndCountriesCanBeMixed() {
        Set<LocalDate> both = HolidayCalendar.dates(List.of("SA", "2026-11-01"));
        assertThat(both).contains(LocalDate.parse("2026-09-23"), LocalDate.parse("2026-11-01"));
        assertThat(HolidayCalendar.dates(null)).isEmpty();
        assertThatThrownBy(() -> HolidayCalendar.dates(List.of("XX")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("AE CA GB SA US");
    }

    @ParameterizedTest
    @CsvSource({
        "SA, 2026-01-05T00:00:00Z, 2026-02-01T00:00:00Z, true",
        "GB, 2027-12-01T00:00:00Z, 2027-12-30T22:00:00Z, true",
        "GB, 2027-12-01T00:00:00Z, 2028-01-02T00:00:00Z, false",
        "US, 2024-12-01T00:00:00Z, 2025-02-01T00:00:00Z, false",
        "2031-01-01, 2031-01-01T00:00:00Z, 2031-02-01T00:00:00Z, true",
    })
    void yearsThatNobodyKnowsAreNamed(String word, Instant from, Instant to, boolean known) {
        assertThat(HolidayCalendar.uncovered(word, from, to).isEmpty()).isEqualTo(known);
    }

    /** Midnight comes to Riyadh at 21:00 UTC and to New York at 05:00 UTC. */
    @ParameterizedTest
    @CsvSource({
        "2026-03-18T20:59:59Z, Asia/Riyadh, true",
        "2026-03-18T21:00:00Z, Asia/Riyadh, false",
        "2026-03-18T21:00:00Z, America/New_York, true",
        "2026-03-22T20:59:59Z, Asia/Riyadh, false",
        "2026-03-22T21:00:00Z, Asia/Riyadh, true",
    })
    void nobodyIsCalledWhereItIsAHoliday(Instant now, String zone, boolean open) {
        CallingHours hours =
                new CallingHours(List.of(WeeklyWindow.ALWAYS), List.of(), HolidayCalendar.dates(List.of("SA")));
        assertThat(hours.isOpen(now, List.of(ZoneId.of(zone)))).isEqualTo(open);
    }
}
