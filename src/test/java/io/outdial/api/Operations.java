package io.outdial.api;

import static io.restassured.RestAssured.given;

import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BiConsumer;
import org.assertj.core.api.SoftAssertions;

/** Every operation that the service describes, so that a new one is held to the rules of all without being listed. */
final class Operations {

    private static final Set<String> METHODS = Set.of("get", "post", "put", "patch", "delete");

    /** Requests at the same time: enough to keep two processors busy. */
    private static final int CLIENTS = 4;

    /** Read once: a running service describes itself the same each time. */
    private static List<Operation> described;

    private Operations() {}

    /** @param described what the API's description says of the operation */
    record Operation(String method, String path, Map<String, Object> described) {

        boolean hasId() {
            return path.contains("{");
        }

        boolean hasBody() {
            return described.containsKey("requestBody");
        }

        boolean takesJson() {
            return mediaTypes().containsKey("application/json");
        }

        /** Of its body, the first that is described. */
        String mediaType() {
            return mediaTypes().keySet().iterator().next();
        }

        @SuppressWarnings("unchecked")
        private Map<String, Object> mediaTypes() {
            Map<String, Object> body = (Map<String, Object>) described.getOrDefault("requestBody", Map.of());
            return (Map<String, Object>) body.getOrDefault("content", Map.of());
        }

        @SuppressWarnings("unchecked")
        Map<String, Object> responses() {
            return (Map<String, Object>) described.get("responses");
        }

        /** The scopes of which it needs one, as its description says. */
        @SuppressWarnings("unchecked")
        List<String> scopes() {
            List<Map<String, List<String>>> schemes =
                    (List<Map<String, List<String>>>) described.getOrDefault("security", List.of());
            return schemes.stream()
                    .flatMap(scheme -> scheme.values().stream())
                    .flatMap(List::stream)
                    .toList();
        }

        boolean ofPlatform() {
            return path.startsWith("/api/v1/tenants") || path.startsWith("/api/v1/platform");
        }

        /** Its path, the parameters replaced by these. */
        String filled(Map<String, String> parameters) {
            String filled = path;
            for (Map.Entry<String, String> parameter : parameters.entrySet()) {
                filled = filled.replace("{" + parameter.getKey() + "}", parameter.getValue());
            }
            return filled;
        }

        /** Sends it with whatever the request has, the parameters of its path replaced by these. */
        Response send(RequestSpecification request, Map<String, String> parameters) {
            String filled = filled(parameters);
            RequestSpecification sent = request.header("If-Match", "*");
            if (hasBody() && !takesJson()) {
                sent = sent.contentType(mediaType() + "; charset=utf-8");
            }
            return sent.urlEncodingEnabled(false).request(method.toUpperCase(java.util.Locale.ROOT), filled);
        }

        @Override
        public String toString() {
            return method.toUpperCase(java.util.Locale.ROOT) + " " + path;
        }
    }

    static synchronized List<Operation> all() {
        if (described == null) {
            described = List.copyOf(read());
        }
        return described;
    }

    private static List<Operation> read() {
        Map<String, Map<String, Map<String, Object>>> paths = given().accept(ContentType.JSON)
                .get("/q/openapi?format=json")
                .then()
                .statusCode(200)
                .extract()
                .path("paths");
        List<Operation> operations = new ArrayList<>();
        paths.forEach((path, item) -> item.forEach((method, described) -> {
            if (METHODS.contains(method) && path.startsWith("/api/v1/")) {
                operations.add(new Operation(method, path, new HashMap<>(described)));
            }
        }));
        return operations;
    }

    /** Holds each of them to a rule, several at the same time, and reports all that break it. */
    static void each(List<Operation> operations, BiConsumer<Operation, SoftAssertions> rule) {
        SoftAssertions all = new SoftAssertions();
        ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
        try {
            List<Future<SoftAssertions>> held = new ArrayList<>();
            for (Operation operation : operations) {
                held.add(clients.submit(() -> {
                    SoftAssertions one = new SoftAssertions();
                    rule.accept(operation, one);
                    return one;
                }));
            }
            for (Future<SoftAssertions> one : held) {
                one.get().assertionErrorsCollected().forEach(all::collectAssertionError);
            }
        } catch (ExecutionException e) {
            throw new AssertionError("a rule could not be tried", e.getCause());
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        } finally {
            clients.shutdownNow();
        }
        all.assertAll();
    }

    /** That an answer is a problem document with this status. */
    static void problem(SoftAssertions all, Operation operation, Response answer, Integer... statuses) {
        all.assertThat(answer.statusCode())
                .as("status of %s: %s", operation, answer.asString())
                .isIn((Object[]) statuses);
        all.assertThat(answer.contentType()).as("media type of %s", operation).startsWith("application/problem+json");
        if (answer.contentType().startsWith("application/problem+json")) {
            JsonObject said = new JsonObject(answer.asString());
            for (String field : List.of("type", "title", "status", "detail", "instance")) {
                all.assertThat(said.getValue(field))
                        .as("%s of %s", field, operation)
                        .isNotNull();
            }
        }
    }
}
