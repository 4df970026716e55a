package io.outdial.content;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a value stands in what is known of a customer: {@code city}, {@code contract.endDate}, {@code visits[0].at}. Each
 * name is looked for as it is written, then in snake case, then in camel case. A path is taken apart once, not for every
 * call.
 */
final class FactPath {

    private static final Pattern STEP = Pattern.compile("([^\\[\\]]+)((?:\\[[0-9]{1,4}])*)");
    private static final Pattern INDEX = Pattern.compile("\\[([0-9]{1,4})]");
    private static final Pattern HUMP = Pattern.compile("([a-z0-9])([A-Z])");
    private static final Pattern SNAKE = Pattern.compile("_([a-z0-9])");

    private static final LoadingCache<String, FactPath> KNOWN =
            Caffeine.newBuilder().maximumSize(10_000).build(FactPath::new);

    private final Name whole;
    /** None when the text is no path: then only a field of just this name can be meant. */
    private final List<Step> steps;

    private record Name(String written, String snake, String camel) {

        static Name of(String written) {
            return new Name(
                    written,
                    HUMP.matcher(written).replaceAll("$1_$2").toLowerCase(Locale.ROOT),
                    SNAKE.matcher(written).replaceAll(hump -> hump.group(1).toUpperCase(Locale.ROOT)));
        }

        Object in(Map<?, ?> facts) {
            Object value = facts.get(written);
            if (value == null) {
                value = facts.get(snake);
            }
            return value == null ? facts.get(camel) : value;
        }
    }

    private record Step(Name name, List<Integer> indexes) {}

    private FactPath(String text) {
        whole = Name.of(text);
        steps = steps(text);
    }

    static FactPath of(String text) {
        return KNOWN.get(text);
    }

    private static List<Step> steps(String text) {
        List<Step> steps = new ArrayList<>();
        for (String part : text.split("\\.", -1)) {
            Matcher step = STEP.matcher(part);
            if (!step.matches()) {
                return List.of();
            }
            List<Integer> indexes = INDEX.matcher(step.group(2))
                    .results()
                    .map(index -> Integer.valueOf(index.group(1)))
                    .toList();
            steps.add(new Step(Name.of(step.group(1)), indexes));
        }
        return List.copyOf(steps);
    }

    /** @return null for nothing */
    Object in(Map<?, ?> facts) {
        Object literal = whole.in(facts);
        if (literal != null || steps.isEmpty()) {
            return literal; // a field that is really called so wins over the path
        }
        Object here = facts;
        for (Step step : steps) {
            if (!(here instanceof Map<?, ?> map)) {
                return null;
            }
            here = step.name().in(map);
            for (int index : step.indexes()) {
                here = here instanceof List<?> list && index < list.size() ? list.get(index) : null;
            }
        }
        return here;
    }
}
