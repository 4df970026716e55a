package io.outdial.customer;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Attributes as a flat list of values by name: nested objects become dotted names. Pure. */
final class Flat {

    static final int MAX_VALUES = 500;
    static final int MAX_DEPTH = 8;
    static final int MAX_NAME = 100;
    static final int MAX_TEXT = 8_000;

    private Flat() {}

    /** @throws Refused when the attributes are too many, too deep, too long, or hold a list of lists or of objects */
    static Map<String, List<Object>> of(Map<String, ?> attributes) {
        Map<String, List<Object>> flat = new LinkedHashMap<>();
        int[] count = {0};
        walk("", attributes, 0, flat, count);
        return flat;
    }

    private static void walk(String prefix, Map<?, ?> object, int depth, Map<String, List<Object>> flat, int[] count) {
        if (depth >= MAX_DEPTH) {
            throw new Refused(prefix, "too_deep", "Attributes may be nested " + MAX_DEPTH + " deep at most");
        }
        object.forEach((key, value) -> {
            String name = prefix.isEmpty() ? key.toString() : prefix + "." + key;
            if (key.toString().isBlank() || name.length() > MAX_NAME || name.indexOf('\u0000') >= 0) {
                throw new Refused(
                        prefix, "bad_name", "An attribute's name must have 1 to " + MAX_NAME + " printable characters");
            }
            if (value instanceof Map<?, ?> inner) {
                walk(name, inner, depth + 1, flat, count);
            } else if (value instanceof List<?> list) {
                list.forEach(element -> add(name, element, flat, count));
            } else {
                add(name, value, flat, count);
            }
        });
    }

    private static void add(String name, Object value, Map<String, List<Object>> flat, int[] count) {
        if (value == null || value.equals("")) {
            return;
        }
        if (value instanceof Map || value instanceof List) {
            throw new Refused(name, "nested_list", "A list may hold texts, numbers and booleans only");
        }
        if (value instanceof String text) {
            if (text.length() > MAX_TEXT) {
                throw new Refused(name, "too_long", "A text may have " + MAX_TEXT + " characters at most");
            }
            if (text.indexOf('\u0000') >= 0) {
                throw new Refused(name, "bad_character", "A text may not hold the character zero");
            }
        }
        if (++count[0] > MAX_VALUES) {
            throw new Refused(
                    name, "too_many_values", "A customer may have " + MAX_VALUES + " attribute values at most");
        }
        flat.computeIfAbsent(name, any -> new ArrayList<>(1)).add(value);
    }

    /** Attributes that cannot be kept; the message is a sentence without its full stop. */
    static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1L;
        final String name;
        final String code;

        Refused(String name, String code, String detail) {
            super(detail, null, false, false);
            this.name = name;
            this.code = code;
        }
    }
}
