package io.outdial.compliance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.outdial.kernel.TenantId;
import io.outdial.platform.TenantDb;
import io.outdial.support.Api;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Do-not-call lists, by the file. */
@QuarkusTest
class DoNotCallFilesTest {

    @Inject
    DoNotCallStore store;

    @Inject
    DoNotCallListStore lists;

    @Inject
    TenantDb db;

    @Test
    void anExpiryThatNoDatabaseKnowsIsTheLinesOwnError() {
        Api api = Api.newTenant();
        api.manager()
                .contentType("text/csv")
                .body("phone,expires\n+966551234567,+999999999-12-31T23:59:59-18:00\n+966551234568,2099-01-31\n")
                .post("/api/v1/do-not-call/import")
                .then()
                .statusCode(200)
                .body("accepted", equalTo(1))
                .body("errors[0].code", equalTo("invalid_date"));
    }

    /** As files say that there is no end. */
    @Test
    void anEntryMayEndOnTheLastDayThatIsTaken() {
        Api api = Api.newTenant();
        csv(api, "+966551234561,,9999-12-31\n").body("accepted", equalTo(1));
        api.manager()
                .get("/api/v1/do-not-call/{p}", "+966551234561")
                .then()
                .body("entries[0].expiresAt", equalTo("9999-12-31T23:59:59.999999Z"));
    }

    @Test
    void aListIsOfADayThatIsTaken() {
        refused(Api.newTenant(), "date=-999999999-01-01", "+966551234561\n", "out_of_range");
    }

    @Test
    void listsAreImportedAndImportedAgain() throws IOException {
        Api api = Api.newTenant();
        imported(api, "/demo/do-not-call-sa.txt", 400, 400, 0);
        imported(api, "/demo/do-not-call-sa.txt", 400, 0, 400);
        imported(api, "/data/do-not-call-us-registry.txt", 500, 500, 0);
        api.manager().get("/api/v1/do-not-call/{p}", "+12015550100").then().body("blocked", equalTo(true));
        api.manager()
                .get("/api/v1/do-not-call?limit=2")
                .then()
                .body("items", hasSize(2))
                .body("nextCursor", notNullValue());
    }

    @Test
    void aFileThatReplacesAListRemovesWhatItNoLongerHasAndNothingElse() {
        Api api = Api.newTenant();
        registry(api, "date=2026-10-01", "+966551234561\n+966551234562\n").body("accepted", equalTo(2));
        api.manager()
                .body(Map.of("phone", "+966551234569", "list", "registry"))
                .post("/api/v1/do-not-call")
                .then()
                .statusCode(201);
        registry(api, "date=2026-11-01&replace=true", "+966551234562\n+966551234563\n")
                .body("accepted", equalTo(1))
                .body("updated", equalTo(1))
                .body("removed", equalTo(1));
        api.manager()
                .get("/api/v1/do-not-call?list=registry")
                .then()
                .body("items.phone", contains("+966551234562", "+966551234563", "+966551234569"));
    }

    @Test
    void whatPeopleBlockedNoFileTakesAway() {
        Api api = Api.newTenant();
        String byHand = "+966551234561";
        api.manager()
                .body(Map.of("phone", byHand, "list", "registry", "reason", "asked"))
                .post("/api/v1/do-not-call")
                .then()
                .statusCode(201);
        csv(api, byHand + ",file,2099-01-01\n").body("updated", equalTo(1));
        registry(api, "replace=true", "+966551234562\n").body("removed", equalTo(0));
        api.manager()
                .get("/api/v1/do-not-call/{p}", byHand)
                .then()
                .body("entries[0].source", equalTo("api"))
                .body("entries[0].reason", equalTo("asked"))
                .body("entries[0].expiresAt", nullValue());
    }

    @Test
    void whatPeopleBlockedForATimeBlocksAsLongAsTheyOrTheFileSay() {
        Api api = Api.newTenant();
        String over = "+966551234561";
        String longer = "+966551234562";
        String shorter = "+966551234563";
        Map.of(over, "2020-01-01T00:00:00Z", longer, "2098-01-01T00:00:00Z", shorter, "2098-01-01T00:00:00Z")
                .forEach((phone, until) -> api.manager()
                        .body(Map.of("phone", phone, "list", "registry", "expiresAt", until))
                        .post("/api/v1/do-not-call")
                        .then()
                        .statusCode(201));
        csv(api, over + ",,\n" + longer + ",,2099-01-01\n" + shorter + ",,2097-01-01\n");
        api.manager()
                .get("/api/v1/do-not-call?list=registry")
                .then()
                .body("items.source", contains("import", "api", "api"))
                .body("items.expiresAt", contains(null, "2099-01-02T00:00:00Z", "2098-01-01T00:00:00Z"));
    }

    @Test
    void ofTwoFilesAtOnceTheOneThatBeganLaterHolds() {
        TenantId tenant = TenantId.fromString(Api.newTenant().tenantId);
        Instant earlier = Instant.parse("2026-11-01T10:00:00Z");
        Instant later = earlier.plusSeconds(5);
        List<DoNotCallStore.Draft> inBoth = List.of(new DoNotCallStore.Draft("+966551234561", null, null));
        for (Instant began : List.of(later, earlier)) {
            inTenant(tenant, c -> store.importAll(c, tenant, "registry", "me", began, inBoth));
        }
        int removed = inTenant(tenant, c -> lists.removeOld(c, tenant, "registry", later));
        assertThat(removed).isZero();
    }

    private <T> T inTenant(TenantId tenant, Function<SqlConnection, Uni<T>> work) {
        return db.inTenant(tenant, work).await().atMost(Duration.ofSeconds(10));
    }

