package io.outdial.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.sun.net.httpserver.HttpServer;
import io.outdial.support.Api;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The client examples do what they say against the service as it is. */
@QuarkusTest
class ExamplesTest {

    private static final Pattern OPERATION = Pattern.compile("outdial\\.(GET|POST|PUT|PATCH|DELETE)\\('([^']+)'");

    @Test
    void curlCreatesOneCustomerHoweverOftenItIsSent() throws IOException, InterruptedException {
        assumeThat(Files.exists(Path.of("/usr/bin/curl"))).as("curl").isTrue();
        Api api = Api.newTenant();
        List<String> answers = run(api, "sh", "examples/curl.sh");
        assertThat(answers).hasSize(3);
        JsonObject first = new JsonObject(answers.get(0));
        assertThat(first.getString("externalId")).startsWith("example-");
        assertThat(new JsonObject(answers.get(1)).getString("id")).isEqualTo(first.getString("id"));
        assertThat(new JsonObject(answers.get(2)).getJsonArray("items")).isEmpty();
    }

    @Test
    void theJavaClientRunsWithTheJdkAlone() throws IOException, InterruptedException {
        Api api = Api.newTenant();
        List<String> answers = run(
                api, Path.of(System.getProperty("java.home"), "bin", "java").toString(), "examples/OutdialClient.java");
        assertThat(answers).hasSize(2);
        assertThat(new JsonObject(answers.get(0)).getString("externalId")).startsWith("example-");
        assertThat(new JsonObject(answers.get(1)).getJsonArray("items")).isEmpty();
    }

    @Test
    void theJavaClientRepeatsWithItsKeyWhatWasNotAnswered() throws IOException, InterruptedException {
        List<String> keys = new CopyOnWriteArrayList<>();
        HttpServer silentAtFirst = silentAtFirst(keys);
        try {
            List<String> answers = run(
                    "http://localhost:" + silentAtFirst.getAddress().getPort(),
                    "token",
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "examples/OutdialClient.java");
            assertThat(answers).containsExactly("{}", "{}");
            assertThat(keys).hasSize(2).doesNotContain("none").containsOnly(keys.get(0));
        } finally {
            silentAtFirst.stop(0);
        }
    }

    /** The first creation gets no answer; everything else gets {@code {}}. */
    private static HttpServer silentAtFirst(List<String> keys) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            if (exchange.getRequestMethod().equals("POST")) {
                keys.add(exchange.getRequestHeaders()
                        .getOrDefault("Idempotency-Key", List.of("none"))
                        .get(0));
                if (keys.size() == 1) {
                    exchange.close();
                    return;
                }
            }
            byte[] answer = "{}".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.start();
        return server;
    }

    /** Its types are generated from the description; here it is enough that the operations are there. */
    @Test
    void theTypeScriptClientAsksForOperationsThatThereAre() throws IOException {
        JsonObject paths = new JsonObject(RestAssured.given()
                        .accept("application/json")
                        .get("/q/openapi?format=json")
                        .asString())
                .getJsonObject("paths");
        Matcher used = OPERATION.matcher(Files.readString(Path.of("examples/typescript/client.ts")));
        int found = 0;
        while (used.find()) {
            found++;
            JsonObject path = paths.getJsonObject(used.group(2), new JsonObject());
            assertThat(path.fieldNames())
                    .as(used.group())
                    .contains(used.group(1).toLowerCase(Locale.ROOT));
        }
        assertThat(found).isEqualTo(2);
    }

    private static List<String> run(Api api, String... command) throws IOException, InterruptedException {
        return run(RestAssured.baseURI + ":" + RestAssured.port + "/api/v1", api.token("manager"), command);
    }

    private static List<String> run(String address, String token, String... command)
            throws IOException, InterruptedException {
        Path errors = Files.createTempFile("example", ".err");
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(errors.toFile());
        builder.environment().put("API", address);
        builder.environment().put("TOKEN", token);
        builder.environment().remove("JAVA_TOOL_OPTIONS");
        Process process = builder.start();
        String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(answer + Files.readString(errors)).isZero();
        return answer.lines().filter(line -> !line.isBlank()).toList();
    }
}
