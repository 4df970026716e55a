package io.outdial.audience.query;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A value of a query, coerced to its field's type.
 *
 * @param value String, Double, Boolean, LocalDate or Instant, by the field's type; Integer for a size, {@link Regex} for a
 *     pattern, String for the name of a type
 * @param written as the query has it, so that a relative date stays relative in the normal form
 */
public record Literal(Object value, JsonNode written) {

    /** Values of one type in their natural order; text by code point, as SQL compares it under collation C. */
    @SuppressWarnings("unchecked")
    public static int compare(Object a, Object b) {
        if (a instanceof String x && b instanceof String y) {
            int end = Math.min(x.length(), y.length());
            for (int i = 0; i < end; i++) {
                // Behind the same half of a pair, the other halves have the order of the pairs.
                if (x.charAt(i) != y.charAt(i)) {
                    return Integer.compare(x.codePointAt(i), y.codePointAt(i));
                }
            }
            return Integer.compare(x.length(), y.length());
        }
        return ((Comparable<Object>) a).compareTo(b);
    }
}