    @Test
    void aListSaysOfWhichDayItIs() {
        Api api = Api.newTenant();
        registry(api, "date=2026-10-01", "+966551234561\n");
        registry(api, "", "+966551234562\n");
        api.as("viewer")
                .get("/api/v1/do-not-call/lists")
                .then()
                .statusCode(200)
                .body("items", hasSize(1))
                .body("items[0].list", equalTo("registry"))
                .body("items[0].entries", equalTo(2))
                .body("items[0].dated", equalTo("2026-10-01"))
                .body("items[0].importedAt", notNullValue());
        Api.newTenant().manager().get("/api/v1/do-not-call/lists").then().body("items", hasSize(0));
    }

    @Test
    void aFileIsNeitherOfADayToComeNorOlderThanItsList() {
        Api api = Api.newTenant();
        registry(api, "date=2026-10-01", "+966551234561\n");
        refused(api, "date=2026-09-30", "+966551234562\n", "older_than_list");
        refused(api, "date=2199-01-01", "+966551234562\n", "in_the_future");
        refused(api, "date=yesterday", "+966551234562\n", "invalid_date");
        refused(api, "replace=true", "", "empty_list");
        api.manager().get("/api/v1/do-not-call").then().body("items", hasSize(1));
    }

    @Test
    void aFileThatIsNoListNeitherEmptiesOneNorPassesForItsNewestState() {
        Api api = Api.newTenant();
        registry(api, "date=2026-10-01", "+966551234561\n");
        refused(api, "replace=true&date=2026-11-01", "<html>\n<body>Sorry</body>\n", "empty_list");
        refused(api, "replace=true&maxRejectedPercent=100", "<html>\n", "empty_list");
        refused(api, "replace=true&date=2026-11-01", "9.66551E+11\n+966551234562\n", "too_many_rejected");
        refused(api, "date=2026-11-01", "<html>\n", "too_many_rejected");
        api.manager()
                .get("/api/v1/do-not-call?list=registry")
                .then()
                .body("items.phone", contains("+966551234561", "+966551234562"));
        api.manager().get("/api/v1/do-not-call/lists").then().body("items[0].dated", equalTo("2026-10-01"));
    }

    @Test
    void whoKnowsTheFileSaysHowManyOfItsLinesMayBeNoEntries() {
        Api api = Api.newTenant();
        registry(api, "date=2026-10-01", "+966551234561\n");
        String half = "phone\n+966551234562\n";
        refused(api, "replace=true&maxRejectedPercent=49", half, "too_many_rejected");
        registry(api, "replace=true&maxRejectedPercent=50", half).body("removed", equalTo(1));
        refused(api, "maxRejectedPercent=101", half, "max");
    }

    private static ValidatableResponse csv(Api api, String lines) {
        return api.manager()
                .contentType("text/csv")
                .body("phone,reason,expires\n" + lines)
                .post("/api/v1/do-not-call/import?list=registry")
                .then()
                .statusCode(200);
    }

    private static ValidatableResponse registry(Api api, String query, String file) {
        return api.manager()
                .contentType("text/plain")
                .body(file)
                .post("/api/v1/do-not-call/import?list=registry&" + query)
                .then()
                .statusCode(200);
    }

    private static void refused(Api api, String query, String file, String code) {
        api.manager()
                .contentType("text/plain")
                .body(file)
                .post("/api/v1/do-not-call/import?list=registry&" + query)
                .then()
                .statusCode(400)
                .body("errors[0].code", equalTo(code));
    }

    @Test
    void badLinesAreNamed() {
        Api api = Api.newTenant();
        api.manager()
                .contentType("text/csv")
                .body("phone,reason,expires\n+966551234567,asked,2099-01-31\n12,,\n+966551234568,,soon\n")
                .post("/api/v1/do-not-call/import?list=partners")
                .then()
                .statusCode(200)
                .body("received", equalTo(3))
                .body("accepted", equalTo(1))
                .body("rejected", equalTo(2))
                .body("errors[0].line", equalTo(3))
                .body("errors[1].column", equalTo("expires"));
    }

    @Test
    void anOpenQuoteTakesNoNumberWithIt() {
        Api api = Api.newTenant();
        open(api, "text/plain", "\"+966551234561\n+966551234562\n+966551234563\n");
        open(
                api,
                "text/csv",
                "phone,reason\n+966551234561,\"asked\n+966551234562,\n+966551234563,\"twice, by mail\"\n");
        for (int last = 2; last <= 3; last++) {
            api.manager()
                    .get("/api/v1/do-not-call/{p}", "+96655123456" + last)
                    .then()
                    .body("blocked", equalTo(true));
        }
    }

    private static void open(Api api, String type, String list) {
        api.manager()
                .contentType(type)
                .body(list)
                .post("/api/v1/do-not-call/import")
                .then()
                .statusCode(200)
                .body("received", equalTo(3), "rejected", equalTo(1))
                .body(
                        "errors[0].code",
                        equalTo("unclosed_quote"),
                        "errors[0].line",
                        equalTo(type.equals("text/csv") ? 2 : 1));
    }

    private static void imported(Api api, String file, int received, int accepted, int updated) throws IOException {
        try (InputStream in = DoNotCallFilesTest.class.getResourceAsStream(file)) {
            api.manager()
                    .contentType("text/plain")
                    .body(in.readAllBytes())
                    .post("/api/v1/do-not-call/import")
                    .then()
                    .statusCode(200)
                    .body("received", equalTo(received))
                    .body("accepted", equalTo(accepted))
                    .body("updated", equalTo(updated))
                    .body("rejected", equalTo(0));
        }
    }
}
