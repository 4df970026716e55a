package io.outdial.compliance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.outdial.compliance.rules.CountryHolidays;
import io.outdial.compliance.rules.HolidayRule;
import io.outdial.compliance.rules.HolidayRule.AfterHijri;
import io.outdial.compliance.rules.HolidayRule.Fixed;
import io.outdial.compliance.rules.HolidayRule.Published;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.MonthDay;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Days without calls: dates as written, and for a country's code its public holidays, from a file per country in
 * {@code compliance/holidays} that names its source and the years it knows.
 */
public final class HolidayCalendar {

    private static final Map<String, CountryHolidays> COUNTRIES = load(List.of("AE", "CA", "GB", "SA", "US"));

    private HolidayCalendar() {}

    /**
     * The dates that words stand for; a country's in the years that are known.
     *
     * @param words ISO dates or countries' codes; null for none
     * @throws IllegalArgumentException with a sentence, when a word is neither a date nor a known country
     */
    public static Set<LocalDate> dates(List<String> words) {
        if (words != null && words.size() == 1 && COUNTRIES.containsKey(words.get(0))) {
            return COUNTRIES.get(words.get(0)).dates();
        }
        Set<LocalDate> dates = new HashSet<>();
        for (String word : words == null ? List.<String>of() : words) {
            CountryHolidays country = COUNTRIES.get(word);
            if (country == null) {
                dates.add(date(word));
            } else {
                dates.addAll(country.dates());
            }
        }
        return dates;
    }

    /** Why the holidays of {@code word} are not all known between two moments, a sentence; empty when they are. */
    public static Optional<String> uncovered(String word, Instant from, Instant to) {
        CountryHolidays country = COUNTRIES.get(word);
        // A day more at both ends: it may be another date already where somebody is called.
        boolean known = country == null || country.covers(utc(from).minusDays(1), utc(to).plusDays(1));
        return known
                ? Optional.empty()
                : Optional.of("The holidays of " + word + " are known from " + country.firstYear() + " to "
                        + country.lastYear() + "; end the campaign by then, or write the dates instead.");
    }

    private static LocalDate utc(Instant at) {
        return LocalDate.ofInstant(at, ZoneOffset.UTC);
    }

    private static LocalDate date(String word) {
        try {
            return LocalDate.parse(word);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("A holiday is a date such as 2026-09-23 or one of the countries "
                    + String.join(" ", COUNTRIES.keySet()) + ".");
        }
    }

    private static Map<String, CountryHolidays> load(List<String> countries) {
        Map<String, CountryHolidays> loaded = new TreeMap<>();
        for (String country : countries) {
            String path = "/compliance/holidays/" + country + ".json";
            try (InputStream in = HolidayCalendar.class.getResourceAsStream(path)) {
                JsonNode file = new ObjectMapper().readTree(in);
                List<HolidayRule> rules = new ArrayList<>();
                file.required("holidays").forEach(each -> rules.add(rule(each)));
                loaded.put(
                        country,
                        CountryHolidays.of(
                                country,
                                file.required("firstYear").asInt(),
                                file.required("lastYear").asInt(),
                                rules));
            } catch (IOException e) {
                throw new UncheckedIOException(path, e);
            }
        }
        return loaded;
    }

    /** {@code on: "--02-22"} every year, {@code after: {month, day, days}} by the moon, or published {@code dates}. */
    private static HolidayRule rule(JsonNode holiday) {
        if (holiday.has("on")) {
            return new Fixed(MonthDay.parse(holiday.get("on").asText()));
        }
        if (holiday.has("after")) {
            JsonNode after = holiday.get("after");
            return new AfterHijri(
                    after.required("month").asInt(),
                    after.required("day").asInt(),
                    after.required("days").asInt());
        }
        List<LocalDate> dates = new ArrayList<>();
        holiday.required("dates").forEach(date -> dates.add(LocalDate.parse(date.asText())));
        return new Published(dates);
    }
}
