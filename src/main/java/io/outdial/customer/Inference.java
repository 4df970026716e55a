package io.outdial.customer;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** Counts what the values of new attributes look like, to give each the type that most have. */
final class Inference {

    private final Map<String, Map<AttributeType, Integer>> counts = new LinkedHashMap<>();

    void add(String name, AttributeType looksLike) {
        counts.computeIfAbsent(name, any -> new EnumMap<>(AttributeType.class)).merge(looksLike, 1, Integer::sum);
    }

    Map<String, AttributeType> types() {
        Map<String, AttributeType> types = new LinkedHashMap<>();
        counts.forEach((name, count) -> types.put(name, TypedText.majority(count)));
        return types;
    }
}
