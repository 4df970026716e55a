package io.outdial.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.outdial.api.Operations.Operation;
import io.outdial.support.Api;
import io.outdial.support.Seed;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Thousands of requests that the description allows, nearly: every operation, with values that go wrong in one place or three. The
 * service never fails over one, and never says what it is made of. {@code -Doutdial.test.seed} and {@code -Doutdial.fuzz.requests}
 * try others and more; a finding names the seed and its number, and the same number is the same request again.
 */
@QuarkusTest
class SchemaFuzzTest {

    private static final int REQUESTS = Integer.getInteger("outdial.fuzz.requests", 2_400);
    private static final int AT_ONCE = 4;
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** What nobody outside needs to know: names of classes, statements, constraints. */
    private static final Pattern INTERNALS =
            Pattern.compile("\\bjava\\.|\\bjakarta\\.|\\bio\\.(outdial|vertx|quarkus|smallrye)\\."
                    + "|com\\.fasterxml|[A-Za-z]Exception|\\bat [a-z.]+\\(|(?i:sqlstate|syntax error|violates|\\bpg_|hibernate"
                    + "|relation \"|column \"|constraint \"|select .* from |insert into )");

    private static final List<String> CURSORS = List.of(
            "",
            "0",
            "-1",
            "2147483648",
            "nonsense",
            "00000000-0000-0000-0000-000000000000",
            "%00",
            "ffffffff",
            "1-1-1-1-1");
    private static final List<String> LIMITS =
            List.of("0", "-1", "1", "201", "99999999999", "x", "", "1.5", "%00", "NaN");
    private static final List<String> MEDIA_TYPES = List.of(
            "application/json; charset=utf-16",
            "text/plain",
            "application/xml",
            "application/x-www-form-urlencoded",
            "multipart/form-data; boundary=x",
            "text/csv",
            "*/*",
            ";",
            "application/json; charset=nobody-knows");

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final ObjectMapper json = new ObjectMapper();
    private final ConcurrentLinkedQueue<String> findings = new ConcurrentLinkedQueue<>();

    private record Target(
            Operation operation, Map<String, Object> schema, String token, Map<String, String> parameters) {}

    @Test
    void noRequestMakesTheServiceFailOrTalk() throws InterruptedException {
        ApiSchemas schemas = ApiSchemas.read();
        List<Target> targets = targets(schemas);
        ExecutorService workers = Executors.newFixedThreadPool(AT_ONCE);
        int[] answers = new int[600];
        IntStream.range(0, Math.max(REQUESTS, targets.size()))
                .forEach(no -> workers.execute(() -> {
                    int status = tried(no, targets.get(no % targets.size()), schemas);
                    synchronized (answers) {
                        answers[status]++;
                    }
                }));
        workers.shutdown();
        assertThat(workers.awaitTermination(5, TimeUnit.MINUTES)).isTrue();
        assertThat(findings.stream().limit(20).toList())
                .as("%s findings, %s", findings.size(), Seed.howToRepeat())
                .isEmpty();
        // Requests that are all refused at the door would find nothing behind it.
        assertThat(Arrays.stream(answers, 200, 300).sum()).as("accepted").isGreaterThan(REQUESTS / 10);
        assertThat(answers[400]).as("refused").isGreaterThan(REQUESTS / 10);
        assertThat(answers[401] + answers[403]).as("not let in").isZero();
    }

    private List<Target> targets(ApiSchemas schemas) {
        Api owner = Api.newTenant();
        Belongings own = Belongings.of(owner);
        String victim = Api.newTenant().tenantId;
        String manager = owner.token("admin");
        String platform = Api.platformToken();
        List<Operation> all = Operations.all();
        return all.stream()
                .map(each -> each.ofPlatform()
                        ? new Target(
                                each, schemas.body(each, all), platform, Map.of("id", victim, "phone", "+883510000009"))
                        : new Target(each, schemas.body(each, all), manager, own.parameters(each)))
                .toList();
    }

    private int tried(int no, Target target, ApiSchemas schemas) {
        Random random = new Random(Seed.value() * 1_000_003 + no);
        String what = "no. " + no + ", " + target.operation();
        try {
            HttpResponse<InputStream> answer =
                    client.send(request(target, random, schemas), BodyHandlers.ofInputStream());
            boolean endless =
                    answer.headers().firstValue("content-type").orElse("").startsWith("text/event-stream");
            try (InputStream body = answer.body()) {
                described(what, target.operation(), answer.statusCode());
                held(what, answer, endless ? "" : new String(body.readNBytes(1 << 20), StandardCharsets.UTF_8));
            }
            return answer.statusCode();
        } catch (IOException e) {
            findings.add(what + ": no answer, " + e);
            return 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 0;
        }
    }

    /** A method or a form of answer that is not there is asked for against the description, so it says nothing of them. */
    private void described(String what, Operation operation, int status) {
        if (status != 405 && status != 406 && !operation.responses().containsKey(String.valueOf(status))) {
            findings.add(what + ": " + status + " is not described, "
                    + operation.responses().keySet());
        }
    }

    private void held(String what, HttpResponse<InputStream> answer, String body) {
        int status = answer.statusCode();
        String said = what + ": " + status + " " + body.substring(0, Math.min(300, body.length()));
        if (status >= 500) {
            findings.add(said);
        } else if (status >= 400) {
            if (!answer.headers().firstValue("content-type").orElse("").startsWith("application/problem+json")
                    || !isProblem(status, body)) {
                findings.add("not a problem document: " + said);
            }
            if (INTERNALS.matcher(body).find()) {
                findings.add("tells of internals: " + said);
            }
        }
    }

