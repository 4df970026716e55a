package io.outdial.api;

import static io.outdial.api.Operations.each;
import static io.outdial.api.Operations.problem;
import static org.assertj.core.api.Assertions.assertThat;

import io.outdial.api.Operations.Operation;
import io.outdial.support.Api;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Nobody overwrites what they have not read: every change of a thing with a version names the version. */
@QuarkusTest
class PreconditionsTest {

    private static final Set<String> CHANGES = Set.of("patch", "put", "delete");

    /** Changes of what has no version: entries of lists and consents, which are there or not. */
    private static final Set<String> WITHOUT = Set.of(
            "DELETE /api/v1/customers/{id}/consents",
            "DELETE /api/v1/do-not-call/{phone}",
            "DELETE /api/v1/platform/do-not-call/{phone}");

    /** Bodies that pass the checks which come before the look at what is there. */
    private static final Map<String, Map<String, Object>> BODIES = Map.of(
            "PATCH /api/v1/attributes/{name}", Map.of("type", "text"),
            "PUT /api/v1/tenant/calling-rules", Map.of(),
            "PUT /api/v1/tenant/identity-provider", Map.of("issuer", "https://idp.example.com"),
            "PUT /api/v1/tenants/{id}/regulations", Map.of("regulation", "none"));

    private Api tenant;
    private Belongings own;
    private String another;

    @BeforeEach
    void oneOfEverything() {
        tenant = Api.newTenant();
        own = Belongings.of(tenant);
        another = Api.newTenant().tenantId;
    }

    @Test
    void everyChangeAsksForTheVersionExceptOfWhatHasNone() {
        assertThat(changes().stream()
                        .filter(each -> !asksForVersion(each))
                        .map(Operation::toString)
                        .collect(Collectors.toSet()))
                .isEqualTo(WITHOUT);
        assertThat(changes()).hasSizeGreaterThan(10);
    }

    @Test
    void withoutAVersionItIs428() {
        each(versioned(), (operation, all) -> problem(all, operation, sent(operation, null), 428));
        own.areUntouched();
    }

    @Test
    void withAnotherVersionItIs412() {
        each(versioned(), (operation, all) -> {
            problem(all, operation, sent(operation, "\"987654321\""), 412);
            problem(all, operation, sent(operation, "W/\"0\", nonsense"), 412);
        });
        own.areUntouched();
    }

    @Test
    void whatIsDescribedWithAVersionIsReadWithOne() {
        Function<Operation, Operation> reading = change -> Operations.all().stream()
                .filter(each -> each.toString().equals("GET " + change.path()))
                .findFirst()
                .orElse(null);
        each(versioned(), (operation, all) -> {
            Operation read = reading.apply(operation);
            if (read != null && !read.path().endsWith("/identity-provider")) { // has the tenant's, when there is one
                all.assertThat(call(read, null).header("ETag"))
                        .as("ETag of %s", read)
                        .isNotNull();
            }
        });
    }

    private static boolean asksForVersion(Operation operation) {
        return ApiSchemas.parameters(operation, "header").stream()
                .anyMatch(each -> "If-Match".equals(each.get("name")));
    }

    private static List<Operation> changes() {
        return Operations.all().stream()
                .filter(each -> CHANGES.contains(each.method()))
                .toList();
    }

    private static List<Operation> versioned() {
        return changes().stream().filter(PreconditionsTest::asksForVersion).toList();
    }

    private Response sent(Operation operation, String version) {
        return call(operation, version);
    }

    private Response call(Operation operation, String version) {
        var request = operation.ofPlatform() ? Api.platform() : tenant.manager();
        if (operation.hasBody()) {
            request = request.body(BODIES.getOrDefault(operation.toString(), Map.of()));
        }
        if (version != null) {
            request = request.header("If-Match", version);
        }
        Map<String, String> parameters =
                operation.ofPlatform() ? Map.of("id", another, "phone", "+883510000009") : own.parameters(operation);
        return request.request(operation.method().toUpperCase(Locale.ROOT), operation.filled(parameters));
    }
}
