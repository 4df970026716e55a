package io.outdial.content;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A text with {{placeholders}}. */
public final class Template {

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{\\s*([a-zA-Z0-9_]+)\\s*}}");
    private final Set<String> variables;

    private Template(Set<String> variables) {
        this.variables = variables;
    }

    public static Template parse(String text) {
        Set<String> names = new LinkedHashSet<>();
        Matcher matcher = PLACEHOLDER.matcher(text);
        while (matcher.find()) {
            names.add(matcher.group(1));
        }
        return new Template(names);
    }

    public Set<String> variables() {
        return variables;
    }
}
