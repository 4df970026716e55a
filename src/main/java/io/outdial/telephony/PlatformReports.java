package io.outdial.telephony;

import io.outdial.kernel.Coded;
import io.outdial.kernel.Disposition;
import io.outdial.kernel.NumberBounds;
import io.outdial.kernel.TimeBounds;
import io.outdial.telephony.decide.CallNews.Conversation;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Reads what a platform's language model made of a conversation. A model may say anything: what means nothing is left out, and
 * the rest of the report still counts.
 */
public final class PlatformReports {

    /** Fields that a platform is asked to fill. */
    public static final String DISPOSITION = "disposition";

    public static final String SATISFACTION = "satisfaction";
    public static final String CALLBACK_AT = "callback_at";

    /** What each of them is, for the model. */
    public static final String ABOUT_DISPOSITION =
            "What the conversation achieved; none when nothing was agreed. opted_out when"
                    + " the person asked not to be called again, callback_requested when they asked to be called at another time,"
                    + " wrong_number when somebody else answered, escalated when they were put through to a person.";

    public static final String ABOUT_SATISFACTION =
            "How satisfied the person said they are, 1 (not at all) to 5 (very). Left out unless they were asked and answered.";

    public static final String ABOUT_CALLBACK_AT =
            "When the person asked to be called again, RFC 3339 with an offset, such as"
                    + " 2026-03-01T17:30:00+03:00. Left out unless they named a time.";

    /** In any currency; a minute costs some hundred rupiah or dong. */
    private static final BigDecimal MOST_OF_A_CALL = new BigDecimal(10_000_000);

    private static final int MAX_SUMMARY = 4_000;
    private static final int MAX_WORDS = 20_000;
    private static final int MAX_KEYS = 200;
    private static final int MAX_URL = 2_000;

    private PlatformReports() {}

    /** The dispositions there are, as a model may say them. */
    public static List<String> dispositions() {
        return Arrays.stream(Disposition.values()).map(Coded::code).toList();
    }

    /**
     * @param extracted the fields that the model filled; null without any
     * @param quality null when nothing was measured
     * @param keys what the person pressed; null for nothing
     * @param words what the person said; null when nobody wrote it down
     */
    public static Conversation conversation(
            JsonObject extracted, CallQuality quality, String summary, String keys, String words) {
        JsonObject said = extracted == null ? new JsonObject() : extracted;
        String heardKeys = cut(keys, MAX_KEYS);
        String heardWords = cut(words, MAX_WORDS);
        return new Conversation(
                disposition(said.getValue(DISPOSITION)),
                quality,
                satisfaction(said.getValue(SATISFACTION)),
                instant(said.getValue(CALLBACK_AT)),
                heardKeys == null && heardWords == null ? null : new Heard(heardKeys, heardWords),
                cut(summary, MAX_SUMMARY));
    }

    private static Disposition disposition(Object value) {
        if (!(value instanceof String text)) {
            return null;
        }
        String code = text.strip().toLowerCase(Locale.ROOT).replace(' ', '_').replace('-', '_');
        return Coded.find(Disposition.class, code).orElse(null);
    }

    private static Integer satisfaction(Object value) {
        return value instanceof Number number
                        && number.doubleValue() >= 1
                        && number.doubleValue() <= 5
                        && number.doubleValue() == Math.rint(number.doubleValue())
                ? number.intValue()
                : null;
    }

    /** An RFC 3339 time; null when it is none, or none that can be stored. */
    public static Instant instant(Object value) {
        try {
            return value instanceof String text && !text.isBlank()
                    ? Optional.of(OffsetDateTime.parse(text.strip()).toInstant())
                            .filter(TimeBounds::hold)
                            .orElse(null)
                    : null;
        } catch (DateTimeException e) {
            return null;
        }
    }

    /** Milliseconds since 1970; null when it is no number that is an instant of ours. */
    public static Instant millis(Object value) {
        return value instanceof Number number && number.longValue() > 0 && number.longValue() < 253_402_300_800_000L
                ? Instant.ofEpochMilli(number.longValue())
                : null;
    }

    /**
     * @param dollars as the platform says
     * @param rate units of the tenant's currency for a dollar; null when nobody said
     * @return in the tenant's currency, or null when it cannot be told or is no price of a call
     */
    public static BigDecimal cost(Object dollars, BigDecimal rate) {
        if (rate == null || !(dollars instanceof Number number) || !(number.doubleValue() >= 0)) {
            return null;
        }
        if (!NumberBounds.hold(number)) {
            return null;
        }
        return priceOfCall(new BigDecimal(number.toString()).multiply(rate));
    }

    /** With four places; null for more than a call can cost, which a column would not take either. */
    public static BigDecimal priceOfCall(BigDecimal amount) {
        BigDecimal price = amount.setScale(4, RoundingMode.HALF_UP);
        return price.compareTo(MOST_OF_A_CALL) > 0 ? null : price;
    }

    /** A link that may be stored; null for anything else. */
    public static String link(Object value) {
        return value instanceof String text
                        && text.startsWith("https://")
                        && text.length() <= MAX_URL
                        && text.indexOf('\0') < 0
                ? text
                : null;
    }

    /** Text that a column takes, cut to its length; null for none. */
    public static String cut(String text, int max) {
        if (text == null || text.isBlank()) {
            return null;
        }
        String clean = text.replace("\0", "");
        if (clean.length() <= max) {
            return clean;
        }
        return clean.substring(0, Character.isHighSurrogate(clean.charAt(max - 1)) ? max - 1 : max);
    }
}
