package io.outdial.customer;

import io.outdial.kernel.NumberBounds;
import io.outdial.platform.CsvRecords;
import io.outdial.platform.Storable;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * Attributes as a flat list of values by name: nested objects become dotted names, and a name that is written with its
 * dots wins over the same path. Pure.
 */
final class Flat {

    static final int MAX_VALUES = 500;
    static final int MAX_DEPTH = 8;
    static final int MAX_NAME = 100;
    static final int MAX_TEXT = CsvRecords.MAX_CELL;

    private Flat() {}

    /** @throws Refused when the attributes are too many, too deep, too long, or hold a list of lists or of objects */
    static Map<String, List<Object>> of(Map<String, ?> attributes) {
        Map<String, List<Object>> flat = new LinkedHashMap<>();
        int[] count = {0};
        walk("", attributes, 0, flat, count);
        attributes.forEach((name, value) -> {
            if (name.indexOf('.') >= 0 && !(value instanceof Map)) {
                Map<String, List<Object>> asWritten = new LinkedHashMap<>();
                walk("", Collections.singletonMap(name, value), 0, asWritten, new int[1]);
                flat.putAll(asWritten);
            }
        });
        return flat;
    }

    private static void walk(String prefix, Map<?, ?> object, int depth, Map<String, List<Object>> flat, int[] count) {
        if (depth >= MAX_DEPTH) {
            throw new Refused(prefix, "too_deep", "Attributes may be nested " + MAX_DEPTH + " deep at most");
        }
        object.forEach((key, value) -> {
            String name = prefix.isEmpty() ? key.toString() : prefix + "." + key;
            if (key.toString().isBlank() || name.length() > MAX_NAME || !Storable.is(name)) {
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
            if (!Storable.is(text)) {
                throw new Refused(name, "bad_character", Storable.REFUSAL);
            }
        }
        if (value instanceof Number number && !NumberBounds.hold(number)) {
            throw new Refused(name, "out_of_range", NumberBounds.REFUSAL);
        }
        if (++count[0] > MAX_VALUES) {
            throw new Refused(
                    name, "too_many_values", "A customer may have " + MAX_VALUES + " attribute values at most");
        }
        flat.computeIfAbsent(name, any -> new ArrayList<>(1)).add(value);
    }

    /** Whether two JSON values say the same; a number is the same however it is kept. */
    static boolean same(Object one, Object other) {
        Object a = plain(one);
        Object b = plain(other);
        if (a instanceof Number && b instanceof Number) {
            return a.equals(b) || new BigDecimal(a.toString()).compareTo(new BigDecimal(b.toString())) == 0;
        }
        if (a instanceof Map<?, ?> left && b instanceof Map<?, ?> right) {
            return left.size() == right.size()
                    && left.entrySet().stream()
                            .allMatch(entry -> right.containsKey(entry.getKey())
                                    && same(entry.getValue(), right.get(entry.getKey())));
        }
        if (a instanceof List<?> left && b instanceof List<?> right) {
            return left.size() == right.size()
                    && IntStream.range(0, left.size()).allMatch(i -> same(left.get(i), right.get(i)));
        }
        return Objects.equals(a, b);
    }

    private static Object plain(Object value) {
        return value instanceof JsonObject object
                ? object.getMap()
                : value instanceof JsonArray array ? array.getList() : value;
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
