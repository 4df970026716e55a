package io.outdial.operation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Links of documents lead somewhere, and so do the mentions of documents in code and manifests. */
class DocumentsTest {

    private static final Pattern LINK = Pattern.compile("(?<!!)\\[[^\\]]*\\]\\(([^)\\s]+)\\)");
    private static final Pattern HEADING = Pattern.compile("^#{1,6} (.+)$");
    private static final Pattern MENTION = Pattern.compile("\\bdocs/[\\w/.-]+\\.(?:md|json|yaml)(?:#[\\w-]+)?");
    private static final List<String> ROOTS =
            List.of("docs", "bench", "kubernetes", "src/main", "src/test", ".ci", "examples");

    @Test
    void everyLinkOfADocumentLeadsToAFileAndAHeading() throws IOException {
        Set<String> dead = new TreeSet<>();
        for (Path document : files(".md")) {
            for (String line : prose(document)) {
                Matcher link = LINK.matcher(line.replaceAll("`[^`]*`", ""));
                while (link.find()) {
                    String target = link.group(1);
                    if (!target.matches("[a-z]+:.*") && !leads(document, target)) {
                        dead.add(document + ": " + target);
                    }
                }
            }
        }
        assertThat(dead).isEmpty();
    }

    @Test
    void everyDocumentThatIsMentionedIsThere() throws IOException {
        Set<String> dead = new TreeSet<>();
        for (Path file : files(".md", ".java", ".yaml", ".properties", ".sql", ".json", ".js", "run")) {
            Matcher mention = MENTION.matcher(Files.readString(file));
            while (mention.find()) {
                if (!leads(Path.of("any"), mention.group())) {
                    dead.add(file + ": " + mention.group());
                }
            }
        }
        assertThat(dead).isEmpty();
    }

    @Test
    void everyPageIsReachedFromTheReadMe() throws IOException {
        Set<Path> reached = new HashSet<>();
        List<Path> next = new ArrayList<>(List.of(Path.of("README.md")));
        while (!next.isEmpty()) {
            Path page = next.remove(0);
            if (!reached.add(page)) {
                continue;
            }
            for (String line : prose(page)) {
                Matcher link = LINK.matcher(line);
                while (link.find()) {
                    String target = link.group(1).replaceFirst("#.*", "");
                    if (target.endsWith(".md") && !target.contains(":")) {
                        next.add(resolve(page, target));
                    }
                }
            }
        }
        try (Stream<Path> pages = Files.walk(Path.of("docs"))) {
            assertThat(reached)
                    .containsAll(pages.filter(page -> page.toString().endsWith(".md"))
                            .toList());
        }
    }

    @Test
    void aDeadLinkIsFound() throws IOException {
        assertThat(leads(Path.of("README.md"), "docs/nowhere.md")).isFalse();
        assertThat(leads(Path.of("README.md"), "docs/metrics.md#no-such-heading"))
                .isFalse();
        assertThat(leads(Path.of("docs/metrics.md"), "../README.md#run-it")).isTrue();
    }

    private static boolean leads(Path from, String target) throws IOException {
        String[] parts = target.split("#", 2);
        Path file = parts[0].isEmpty() ? from : resolve(from, parts[0]);
        if (!Files.exists(file)) {
            return false;
        }
        return parts.length == 1
                || !file.toString().endsWith(".md")
                || anchors(file).contains(parts[1]);
    }

    private static Path resolve(Path from, String target) {
        Path folder = from.getParent() == null ? Path.of("") : from.getParent();
        return folder.resolve(target).normalize();
    }

    /** As GitHub makes them of headings. */
    private static Set<String> anchors(Path document) throws IOException {
        Map<String, Integer> seen = new HashMap<>();
        Set<String> anchors = new HashSet<>();
        for (String line : prose(document)) {
            Matcher heading = HEADING.matcher(line);
            if (heading.matches()) {
                String anchor = heading.group(1)
                        .replaceAll("\\[([^\\]]*)\\]\\([^)]*\\)", "$1")
                        .strip()
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^\\p{L}\\p{N}_ -]", "")
                        .replace(' ', '-');
                int before = seen.merge(anchor, 1, Integer::sum) - 1;
                anchors.add(before == 0 ? anchor : anchor + "-" + before);
            }
        }
        return anchors;
    }

    /** Without what stands in fences. */
    private static List<String> prose(Path document) throws IOException {
        List<String> lines = new ArrayList<>();
        boolean fenced = false;
        for (String line : Files.readAllLines(document)) {
            if (line.strip().startsWith("```")) {
                fenced = !fenced;
            } else if (!fenced) {
                lines.add(line);
            }
        }
        return lines;
    }

    private static List<Path> files(String... endings) throws IOException {
        List<Path> found = new ArrayList<>();
        try (Stream<Path> root = Files.list(Path.of(""))) {
            found.addAll(root.filter(Files::isRegularFile).collect(Collectors.toList()));
        }
        for (String each : ROOTS) {
            if (Files.exists(Path.of(each))) {
                try (Stream<Path> below = Files.walk(Path.of(each))) {
                    found.addAll(below.filter(Files::isRegularFile)
                            .filter(file -> !file.toString().contains("node_modules"))
                            .toList());
                }
            }
        }
        found.removeIf(file -> file.endsWith("DocumentsTest.java")
                || Stream.of(endings).noneMatch(ending -> file.toString().endsWith(ending)));
        return found;
    }
}
