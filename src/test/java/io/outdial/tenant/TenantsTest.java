package io.outdial.tenant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;

import io.outdial.support.Api;
import io.outdial.support.Databases;
import io.outdial.support.Holder;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.sql.Connection;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

@QuarkusTest
class TenantsTest {

    @Test
    void aPlatformAdministratorCreatesAndReadsATenant() {
        Api tenant = Api.newTenant(Map.of("maxConcurrentCalls", 7));
        Api.platform()
                .get("/api/v1/tenants/" + tenant.tenantId)
                .then()
                .statusCode(200)
                .header("ETag", notNullValue())
                .body("slug", equalTo(tenant.slug))
                .body("currency", equalTo("SAR"))
                .body("limits.maxConcurrentCalls", equalTo(7));
    }

    @Test
    void aTenantSeesItsOwnLimitsAndUsage() {
        Api tenant = Api.newTenant();
        tenant.as("viewer")
                .get("/api/v1/tenant")
                .then()
                .statusCode(200)
                .body("slug", equalTo(tenant.slug))
                .body("usage.callsInFlight", equalTo(0))
                .body("usage.spend.amount", equalTo("0"))
                .body("usage.spend.currency", equalTo("SAR"));
    }

    @Test
    void aTenantsTokenCannotManageTenants() {
        Api.newTenant()
                .withScopes("admin", "platform:admin")
                .get("/api/v1/tenants")
                .then()
                .statusCode(403);
    }

    @Test
    void withoutATokenTheAnswerIs401() {
        RestAssured.get("/api/v1/tenants")
                .then()
                .statusCode(401)
                .contentType("application/problem+json")
                .body("status", equalTo(401));
    }

    @Test
    void aForgedTokenIs401() {
        RestAssured.given()
                .auth()
                .oauth2("eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4Iiwic2NvcGUiOiJwbGF0Zm9ybTphZG1pbiJ9.")
                .get("/api/v1/tenants")
                .then()
                .statusCode(401);
    }

    @Test
    void aSlugIsTakenOnce() {
        Api tenant = Api.newTenant();
        Api.platform()
                .body(Map.of("slug", tenant.slug, "name", "again", "country", "SA", "timeZone", "Asia/Riyadh"))
                .post("/api/v1/tenants")
                .then()
                .statusCode(409)
                .body("errors[0].pointer", equalTo("/slug"));
    }

    /** Half a tenant could not be used, and not be made again either. */
    @Test
    void aTenantIsMadeWholeOrNotAtAll() throws Exception {
        String slug = "whole-" + UUID.randomUUID();
        Map<String, String> body = Map.of("slug", slug, "name", "Whole", "country", "SA", "timeZone", "Asia/Riyadh");
        try (Holder holder = new Holder("lock table tenant_due in share row exclusive mode");
                Connection owner = Databases.asSuperuser()) {
            CompletableFuture<Integer> answer = CompletableFuture.supplyAsync(
                    () -> Api.platform().body(body).post("/api/v1/tenants").statusCode());
            holder.awaitWaiting();
            owner.createStatement()
                    .execute("select pg_terminate_backend(pid) from pg_stat_activity"
                            + " where wait_event_type = 'Lock' and query like 'insert into tenant_due%'");
            assertThat(answer.get(60, TimeUnit.SECONDS)).isGreaterThanOrEqualTo(500);
        }
        Api.platform().body(body).post("/api/v1/tenants").then().statusCode(201);
    }

    @Test
    void aSuspendedTenantsTokenIsRefused() {
        Api tenant = Api.newTenant();
        tenant.as("viewer").get("/api/v1/tenant").then().statusCode(200);
        Api.platform()
                .header("If-Match", "\"0\"")
                .body(Map.of("status", "suspended"))
                .patch("/api/v1/tenants/" + tenant.tenantId)
                .then()
                .statusCode(200);
        tenant.as("viewer").get("/api/v1/tenant").then().statusCode(403);
    }

    @Test
    void anUnknownFieldIsRefusedWithItsPointer() {
        Api.platform()
                .body(
                        "{\"slug\":\"x\",\"name\":\"x\",\"country\":\"SA\",\"timeZone\":\"Asia/Riyadh\",\"limits\":{\"calls\":1}}")
                .post("/api/v1/tenants")
                .then()
                .statusCode(400)
                .body("errors[0].pointer", equalTo("/limits/calls"));
    }

    @Test
    void aStaleVersionIsRefused() {
        Api tenant = Api.newTenant();
        Api.platform()
                .body(Map.of("name", "n"))
                .patch("/api/v1/tenants/" + tenant.tenantId)
                .then()
                .statusCode(428);
        Api.platform()
                .header("If-Match", "\"9\"")
                .body(Map.of("name", "n"))
                .patch("/api/v1/tenants/" + tenant.tenantId)
                .then()
                .statusCode(412);
    }

    @Test
    void anUnknownTenantIs404() {
        Api.platform()
                .get("/api/v1/tenants/0193aaaa-0000-7000-8000-000000000000")
                .then()
                .statusCode(404);
        Api.platform().get("/api/v1/tenants/not-an-id").then().statusCode(404);
    }
}
