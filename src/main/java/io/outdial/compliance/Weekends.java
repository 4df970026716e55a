package io.outdial.compliance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The days of the weekend by country, from {@code compliance/weekends.json}, which names its source. */
public final class Weekends {

    private static final List<String> WEEK = List.of("mon", "tue", "wed", "thu", "fri", "sat", "sun");
    private static final Map<String, List<String>> COUNTRIES = new HashMap<>();
    private static final List<String> ELSEWHERE;
    private static final Set<String> CODES = Locale.getISOCountries(Locale.IsoCountryCode.PART1_ALPHA2);

    static {
        String path = "/compliance/weekends.json";
        try (InputStream in = Weekends.class.getResourceAsStream(path)) {
            JsonNode file = new ObjectMapper().readTree(in);
            ELSEWHERE = days(file.required("default"));
            file.required("countries")
                    .properties()
                    .forEach(each -> COUNTRIES.put(each.getKey(), days(each.getValue())));
        } catch (IOException e) {
            throw new UncheckedIOException(path, e);
        }
    }

    private Weekends() {}

    /**
     * @param country ISO 3166-1 alpha-2, upper case
     * @return {@code mon} to {@code sun}
     */
    public static List<String> of(String country) {
        return COUNTRIES.getOrDefault(country, ELSEWHERE);
    }

    /**
     * Days as people write them: {@code mon} to {@code sun} stay, {@code weekend-SA} and {@code weekdays-SA} stand for the days of
     * that country.
     *
     * @throws IllegalArgumentException with a sentence, when there is no such country
     */
    public static List<String> expand(List<String> words) {
        List<String> days = new ArrayList<>();
        for (String word : words) {
            String lower = word.toLowerCase(Locale.ROOT);
            if (lower.startsWith("weekend-") || lower.startsWith("weekdays-")) {
                String country = lower.substring(lower.indexOf('-') + 1).toUpperCase(Locale.ROOT);
                if (!CODES.contains(country)) {
                    throw new IllegalArgumentException("There is no country " + country + " to have a weekend.");
                }
                List<String> weekend = of(country);
                days.addAll(
                        lower.startsWith("weekend-")
                                ? weekend
                                : WEEK.stream()
                                        .filter(day -> !weekend.contains(day))
                                        .toList());
            } else {
                days.add(word);
            }
        }
        return days.stream().distinct().toList();
    }

    private static List<String> days(JsonNode names) {
        List<String> days = new ArrayList<>();
        names.forEach(name -> days.add(name.asText()));
        return List.copyOf(days);
    }
}
