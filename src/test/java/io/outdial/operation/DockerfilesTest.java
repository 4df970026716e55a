package io.outdial.operation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What can be seen of the images without building them. */
class DockerfilesTest {

    static Stream<Path> dockerfiles() {
        return Stream.of(Path.of("Dockerfile"), Path.of("Dockerfile.native"));
    }

    @ParameterizedTest
    @MethodSource("dockerfiles")
    void theLastUserIsANumberAndNotRoot(Path file) throws IOException {
        List<String> users = instructions(file, "USER ");
        assertThat(users.get(users.size() - 1)).matches("[1-9]\\d*:[1-9]\\d*");
    }

    @ParameterizedTest
    @MethodSource("dockerfiles")
    void everyBaseHasATagAndTheJdkIsTheSame(Path file) throws IOException {
        assertThat(instructions(file, "FROM "))
                .hasSize(2)
                .allMatch(base -> base.matches("\\S+:[^\\s:]+( AS \\w+)?"))
                .first()
                .asString()
                .contains("25");
    }

    @ParameterizedTest
    @MethodSource("dockerfiles")
    void whatIsCopiedIsThereAndReachesTheBuild(Path file) throws IOException {
        List<String> let = Files.readAllLines(Path.of(".dockerignore")).stream()
                .filter(line -> line.startsWith("!"))
                .map(line -> line.substring(1))
                .toList();
        List<String> copied = new ArrayList<>();
        for (String copy : instructions(file, "COPY ")) {
            if (copy.contains("--from=")) {
                continue;
            }
            List<String> words = Stream.of(copy.split(" "))
                    .filter(word -> !word.startsWith("--"))
                    .toList();
            copied.addAll(words.subList(0, words.size() - 1));
        }
        assertThat(copied)
                .contains("mvnw", "pom.xml")
                .anyMatch(path -> path.startsWith("src"))
                .allSatisfy(path -> {
                    assertThat(Path.of(path)).exists();
                    assertThat(let)
                            .anyMatch(each ->
                                    each.equals(path) || each.startsWith(path + "/") || path.startsWith(each + "/"));
                });
    }

    private static List<String> instructions(Path file, String name) throws IOException {
        return Files.readAllLines(file).stream()
                .filter(line -> line.startsWith(name))
                .map(line -> line.substring(name.length()).strip())
                .toList();
    }
}