    private boolean isProblem(int status, String body) {
        try {
            JsonNode problem = json.readTree(body);
            return problem.path("status").asInt() == status
                    && List.of("type", "title", "detail", "instance").stream().allMatch(problem::hasNonNull);
        } catch (IOException e) {
            return false;
        }
    }

    private HttpRequest request(Target target, Random random, ApiSchemas schemas) {
        Operation operation = target.operation();
        List<String> ids = List.copyOf(target.parameters().values().stream()
                .filter(each -> each.length() == 36)
                .toList());
        HostileJson hostile = new HostileJson(schemas, random, ids.isEmpty() ? List.of("0") : ids);
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(RestAssured.baseURI + ":" + RestAssured.port
                        + path(target, random, hostile) + query(operation, random, hostile)))
                .timeout(PATIENCE)
                .header("Authorization", "Bearer " + target.token());
        if (random.nextInt(10) > 0) {
            request.header(
                    "If-Match", random.nextInt(4) > 0 ? "*" : hostile.any(List.of("\"1\"", "W/\"1\"", "x", ",,,")));
        }
        if (random.nextInt(6) == 0) {
            request.header("Idempotency-Key", hostile.any(List.of("k", "x".repeat(256), " ", "\u00e9", "\"k\"")));
        }
        if (random.nextInt(8) == 0) {
            request.header("Accept", hostile.any(List.of("text/html", "*/*", "application/json;q=0", "x", "text/csv")));
        }
        if (random.nextInt(12) == 0) {
            request.header("Last-Event-ID", hostile.any(List.of("x", "-1", "3", "9".repeat(30))));
        }
        String method = operation.method().toUpperCase(Locale.ROOT);
        if (!operation.hasBody()) {
            return request.method(
                            method, random.nextInt(8) == 0 ? BodyPublishers.ofString("{") : BodyPublishers.noBody())
                    .build();
        }
        if (random.nextInt(25) > 0) {
            request.header(
                    "Content-Type",
                    random.nextInt(20) == 0
                            ? hostile.any(MEDIA_TYPES)
                            : operation.takesJson() ? "application/json" : operation.mediaType());
        }
        return request.method(method, BodyPublishers.ofByteArray(body(target, random, hostile)))
                .build();
    }

    private static byte[] body(Target target, Random random, HostileJson hostile) {
        String text = target.operation().takesJson() ? hostile.body(target.schema()) : file(random, hostile);
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return switch (random.nextInt(30)) {
            case 0 -> Arrays.copyOf(bytes, random.nextInt(bytes.length + 1)); // cut short
            case 1 -> broken(bytes, random);
            case 2 -> new byte[0];
            case 3 -> text.getBytes(StandardCharsets.UTF_16);
            case 4 -> (text + text).getBytes(StandardCharsets.UTF_8);
            default -> bytes;
        };
    }

    /** Bytes that are no UTF-8 in the middle. */
    private static byte[] broken(byte[] bytes, Random random) {
        byte[] all = bytes.clone();
        for (int i = 0; i < 3 && all.length > 0; i++) {
            all[random.nextInt(all.length)] = (byte) (0x80 + random.nextInt(0x80));
        }
        return all;
    }

    /** Rows of an import; the numbers are of a range that belongs to nobody. */
    private static String file(Random random, HostileJson hostile) {
        StringBuilder rows =
                new StringBuilder(hostile.any(List.of("external_id,phone,name,x\n", "phone,reason,expires\n", "")));
        for (int i = random.nextInt(6); i > 0; i--) {
            rows.append(hostile.any(List.of("C1", "+883510000009", "\"", hostile.any(HostileJson.TEXTS))));
            for (int cell = random.nextInt(5); cell > 0; cell--) {
                rows.append(hostile.any(List.of(",", ";", "\t", ",\"", "\",")));
                rows.append(
                        hostile.any(HostileJson.TEXTS).replace("\\u0000", "\0").replace("\\r\\n", "\r\n"));
            }
            rows.append(hostile.any(List.of("\n", "\r\n", "\r", "")));
        }
        return rows.toString();
    }

    private static String path(Target target, Random random, HostileJson hostile) {
        String path = target.operation().path();
        for (Map.Entry<String, String> parameter : target.parameters().entrySet()) {
            String value = random.nextInt(6) > 0 ? parameter.getValue() : hostile.any(HostileJson.TEXTS);
            path = path.replace("{" + parameter.getKey() + "}", encoded(shortened(value.isBlank() ? "%" : value)));
        }
        return path;
    }

    private static String query(Operation operation, Random random, HostileJson hostile) {
        List<String> parameters = new ArrayList<>();
        for (String name : ApiSchemas.queryNames(operation)) {
            if (random.nextInt(3) > 0) {
                List<String> values =
                        name.equals("cursor") ? CURSORS : name.equals("limit") ? LIMITS : HostileJson.TEXTS;
                String value = shortened(hostile.any(values));
                parameters.add(name + "=" + (value.startsWith("%0") ? value : encoded(value)));
                if (random.nextInt(10) == 0) {
                    parameters.add(name + "=again");
                }
            }
        }
        return parameters.isEmpty() ? "" : "?" + String.join("&", parameters);
    }

    /** A text that fits a request line; its escapes are characters there. */
    private static String shortened(String value) {
        String unescaped =
                value.replace("\\u0000", "\0").replace("\\r\\n", "\r\n").replace("\\u001b", "\u001b");
        return unescaped.substring(0, Math.min(400, unescaped.length()));
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
