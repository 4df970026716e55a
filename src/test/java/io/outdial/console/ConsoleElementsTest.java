package io.outdial.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Areas are loaded beside each other: a browser refuses a second element of one name, and with it the area that brings it. */
class ConsoleElementsTest {

    private static final Path PAGE = Path.of("src/main/resources/web/console");
    private static final Pattern DEFINED = Pattern.compile("customElements\\.define\\('([a-z-]+)'");

    @Test
    void everyElementHasANameOfItsOwn() throws IOException {
        try (Stream<Path> files = Files.walk(PAGE)) {
            List<String> names = files.filter(file -> file.toString().endsWith(".js"))
                    .flatMap(file -> DEFINED.matcher(text(file)).results().map((MatchResult found) -> found.group(1)))
                    .toList();
            assertThat(names).hasSizeGreaterThan(20).doesNotHaveDuplicates();
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
