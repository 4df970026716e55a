package io.outdial.customer;

import java.time.ZoneId;
import java.util.EnumMap;
import java.util.Map;

/** What the values of one attribute in one file look like, and which of them fit which type. */
final class AttributeTally {

    /** Whether this import gives the attribute its type. */
    final boolean inferred;

    private final int[] looks = new int[AttributeType.values().length];
    private final long[] fits = new long[AttributeType.values().length];
    private long values;

    AttributeTally(boolean inferred) {
        this.inferred = inferred;
    }

    /** Counts a value by what it looks like and by every type it fits; {@code cell} whether it is one of a file of texts. */
    void add(Object value, boolean cell) {
        AttributeType narrowest = value instanceof String text ? TypedText.inferCell(text) : TypedText.inferJson(value);
        boolean quoted = !cell && value instanceof String;
        looks[(quoted && TypedText.isUnquotedInJson(narrowest) ? AttributeType.TEXT : narrowest).ordinal()]++;
        fits[AttributeType.TEXT.ordinal()]++;
        if (narrowest != AttributeType.TEXT) {
            fits[narrowest.ordinal()]++;
        }
        if (narrowest == AttributeType.DATE) { // as the start of that day
            fits[AttributeType.TIMESTAMP.ordinal()]++;
        }
        values++;
    }

    /** Counts a value of an attribute whose type is known. */
    void add(AttributeType type, Object value, ZoneId zone) {
        if (type == AttributeType.TEXT || TypedText.as(type, value, zone) != null) {
            fits[type.ordinal()]++;
        }
        values++;
    }

    /** The type that more than half of all the values look like; text when none is. */
    AttributeType majority() {
        Map<AttributeType, Integer> counts = new EnumMap<>(AttributeType.class);
        for (AttributeType type : AttributeType.values()) {
            counts.put(type, looks[type.ordinal()]);
        }
        return TypedText.majority(counts);
    }

    long fits(AttributeType type) {
        return fits[type.ordinal()];
    }

    long misfits(AttributeType type) {
        return values - fits(type);
    }
}
