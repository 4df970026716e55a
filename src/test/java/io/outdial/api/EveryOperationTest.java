package io.outdial.api;

import static io.outdial.api.Operations.all;
import static io.outdial.api.Operations.each;
import static io.outdial.api.Operations.problem;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.outdial.api.Operations.Operation;
import io.outdial.support.Api;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

/** What every operation has in common. A new operation is held to it by being described. */
@QuarkusTest
class EveryOperationTest {

    private static final String NOBODYS = "01900000-0000-7000-8000-000000000000";
    static final Map<String, String> UNKNOWN =
            Map.of("id", NOBODYS, "deliveryId", NOBODYS, "phone", "+966512340000", "name", "nobody-imported-this");

    /** Bodies that pass the checks which come before the look-up of what is in the path. */
    private static final Map<String, Object> BODIES = Map.of(
            "PATCH /api/v1/attributes/{name}", Map.of("type", "text"),
            "POST /api/v1/campaigns/{id}/follow-up", Map.of("name", "x"),
            "POST /api/v1/customers/{id}/consents", Map.of("basis", "express", "source", "form"),
            "POST /api/v1/scripts/{id}/render", Map.of("customerId", NOBODYS));

    @Test
    void theDescriptionIsComplete() {
        Set<Object> names = ConcurrentHashMap.newKeySet();
        each(all(), (operation, all) -> {
            all.assertThat(operation.described()).as("%s", operation).containsKeys("summary", "operationId", "tags");
            all.assertThat(names.add(operation.described().get("operationId")))
                    .as("the operationId of %s is its own", operation)
                    .isTrue();
            all.assertThat(operation.responses().keySet())
                    .as("responses of %s", operation)
                    .contains("401", "403", "429")
                    .anyMatch(status -> status.startsWith("2"));
            if (operation.hasId()) {
                all.assertThat(operation.responses())
                        .as("responses of %s", operation)
                        .containsKey("404");
            }
        });
    }

    @Test
    void withoutATokenItIs401() {
        each(
                all(),
                (operation, all) ->
                        problem(all, operation, operation.send(given().contentType(ContentType.JSON), UNKNOWN), 401));
    }

    @Test
    void whatDoesNotExistIs404() {
        Api tenant = Api.newTenant();
        each(withIds(), (operation, all) -> {
            Response answer = operation.send(body(operation, caller(operation, tenant)), UNKNOWN);
            if (isCheckOfANumber(operation)) {
                all.assertThat(answer.statusCode()).as("%s", operation).isEqualTo(200);
            } else {
                problem(all, operation, answer, 404);
            }
        });
    }

    @Test
    void whatIsNoIdIsRefused() {
        Api tenant = Api.newTenant();
        Map<String, String> nonsense =
                Map.of("id", "nonsense", "deliveryId", "nonsense", "phone", "nonsense", "name", "nonsense");
        each(withIds(), (operation, all) -> {
            Response answer = operation.send(body(operation, caller(operation, tenant)), nonsense);
            problem(all, operation, answer, 400, 404);
        });
    }

    @Test
    void malformedJsonIsRefused() {
        Api tenant = Api.newTenant();
        each(withJson(), (operation, all) -> {
            Response answer = operation.send(caller(operation, tenant).body("{\"a\": "), UNKNOWN);
            problem(all, operation, answer, 400);
        });
    }

    @Test
    void anUnknownFieldIsRefusedWithItsPlace() {
        Api tenant = Api.newTenant();
        each(withJson(), (operation, all) -> {
            if (operation.method().equals("patch") && operation.hasId()) {
                return; // a merge patch is read with what it changes: its own tests say so
            }
            Response answer = operation.send(caller(operation, tenant).body("{\"nobodyKnows\": 1}"), UNKNOWN);
            problem(all, operation, answer, 400);
            all.assertThat(answer.jsonPath().<List<String>>get("errors.pointer"))
                    .as("pointer of %s", operation)
                    .contains("/nobodyKnows");
        });
    }

    @Test
    void anotherMediaTypeIs415() {
        Api tenant = Api.newTenant();
        each(withJson(), (operation, all) -> {
            RequestSpecification request =
                    caller(operation, tenant).contentType("image/png").body(new byte[] {1});
            problem(all, operation, operation.send(request, UNKNOWN), 415);
        });
    }

    @Test
    void aBodyBeyondTheLimitIs413() {
        Api tenant = Api.newTenant();
        String large = "{\"name\": \"" + "x".repeat(1_100_000) + "\"}";
        each(withJson(), (operation, all) -> {
            RequestSpecification request = caller(operation, tenant).body(large);
            problem(all, operation, operation.send(request, UNKNOWN), 413);
        });
    }

    @Test
    void whatIsNewCanBeRead() {
        Api tenant = Api.newTenant();
        Belongings own = Belongings.of(tenant);
        each(all(), (operation, all) -> {
            if (operation.method().equals("get")
                    && !operation.ofPlatform()
                    && !operation.path().contains("/test-calls/") // asks the provider
                    && !operation.path().endsWith("/next-call") // is asked for a campaign
                    && !operation.path().endsWith("/events")) {
                Response answer = operation.send(tenant.manager(), own.parameters(operation));
                all.assertThat(answer.statusCode())
                        .as("%s: %s", operation, answer.asString())
                        .isEqualTo(operation.path().endsWith("/identity-provider") ? 404 : 200); // nobody brought one
            }
        });
    }

    @Test
    void anotherTenantsThingsAreNotThere() {
        Belongings theirs = Belongings.of(Api.newTenant());
        Api stranger = Api.newTenant();
        each(all(), (operation, all) -> {
            if (operation.ofPlatform()) {
                return;
            }
            Response answer = operation.send(body(operation, stranger.manager()), theirs.parameters(operation));
            all.assertThat(answer.asString()).as("%s", operation).doesNotContain(Belongings.MARK);
            if (operation.hasId() && !isCheckOfANumber(operation)) {
                problem(all, operation, answer, 404);
            }
            all.assertThat(answer.statusCode())
                    .as("%s: %s", operation, answer.asString())
                    .isLessThan(500);
        });
        theirs.areUntouched();
    }

    @Test
    void theWalkSeesTheWholeApi() {
        assertThat(all()).hasSizeGreaterThan(40);
    }

    /** Whether a number is blocked is answered for every number, also one that nobody knows. */
    private static boolean isCheckOfANumber(Operation operation) {
        return operation.method().equals("get") && operation.path().endsWith("/do-not-call/{phone}");
    }

    private static List<Operation> withIds() {
        return all().stream().filter(Operation::hasId).toList();
    }

    private static List<Operation> withJson() {
        return all().stream().filter(Operation::takesJson).toList();
    }

    private static RequestSpecification caller(Operation operation, Api tenant) {
        return operation.ofPlatform() ? Api.platform() : tenant.manager();
    }

    private static RequestSpecification body(Operation operation, RequestSpecification request) {
        if (operation.takesJson()) {
            return request.body(BODIES.getOrDefault(operation.toString(), Map.of()));
        }
        return operation.hasBody() ? request.body("") : request;
    }
}
