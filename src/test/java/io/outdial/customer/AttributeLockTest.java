package io.outdial.customer;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.outdial.support.Api;
import io.outdial.support.Beside;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** While a tenant's attribute changes its type, which may take minutes; here the test holds what such a change holds. */
@QuarkusTest
class AttributeLockTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** More than the pool has connections. */
    private static final int EDITS = 30;

    @Inject
    Pool pool;

    private Api tenant;
    private SqlConnection holder;

    @BeforeEach
    void hold() {
        tenant = Api.newTenant();
        holder = pool.getConnection().await().atMost(PATIENCE);
        run("begin");
        run("select set_tenant('" + tenant.tenantId + "')");
        run("select 1 from tenant where tenant_id = '" + tenant.tenantId + "' for no key update");
    }

    @AfterEach
    void letGo() {
        run("rollback");
        holder.close().await().atMost(PATIENCE);
    }

    private void run(String sql) {
        holder.query(sql).execute().await().atMost(PATIENCE);
    }

    private Response create(int number) {
        return tenant.manager()
                .body(Map.of("externalId", "C" + number, "phone", "+966555000070"))
                .post("/api/v1/customers");
    }

    @Test
    void editsWaitWithoutConnectionsAndAreToldToComeBack() throws Exception {
        Api other = Api.newTenant();
        List<CompletableFuture<Response>> edits = IntStream.range(0, EDITS)
                .mapToObj(number -> Beside.supply(() -> create(number)))
                .toList();
        other.manager().get("/api/v1/customers").then().statusCode(200);
        for (CompletableFuture<Response> edit : edits) {
            edit.get(60, TimeUnit.SECONDS)
                    .then()
                    .statusCode(503)
                    .header("Retry-After", equalTo("2"))
                    .body("type", containsString("unavailable"));
        }
        run("rollback");
        create(EDITS).then().statusCode(201);
    }
}
