package io.outdial.compliance.rules;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.MonthDay;
import java.time.chrono.HijrahChronology;
import java.time.chrono.HijrahDate;
import java.time.temporal.ChronoField;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** A public holiday, whose dates follow from the year. */
public sealed interface HolidayRule {

    /** Its dates in a Gregorian year. */
    Set<LocalDate> in(int year);

    /** The same day of every year. */
    record Fixed(MonthDay day) implements HolidayRule {
        @Override
        public Set<LocalDate> in(int year) {
            return Set.of(day.atYear(year));
        }
    }

    /**
     * Days that follow a day of the Umm al-Qura calendar, as the JDK has it. A year of the sun can have two of them, or
     * the end of one.
     *
     * @param month 1 to 12, 9 being Ramadan
     * @param day 1 to 29, so that every year has it, or 0 for the last day of the month before
     * @param days how many, the first being the one after that day
     */
    record AfterHijri(int month, int day, int days) implements HolidayRule {

        public AfterHijri {
            if (month < 1 || month > 12 || day < 0 || day > 29 || days < 1 || days > 30) {
                throw new DateTimeException("There is no such span after a day of the Hijri year.");
            }
        }

        @Override
        public Set<LocalDate> in(int year) {
            int first = hijriYear(LocalDate.of(year, 1, 1)) - 1;
            int last = hijriYear(LocalDate.of(year, 12, 31));
            Set<LocalDate> dates = new TreeSet<>();
            for (int hijri = first; hijri <= last; hijri++) {
                LocalDate anchor = LocalDate.from(HijrahChronology.INSTANCE.date(hijri, month, 1))
                        .plusDays(day - 1L);
                for (int i = 1; i <= days; i++) {
                    LocalDate date = anchor.plusDays(i);
                    if (date.getYear() == year) {
                        dates.add(date);
                    }
                }
            }
            return dates;
        }

        private static int hijriYear(LocalDate date) {
            return HijrahDate.from(date).get(ChronoField.YEAR);
        }
    }

    /** Dates as they were published. */
    record Published(List<LocalDate> dates) implements HolidayRule {
        @Override
        public Set<LocalDate> in(int year) {
            Set<LocalDate> found = new TreeSet<>(dates);
            found.removeIf(date -> date.getYear() != year);
            return found;
        }
    }
}
