package io.outdial.content;

import io.outdial.platform.Problem;
import io.outdial.platform.Storable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A script's text with placeholders such as {@code {{first_name}}}. Values are put in as they are and never read again
 * as a template, so a customer's name cannot bring in placeholders of its own.
 */
public final class Template {

    static final int MAX_LENGTH = 20_000;
    static final int MAX_VARIABLES = 100;

    private static final String OPEN = "{{";
    private static final String CLOSE = "}}";
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,63}");

    /** Literal text and names in turn, beginning and ending with a literal. */
    private final List<String> parts;

    private final Set<String> variables;

    private Template(List<String> parts, Set<String> variables) {
        this.parts = List.copyOf(parts);
        this.variables = Collections.unmodifiableSet(variables);
    }

    /** @throws Problem with the pointer {@code /template} when braces do not pair or a name is not one */
    public static Template parse(String text) {
        if (text == null || text.isBlank()) {
            throw invalid("empty_template", "The template has no text.");
        }
        if (text.length() > MAX_LENGTH) {
            throw invalid("too_long", "The template may have " + MAX_LENGTH + " characters at most.");
        }
        if (!Storable.is(text)) {
            throw invalid("bad_character", Storable.REFUSAL + ".");
        }
        List<String> parts = new ArrayList<>();
        Set<String> variables = new LinkedHashSet<>();
        int position = 0;
        for (int open = text.indexOf(OPEN); open >= 0; open = text.indexOf(OPEN, position)) {
            parts.add(literal(text, position, open));
            int close = text.indexOf(CLOSE, open + OPEN.length());
            if (close < 0) {
                throw invalid("unbalanced", "The {{ at " + where(text, open) + " is never closed with }}.");
            }
            String name = text.substring(open + OPEN.length(), close).strip();
            if (!NAME.matcher(name).matches()) {
                throw invalid(
                        "bad_placeholder",
                        "The placeholder at " + where(text, open)
                                + " needs a name of up to 64 letters, digits and underscores.");
            }
            parts.add(name);
            variables.add(name);
            position = close + CLOSE.length();
        }
        parts.add(literal(text, position, text.length()));
        if (variables.size() > MAX_VARIABLES) {
            throw invalid("too_many_variables", "The template may use " + MAX_VARIABLES + " variables at most.");
        }
        return new Template(parts, variables);
    }

    /** The names used, in the order of their first use. */
    public Set<String> variables() {
        return variables;
    }

    /** The text with its placeholders replaced; one without a value becomes empty, the spoken text never shows braces. */
    public String render(Map<String, String> values) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < parts.size(); i++) {
            String value = i % 2 == 0 ? parts.get(i) : values.get(parts.get(i));
            text.append(value == null ? "" : value);
        }
        return text.toString();
    }

    private static String literal(String text, int from, int to) {
        String literal = text.substring(from, to);
        int close = literal.indexOf(CLOSE);
        if (close >= 0) {
            throw invalid("unbalanced", "The }} at " + where(text, from + close) + " closes nothing.");
        }
        return literal;
    }

    private static String where(String text, int position) {
        long line =
                1 + text.substring(0, position).chars().filter(c -> c == '\n').count();
        int column = position - text.lastIndexOf('\n', position - 1);
        return "line " + line + ", column " + column;
    }

    private static Problem invalid(String code, String detail) {
        return Problem.invalid("/template", code, detail);
    }
}
