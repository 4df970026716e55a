package io.outdial.operation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Programs look at the codes of errors, so each that the sources give is in a table, and the tables have no others. */
class ProblemsPageTest {

    /** What makes an error of a place, a code and a sentence. */
    private static final Pattern MAKES = Pattern.compile(
            "\\b(invalid|forbidden|FieldError|QueryException|Refused|error|warning|unreadable|setting|credential|matches)\\(");

    private static final Pattern CODE = Pattern.compile("\"([a-z]+(?:_[a-z]+)*)\"");
    private static final Pattern CONSTRAINT = Pattern.compile("import jakarta\\.validation\\.constraints\\.(\\w+);");
    private static final Pattern QUOTED = Pattern.compile("`([a-z]+(?:_[a-z]+)*)`");

    @Test
    void everyCodeIsInATableAndNoOther() throws IOException {
        Set<String> documented = documented("audience-query.md");
        Set<String> ofProblems = documented("problems.md");
        Set<String> given = given();
        assertThat(given).hasSizeGreaterThan(100);
        Set<String> missing = new TreeSet<>(given);
        missing.removeAll(documented);
        missing.removeAll(ofProblems);
        assertThat(missing).as("given and not documented").isEmpty();
        ofProblems.removeAll(given);
        assertThat(ofProblems).as("documented and never given").isEmpty();
    }

    /** The first cells of rows below the heading of codes; those of a page without it, all of them. */
    private static Set<String> documented(String page) throws IOException {
        String text = Files.readString(Path.of("docs", page));
        int codes = text.indexOf("## Codes of errors");
        return text.substring(Math.max(0, codes))
                .lines()
                .filter(line -> line.startsWith("| `"))
                .flatMap(line -> QUOTED.matcher(line.split("\\|")[1]).results())
                .map(found -> found.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> given() throws IOException {
        Set<String> given = new TreeSet<>();
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            for (Path file :
                    files.filter(each -> each.toString().endsWith(".java")).toList()) {
                String source = Files.readString(file);
                Matcher makes = MAKES.matcher(source);
                while (makes.find()) {
                    code(makes.group(1), arguments(source, makes.end()), given);
                }
                CONSTRAINT
                        .matcher(source)
                        .results()
                        .forEach(found -> given.add(found.group(1)
                                .replaceAll("([a-z])([A-Z])", "$1_$2")
                                .toLowerCase(Locale.ROOT)));
            }
        }
        return given;
    }

    private static void code(String made, List<String> arguments, Set<String> given) {
        int at =
                switch (made) {
                    case "invalid" -> arguments.size() == 2 ? 0 : 1; // of a template, whose place is known
                    case "error" -> arguments.size() == 4 ? 2 : 1; // of a row
                    case "warning", "unreadable", "matches" -> 2;
                    default -> 1;
                };
        // The sentence follows: what has none is something else of this name.
        if (at < arguments.size() - 1) {
            Matcher code = CODE.matcher(arguments.get(at));
            if (code.matches()) {
                given.add(code.group(1));
            }
        }
    }

    /** The arguments of a call whose opening parenthesis ends at {@code from}. */
    private static List<String> arguments(String source, int from) {
        List<String> arguments = new ArrayList<>();
        int depth = 0;
        int begin = from;
        boolean text = false;
        for (int i = from; i < source.length(); i++) {
            char c = source.charAt(i);
            if (text) {
                if (c == '\\') {
                    i++;
                } else if (c == '"') {
                    text = false;
                }
            } else if (c == '"') {
                text = true;
            } else if (c == '(' || c == '[' || c == '{') {
                depth++;
            } else if ((c == ')' || c == ']' || c == '}') && depth-- == 0) {
                arguments.add(source.substring(begin, i).strip());
                return arguments;
            } else if (c == ',' && depth == 0) {
                arguments.add(source.substring(begin, i).strip());
                begin = i + 1;
            }
        }
        return arguments;
    }
}
