package io.outdial.compliance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import io.outdial.support.Api;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rules of a tenant, packs, consents, and what validation says of them. */
@QuarkusTest
class CallingRulesTest {

    private static final String RULES = "/api/v1/tenant/calling-rules";
    private static final JsonObject DAY = new JsonObject().put("from", "09:00").put("to", "21:00");

    @Test
    void aTenantsRulesAreReadAsTheyWereWritten() {
        Api api = Api.newTenant();
        api.manager().get(RULES).then().statusCode(200).header("ETag", "\"1\"").body("windows", nullValue());
        String rules = """
                {"windows": [{"days": ["weekdays-SA"], "from": "10:00", "to": "20:00"}], "requireConsent": true,
                 "holidays": ["SA"], "frequency": {"per24Hours": 2, "per7Days": 4, "spacing": "PT4H"}}""";
        put(api, "\"1\"", rules).statusCode(200).header("ETag", "\"2\"");
        api.manager()
                .get(RULES)
                .then()
                .header("ETag", "\"2\"")
                .body("windows[0].days", contains("weekdays-SA"))
                .body("frequency.spacing", equalTo("PT4H"))
                .body("frequency.per30Days", nullValue());
        put(api, "\"1\"", "{}").statusCode(412);
        api.manager().body("{}").put(RULES).then().statusCode(428);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"windows\": [{\"from\": \"9\", \"to\": \"10:00\"}]} | /windows/0 | invalid",
                "{\"windows\": [{\"days\": [\"weekend-XX\"], \"from\": \"09:00\", \"to\": \"10:00\"}]} | /windows/0 | invalid",
                "{\"holidays\": [\"Mars\"]} | /holidays | invalid",
                "{\"frequency\": {\"per24Hours\": 5, \"per7Days\": 4}} | /frequency/per24Hours | contradicts",
                "{\"frequency\": {\"spacing\": \"PT0S\"}} | /frequency/spacing | out_of_range",
                "{\"windows\": [{\"from\": \"12:00\", \"to\": \"13:00\"}], \"doNotDisturb\": [{\"from\": \"11:00\", \"to\": \"14:00\"}]}"
                        + " | /windows | never_opens",
            })
    void rulesThatMeanNothingAreRefusedWithTheirPlace(String rules, String pointer, String code) {
        put(Api.newTenant(), "*", rules)
                .statusCode(400)
                .body("errors.pointer", hasItem(pointer))
                .body("errors.code", hasItem(code));
    }

    @Test
    void everyPackIsShownWithItsSources() {
        Api.newTenant()
                .manager()
                .get("/api/v1/regulations")
                .then()
                .statusCode(200)
                .body("items.name", contains("ca-crtc", "none", "sa", "uk-ofcom", "us-fl", "us-tcpa"))
                .body("items.find { it.name == 'us-fl' }.rules.url", notNullValue());
    }

    @Test
    void thePlatformSeesTheSamePacks() {
        String packs = Api.newTenant().manager().get("/api/v1/regulations").asString();
        Api.platform()
                .get("/api/v1/platform/regulations")
                .then()
                .statusCode(200)
                .body(equalTo(packs));
    }

    @Test
    void thePlatformSaysWhichPacksATenantMayUse() {
        Api api = Api.newTenant("US", "America/New_York", Map.of());
        String regulations = "/api/v1/tenants/" + api.tenantId + "/regulations";
        Api.platform().get(regulations).then().statusCode(200).body("allowed", nullValue());
        refused(regulations, Map.of("allowed", List.of("mars")), "/allowed/0");
        refused(regulations, Map.of("regulation", "none", "allowed", List.of("us-fl")), "/regulation");
        Api.platform()
                .header("If-Match", "*")
                .body(Map.of("allowed", List.of("us-tcpa", "us-fl")))
                .put(regulations)
                .then()
                .statusCode(200);
        importRegistry(api, "us-national", LocalDate.now(ZoneOffset.UTC));
        assertThat(check(api, "none")).startsWith("false").contains("does not let this tenant use");
        assertThat(check(api, "us-fl")).startsWith("true");
        assertThat(check(api, null)).startsWith("true").contains("us-tcpa");
        assertThat(check(api, "mars")).startsWith("false").contains("There is no regulatory pack mars");
    }

    @Test
    void aRegistryThatIsMissingOrOldDoesNotPass() {
        Api api = Api.newTenant("CA", "America/Toronto", Map.of());
        LocalDate today = LocalDate.now(ZoneOffset.UTC);
        assertThat(check(api, null))
                .startsWith("false")
                .contains("the list ca-dncl")
                .contains("none was imported");
        importRegistry(api, "ca-dncl", today.minusDays(33));
        assertThat(check(api, null)).startsWith("false").contains("the one imported is of " + today.minusDays(33));
        importRegistry(api, "ca-dncl", today.minusDays(30));
        assertThat(check(api, null)).startsWith("true");
    }

    @Test
    void aWindowThatNeverOpensDoesNotPass() {
        Api api = Api.newTenant();
        JsonObject quiet = new JsonObject().put("from", "08:00").put("to", "22:00");
        JsonObject own = calls(DAY).put("doNotDisturb", new JsonArray().add(quiet));
        assertThat(check(api, draft("none", own), "schedule"))
                .startsWith("false")
                .contains("The windows never open");
        JsonObject night = calls(new JsonObject().put("from", "22:00").put("to", "23:00"));
        assertThat(check(api, draft("none", night), "schedule")).doesNotContain("never open");
        assertThat(check(api, draft("sa", night), "schedule"))
                .startsWith("false")
                .contains("never open together with those of sa");
        put(api, "*", "{\"windows\": [{\"from\": \"23:00\", \"to\": \"24:00\"}]}")
                .statusCode(200);
        assertThat(check(api, draft("none", night), "schedule"))
                .startsWith("false")
                .contains("together with those of tenant");
    }

    @Test
    void limitsThatContradictEachOtherDoNotPass() {
        JsonObject calls = calls(DAY).put("callsPerMinute", 100).put("callsPerHour", 60);
        assertThat(check(Api.newTenant(), draft("none", calls), "limits"))
                .startsWith("false")
                .contains("can never be made");
    }

    @Test
    void aGuardLooserThanThePackDoesNotPass() {
        Api api = Api.newTenant();
        JsonObject loose = draft("uk-ofcom", calls(DAY)).put("quality", new JsonObject().put("maxAbandonRate", 0.04));
        assertThat(check(api, loose, "compliance")).startsWith("false").contains("allows 0.03 at most");
    }

    @Test
    void consentsAreKeptAndRevoked() {
        Api api = Api.newTenant();
        String customer = api.manager()
                .body(Map.of("externalId", "a", "phone", "+966551234567", "consentAt", "2026-01-01"))
                .post("/api/v1/customers")
                .then()
                .statusCode(201)
                .extract()
                .path("id");
        String consents = "/api/v1/customers/" + customer + "/consents";
        consent(api, consents, Map.of("basis", "express_written", "source", "form 7", "purposes", List.of("up_sell")))
                .statusCode(201)
                .body("recordedBy", notNullValue());
        consent(api, consents, Map.of("basis", "express", "source", "call", "purposes", List.of("renewals")))
                .statusCode(201);
        consent(api, consents, Map.of("basis", "guess", "source", "x"))
                .statusCode(400)
                .body("errors.pointer", hasItem("/basis"));
        consent(api, consents, Map.of("basis", "express", "source", "x", "expiresAt", "2020-01-01T00:00:00Z"))
                .statusCode(400)
                .body("errors.pointer", hasItem("/expiresAt"));
        api.manager()
                .delete(consents + "?purpose=up_sell&reason=asked")
                .then()
                .statusCode(200)
                .body("revoked", equalTo(2));
        api.manager()
                .get(consents)
                .then()
                .statusCode(200)
                .body("items.size()", equalTo(3))
                .body("items[0].revokedReason", equalTo("asked"))
                .body("items[1].revokedAt", nullValue())
                .body("items[2].source", equalTo("consentAt"))
                .body("items[2].givenAt", equalTo("2025-12-31T21:00:00Z"))
                .body("items[2].revokedReason", equalTo("asked"));
        api.manager().get("/api/v1/customers/" + customer).then().body("consentAt", nullValue());
        api.manager().delete(consents).then().statusCode(200).body("revoked", equalTo(1));
    }

    /** A system that sends its customers every night still has the date. */
    @Test
    void aConsentThatWasTakenBackDoesNotComeBackWithTheSameFile() {
        Api api = Api.newTenant();
        String file = "external_id,phone,consent_at\na,+966551234567,%s\n";
        imported(api, file.formatted("2026-01-01"));
        String customer = "/api/v1/customers/"
                + api.manager().get("/api/v1/customers?externalId=a").path("items[0].id");
        api.manager().delete(customer + "/consents").then().statusCode(200).body("revoked", equalTo(1));
        imported(api, file.formatted("2026-01-01"));
        api.manager().get(customer).then().body("consentAt", nullValue());
        api.manager()
                .header("If-Match", "*")
                .contentType("application/merge-patch+json")
                .body("{\"consentAt\": \"2026-01-01\"}")
                .patch(customer)
                .then()
                .statusCode(400)
                .body("errors[0].code", equalTo("consent_revoked"));
        imported(api, file.formatted("2999-01-01"));
        api.manager().get(customer).then().body("consentAt", equalTo("2998-12-31T21:00:00Z"));
    }

    private static void imported(Api api, String file) {
        api.manager()
                .contentType("text/csv")
                .body(file)
                .post("/api/v1/customers/import")
                .then()
                .statusCode(200)
                .body("rejected", equalTo(0));
    }

    /** It would be on record and hold for no campaign, which nobody would see. */
    @Test
    void aConsentToAnUnknownPurposeIsRefused() {
        Api api = Api.newTenant();
        String customer = api.manager()
                .body(Map.of("externalId", "a", "phone", "+966551234567"))
                .post("/api/v1/customers")
                .path("id");
        String consents = "/api/v1/customers/" + customer + "/consents";
        consent(api, consents, Map.of("basis", "express", "source", "x", "purposes", List.of("bookings", "upsell")))
                .statusCode(400)
                .body("errors[0].pointer", startsWith("/purposes"));
        api.manager().delete(consents + "?purpose=upsell").then().statusCode(400);
        api.manager()
                .body(Map.of("everyone", true))
                .post("/api/v1/audiences/preview?objective=upsell")
                .then()
                .statusCode(400)
                .body("errors[0].pointer", equalTo("?objective"));
    }

    @Test
    void preferredTimesComeWithCustomersAndImports() {
        Api api = Api.newTenant();
        api.manager()
                .contentType("text/csv")
                .body(
                        "external_id,phone,Preferred Times\na,+966551234567,sun-thu 17:00-20:00\nb,+966551234568,evenings\n")
                .post("/api/v1/customers/import")
                .then()
                .statusCode(200)
                .body("accepted", equalTo(2))
                .body("warnings[0].line", equalTo(3))
                .body("warnings[0].code", equalTo("invalid_times"));
        api.manager()
                .get("/api/v1/customers")
                .then()
                .body("items.find { it.externalId == 'a' }.preferredTimes", equalTo("sun-thu 17:00-20:00"))
                .body("items.find { it.externalId == 'b' }.preferredTimes", nullValue());
        api.manager()
                .body(Map.of("externalId", "c", "phone", "+966551234569", "preferredTimes", "evenings"))
                .post("/api/v1/customers")
                .then()
                .statusCode(400)
                .body("errors.pointer", hasItem("/preferredTimes"));
    }

    private static ValidatableResponse consent(Api api, String path, Map<String, Object> body) {
        return api.manager().body(body).post(path).then();
    }

    private static void importRegistry(Api api, String list, LocalDate day) {
        api.manager()
                .contentType(ContentType.TEXT)
                .body("201,5550100\njunk\n+14165550101\n")
                .post("/api/v1/do-not-call/import?list=" + list + "&maxRejectedPercent=50&date=" + day)
                .then()
                .statusCode(200)
                .body("received", equalTo(3))
                .body("errors.line", contains(2));
    }

    private static void refused(String path, Map<String, Object> body, String pointer) {
        Api.platform()
                .header("If-Match", "*")
                .body(body)
                .put(path)
                .then()
                .statusCode(400)
                .body("errors.pointer", hasItem(pointer));
    }

    private static ValidatableResponse put(Api api, String ifMatch, String rules) {
        return api.manager().header("If-Match", ifMatch).body(rules).put(RULES).then();
    }

    private static JsonObject calls(JsonObject window) {
        return new JsonObject().put("windows", new JsonArray().add(window));
    }

    private static JsonObject draft(String regulation, JsonObject calls) {
        JsonObject compliance = new JsonObject();
        if (regulation != null) {
            compliance.put("regulation", regulation);
        }
        return new JsonObject()
                .put("name", "C")
                .put("startAt", Instant.now().plusSeconds(3600).toString())
                .put("duration", "P7D")
                .put("calls", calls)
                .put("compliance", compliance);
    }

    private static String check(Api api, String regulation) {
        return check(api, draft(regulation, calls(DAY)), "compliance");
    }

    /** Whether the check passed, and its words. */
    private static String check(Api api, JsonObject draft, String name) {
        String id = api.manager()
                .body(draft.encode())
                .post("/api/v1/campaigns")
                .then()
                .statusCode(201)
                .extract()
                .path("id");
        Map<String, Object> check = api.manager()
                .post("/api/v1/campaigns/" + id + "/validate")
                .then()
                .statusCode(200)
                .extract()
                .path("checks.find { it.name == '" + name + "' }");
        return check.get("passed") + " " + check.get("detail");
    }
}
