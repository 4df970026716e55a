package io.outdial.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.outdial.cluster.Cluster.Plan;
import io.outdial.cluster.Cluster.Tenant;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What examples/java generates from the description of the running service compiles and works with that service. */
class GeneratedClientE2E {

    @TempDir
    private Path directory;

    @Test
    void theExampleOnTheGeneratedClientRuns() throws Exception {
        try (Cluster cluster = new Cluster(directory.resolve("postgres"), directory.resolve("journal.jsonl"))) {
            Jvm replica = cluster.join("generated-client");
            cluster.tenant(replica, new Tenant("acme", 5, 10, 1, new Plan("+96650", 3, null)));

            List<String> printed = run(cluster, replica);

            assertThat(printed).hasSize(3);
            assertThat(printed.get(0)).as("sent twice with one key, made once").matches("(\\S{36}) \\1 example-\\S+");
            assertThat(printed.get(1)).matches("\\S{36} \\+96650 (active|completed)");
            assertThat(printed.get(2)).matches("400 \\S+/problems\\S*validation-failed /phone");
        }
    }

    private static List<String> run(Cluster cluster, Jvm replica) throws Exception {
        Path log = Path.of("target", "generated-client.log");
        ProcessBuilder builder = new ProcessBuilder(
                        "./mvnw",
                        "-B",
                        "-q",
                        "-f",
                        "examples/java/pom.xml",
                        "clean",
                        "compile",
                        "exec:java",
                        "-Dbuilt=" + Path.of("target", "generated-client").toAbsolutePath(),
                        "-Dopenapi=" + replica.url() + "/q/openapi?format=json")
                .redirectError(log.toFile());
        builder.environment().put("API", replica.url() + "/api/v1");
        builder.environment().put("TOKEN", cluster.token("acme"));
        builder.environment().remove("JAVA_TOOL_OPTIONS");
        Process process = builder.start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).as(printed + Files.readString(log)).isZero();
        return printed.lines()
                .filter(line ->
                        !line.isBlank() && !line.startsWith("[") && !line.startsWith("#") && !line.startsWith("WARN"))
                .toList();
    }
}
