package io.outdial.customer;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.outdial.support.Api;
import io.outdial.support.Beside;
import io.outdial.support.Holder;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** While a tenant's attribute changes its type, which may take minutes; here the test holds what such a change holds. */
@QuarkusTest
class AttributeLockTest {

    /** More than the pool has connections. */
    private static final int EDITS = 30;

    private static Response create(Api tenant, int number) {
        return tenant.manager()
                .body(Map.of("externalId", "C" + number, "phone", "+966555000070"))
                .post("/api/v1/customers");
    }

    @Test
    void editsWaitWithoutConnectionsAndAreToldToComeBack() throws Exception {
        Api tenant = Api.newTenant();
        Api other = Api.newTenant();
        try (Holder change = new Holder(
                "select from tenant where tenant_id = ? for no key update", UUID.fromString(tenant.tenantId))) {
            List<CompletableFuture<Response>> edits = IntStream.range(0, EDITS)
                    .mapToObj(number -> Beside.supply(() -> create(tenant, number)))
                    .toList();
            other.manager().get("/api/v1/customers").then().statusCode(200);
            for (CompletableFuture<Response> edit : edits) {
                edit.get(60, TimeUnit.SECONDS)
                        .then()
                        .statusCode(503)
                        .header("Retry-After", equalTo("2"))
                        .body("type", containsString("unavailable"));
            }
        }
        create(tenant, EDITS).then().statusCode(201);
    }
}
