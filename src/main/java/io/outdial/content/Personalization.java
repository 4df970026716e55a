package io.outdial.content;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Finds in what is known of a customer the values for a template's variables. */
public final class Personalization {

    /** What one fact may add to a spoken text, in characters; anything longer is not a value to speak. */
    private static final int MAX_VALUE = 500;

    private Personalization() {}

    /**
     * The value of each variable: the customer's, otherwise the fallback. A variable with neither is left out.
     *
     * @param customerFacts core fields under their names in snake or camel case, the tenant's own under {@code
     *     attributes}; {@code first_name} and {@code last_name} are taken from {@code name} unless given
     */
    public static Map<String, String> values(Map<String, Variable> variables, Map<String, Object> customerFacts) {
        Map<String, String> values = new LinkedHashMap<>();
        variables.forEach((name, variable) -> {
            if (variable == null) {
                return;
            }
            String found =
                    variable.from() == null ? null : text(find(variable.from().strip(), customerFacts));
            String value = found == null ? variable.fallback() : found;
            if (value != null) {
                values.put(name, value);
            }
        });
        return values;
    }

    private static Object find(String path, Map<String, Object> facts) {
        FactPath where = FactPath.of(path);
        Object found = where.in(facts);
        if (found == null && facts.get("attributes") instanceof Map<?, ?> attributes) {
            found = where.in(attributes);
        }
        return text(found) == null ? nameOf(path, facts) : found;
    }

    private static Object nameOf(String path, Map<String, Object> facts) {
        boolean first = path.equals("first_name") || path.equals("firstName");
        boolean last = path.equals("last_name") || path.equals("lastName");
        if (!(first || last) || !(facts.get("name") instanceof String name) || name.isBlank()) {
            return null;
        }
        String[] words = name.strip().split("\\s+");
        if (first) {
            return GivenName.of(words);
        }
        return words.length == 1 ? null : words[words.length - 1];
    }

    /** As one would say it: lists joined by commas, numbers without exponent; null for nothing or for a structure. */
    private static String text(Object value) {
        String text;
        if (value == null || value instanceof Map) {
            return null;
        } else if (value instanceof List<?> list) {
            text = String.join(
                    ", ",
                    list.stream()
                            .map(Personalization::text)
                            .filter(each -> each != null)
                            .toList());
        } else if (value instanceof BigDecimal number) {
            text = number.toPlainString();
        } else if (value instanceof Double || value instanceof Float) {
            double number = ((Number) value).doubleValue();
            text = Double.isFinite(number)
                    ? BigDecimal.valueOf(number).stripTrailingZeros().toPlainString()
                    : "";
        } else {
            text = value.toString();
        }
        text = text.strip();
        return text.isEmpty() || text.length() > MAX_VALUE ? null : text;
    }
}
