package io.outdial.platform;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;

/** The header {@code Retry-After} (RFC 9110 section 10.2.3): how long the other side wants to be left alone. */
public final class RetryAfter {

    public static final String HEADER = "Retry-After";

    private static final int MAX_DIGITS = 9;

    private RetryAfter() {}

    /**
     * Reads seconds or a date.
     *
     * @param text as received; null without the header
     * @return how long from {@code now}, never negative and not yet bounded; null when nothing understandable is said
     */
    public static Duration parse(String text, Instant now) {
        String value = text == null ? "" : text.strip();
        if (value.isEmpty()) {
            return null;
        }
        if (value.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return value.length() > MAX_DIGITS ? null : Duration.ofSeconds(Long.parseLong(value));
        }
        try {
            Instant until = ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            return until.isAfter(now) ? Duration.between(now, until) : Duration.ZERO;
        } catch (DateTimeException e) {
            return null;
        }
    }
}
