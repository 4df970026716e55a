package io.outdial.telephony;

import io.outdial.kernel.Coded;
import io.outdial.kernel.Disposition;
import io.outdial.kernel.TimeBounds;
import io.outdial.telephony.decide.CallNews.Conversation;
import io.vertx.core.json.JsonObject;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;

/** What a voice agent says of a conversation, in the words that all adapters of our own contracts share. */
public final class ConversationReports {

    private static final int MAX_KEYS = 200;
    private static final int MAX_WORDS = 20_000;
    private static final int MAX_SUMMARY = 4_000;

    private ConversationReports() {}

    /**
     * Reads {@code disposition quality satisfaction callbackAt keys words summary}, each of which may be missing.
     *
     * @throws IllegalArgumentException with a sentence, when one means nothing
     */
    public static Conversation read(JsonObject json) {
        return new Conversation(
                disposition(json),
                quality(json),
                satisfaction(json),
                callbackAt(json),
                heard(json),
                text(json, "summary", MAX_SUMMARY));
    }

    private static Disposition disposition(JsonObject json) {
        Object code = json.getValue("disposition");
        if (code == null) {
            return null;
        }
        return Coded.find(Disposition.class, code.toString())
                .orElseThrow(() -> new IllegalArgumentException("there is no disposition " + code));
    }

    private static CallQuality quality(JsonObject json) {
        Object value = json.getValue("quality");
        if (value == null) {
            return null;
        }
        if (!(value instanceof JsonObject measured)) {
            throw new IllegalArgumentException("quality is an object");
        }
        Double interruptions = number(measured, "interruptions", 0, 10_000);
        Double response = number(measured, "responseMillis", 0, 600_000);
        return new CallQuality(
                number(measured, "mos", 1, 5),
                response == null ? null : (int) Math.round(response),
                interruptions == null ? null : (int) Math.round(interruptions),
                number(measured, "sentiment", -1, 1));
    }

    private static Double number(JsonObject json, String name, double from, double to) {
        Object value = json.getValue(name);
        if (value == null) {
            return null;
        }
        if (value instanceof Number number && number.doubleValue() >= from && number.doubleValue() <= to) {
            return number.doubleValue();
        }
        throw new IllegalArgumentException(name + " is a number from " + from + " to " + to);
    }

    private static Integer satisfaction(JsonObject json) {
        Object value = json.getValue("satisfaction");
        if (value == null) {
            return null;
        }
        if (value instanceof Integer number && number >= 1 && number <= 5) {
            return number;
        }
        throw new IllegalArgumentException("satisfaction is a whole number from 1 to 5");
    }

    private static Heard heard(JsonObject json) {
        String keys = text(json, "keys", MAX_KEYS);
        String words = text(json, "words", MAX_WORDS);
        return keys == null && words == null ? null : new Heard(keys, words);
    }

    private static String text(JsonObject json, String name, int max) {
        Object value = json.getValue(name);
        if (value == null) {
            return null;
        }
        if (value instanceof String text && text.length() <= max && text.indexOf('\0') < 0) {
            return text;
        }
        throw new IllegalArgumentException(name + " is text of " + max + " characters at most");
    }

    private static Instant callbackAt(JsonObject json) {
        return instant(json, "callbackAt");
    }

    /** The instant in a field, RFC 3339; null without it. */
    public static Instant instant(JsonObject json, String name) {
        Object value = json.getValue(name);
        if (value == null) {
            return null;
        }
        try {
            Instant instant = OffsetDateTime.parse(value.toString()).toInstant();
            if (TimeBounds.hold(instant)) {
                return instant;
            }
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(name + " is no instant", e);
        }
        throw new IllegalArgumentException(name + " is no instant of the years 0001 to 9999");
    }
}
