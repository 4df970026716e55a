package io.outdial.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The alerts as Prometheus itself reads them; where promtool is not installed (`apt-get install prometheus`), not run. */
class AlertsTest {

    private static final Path RULES = Path.of("kubernetes/components/monitoring/prometheusrule.yaml");
    private static final Path CASES = Path.of("src/test/resources/kubernetes/alerts-test.yaml");

    @TempDir
    Path folder;

    @Test
    void alertsFireWhenTheyShould() throws IOException, InterruptedException {
        assumeThat(Stream.of(System.getenv("PATH").split(File.pathSeparator))
                        .anyMatch(each -> Files.isExecutable(Path.of(each, "promtool"))))
                .as("promtool is installed")
                .isTrue();
        // A file of rules is what stands below spec; JSON is YAML too.
        new ObjectMapper()
                .writeValue(
                        folder.resolve("rules.yaml").toFile(),
                        Manifest.read(RULES).get(0).at("/spec"));
        Files.copy(CASES, folder.resolve("cases.yaml"));
        Process promtool = new ProcessBuilder("promtool", "test", "rules", "cases.yaml")
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(promtool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(promtool.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(promtool.exitValue()).as(said).isZero();
    }
}
