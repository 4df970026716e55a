package io.outdial.operation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads an expression of Prometheus by its grammar and says what it asks for; what does not belong to the grammar is refused.
 * Subqueries, strings as values and histograms of the new kind are not known, and not used here.
 */
final class PromQl {

    private static final Set<String> AGGREGATIONS = Set.of(
            "sum",
            "min",
            "max",
            "avg",
            "count",
            "stddev",
            "stdvar",
            "group",
            "topk",
            "bottomk",
            "quantile",
            "count_values");
    private static final Set<String> FUNCTIONS = Set.of(
            "rate",
            "irate",
            "increase",
            "delta",
            "deriv",
            "absent",
            "abs",
            "ceil",
            "floor",
            "clamp_min",
            "clamp_max",
            "histogram_quantile",
            "max_over_time",
            "min_over_time",
            "avg_over_time",
            "time",
            "vector");
    private static final List<Set<String>> OPERATORS = List.of(
            Set.of("or"),
            Set.of("and", "unless"),
            Set.of("==", "!=", "<=", "<", ">=", ">"),
            Set.of("+", "-"),
            Set.of("*", "/", "%"),
            Set.of("^"));
    private static final Pattern TOKEN = Pattern.compile("\\s*(?:(?<duration>(?:\\d+(?:ms|[smhdwy]))+|\\$__\\w+)"
            + "|(?<number>\\d+(?:\\.\\d+)?)"
            + "|(?<name>[a-zA-Z_:][a-zA-Z0-9_:]*)"
            + "|(?<string>\"(?:[^\"\\\\]|\\\\.)*\")"
            + "|(?<sign>==|=~|!~|!=|<=|>=|[-+*/%^(){}\\[\\],<>=]))");

    /** Series that are asked for, and by which labels they are selected. */
    record Selected(String metric, Map<String, String> matchers) {}

    private final List<String> tokens = new ArrayList<>();
    private final List<Selected> selected = new ArrayList<>();
    private final Set<String> grouped = new TreeSet<>();
    private int at;

    /** @throws IllegalArgumentException when this is no expression */
    PromQl(String expression) {
        Matcher token = TOKEN.matcher(expression.strip());
        int end = 0;
        while (token.lookingAt()) {
            tokens.add(token.group().strip());
            end = token.end();
            token.region(end, expression.strip().length());
        }
        if (end != expression.strip().length()) {
            throw new IllegalArgumentException(
                    "cannot read " + expression.strip().substring(end));
        }
        binary(0);
        if (at != tokens.size()) {
            throw new IllegalArgumentException("more than an expression: " + rest());
        }
    }

    List<Selected> selected() {
        return selected;
    }

    /** Labels that results are grouped or joined by. */
    Set<String> grouped() {
        return grouped;
    }

    private void binary(int level) {
        if (level == OPERATORS.size()) {
            unary();
            return;
        }
        binary(level + 1);
        while (OPERATORS.get(level).contains(peek())) {
            at++;
            take("bool");
            if (take("on") || take("ignoring")) {
                labels();
                if (take("group_left") || take("group_right")) {
                    labels();
                }
            }
            binary(level + 1);
        }
    }

    private void unary() {
        if (take("-") || take("+")) {
            unary();
            return;
        }
        if (take("(")) {
            binary(0);
            expect(")");
            return;
        }
        String token = next();
        if (token.matches("\\d+(\\.\\d+)?")) {
            return;
        }
        if (AGGREGATIONS.contains(token)) {
            boolean before = grouping();
            arguments();
            if (!before) {
                grouping();
            }
        } else if (peek().equals("(")) {
            if (!FUNCTIONS.contains(token)) {
                throw new IllegalArgumentException("no function: " + token);
            }
            arguments();
        } else if (token.matches("[a-zA-Z_:][a-zA-Z0-9_:]*")) {
            selector(token);
        } else {
            throw new IllegalArgumentException("not expected: " + token);
        }
    }

    private boolean grouping() {
        boolean by = take("by");
        if (by || take("without")) {
            labels();
            return true;
        }
        return false;
    }

    private void labels() {
        expect("(");
        while (!take(")")) {
            grouped.add(next());
            take(",");
        }
    }

    private void arguments() {
        expect("(");
        if (take(")")) {
            return;
        }
        do {
            binary(0);
        } while (take(","));
        expect(")");
    }

    private void selector(String metric) {
        Map<String, String> matchers = new LinkedHashMap<>();
        if (take("{")) {
            while (!take("}")) {
                String label = next();
                String operator = next();
                String value = next();
                if (!Set.of("=", "!=", "=~", "!~").contains(operator) || !value.startsWith("\"")) {
                    throw new IllegalArgumentException("no matcher: " + label + operator + value);
                }
                if (operator.endsWith("~")) {
                    Pattern.compile(value.substring(1, value.length() - 1));
                }
                matchers.put(label, value.substring(1, value.length() - 1));
                take(",");
            }
        }
        if (take("[")) {
            String range = next();
            if (!range.matches("(\\d+(ms|[smhdwy]))+|\\$__\\w+")) {
                throw new IllegalArgumentException("no time: " + range);
            }
            expect("]");
        }
        if (take("offset")) {
            next();
        }
        selected.add(new Selected(metric, matchers));
    }

    private String peek() {
        return at < tokens.size() ? tokens.get(at) : "";
    }

    private String next() {
        if (at == tokens.size()) {
            throw new IllegalArgumentException("it ends too early");
        }
        return tokens.get(at++);
    }

    private boolean take(String token) {
        boolean there = peek().equals(token);
        at += there ? 1 : 0;
        return there;
    }

    private void expect(String token) {
        if (!take(token)) {
            throw new IllegalArgumentException(token + " is missing before " + rest());
        }
    }

    private String rest() {
        return String.join(" ", tokens.subList(at, tokens.size()));
    }
}
