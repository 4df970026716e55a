package io.outdial.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.outdial.dev.DemoCampaigns;
import io.outdial.support.Api;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.specification.RequestSpecification;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Each of the five scenarios through HTTP, from the customer file to the finished campaign, in a tenant of its own. They are
 * launched one after the other and call at the same time.
 */
@QuarkusTest
class MissionScenariosTest {

    private static final int MAX_ATTEMPTS = 3;

    private static final Map<String, Launch> LAUNCHES = new HashMap<>();

    /** @param failure why it did not come so far; null when the campaign is active */
    private record Launch(Api tenant, int matched, String campaign, Throwable failure) {}

    @ParameterizedTest(name = "{0} reaches {1} customers")
    @CsvSource({"interest, 1857", "booking, 185", "renewal, 379", "upsell, 1261", "win-back, 423"})
    void aScenarioRunsFromImportToCompletion(String slug, int audience) throws IOException {
        Launch launch = launched(slug);
        Api tenant = launch.tenant();
        String campaign = launch.campaign();
        assertThat(launch.matched()).isEqualTo(audience);

        await().atMost(Duration.ofSeconds(300))
                .pollInterval(Duration.ofMillis(250))
                .until(() -> progress(tenant, campaign).getString("state").equals("completed"));

        JsonPath progress = progress(tenant, campaign);
        assertThat(progress.getInt("targets.total")).isEqualTo(audience);
        Map<String, Integer> byState = progress.getMap("targets.byState");
        assertThat(byState.values().stream().mapToInt(Integer::intValue).sum()).isEqualTo(audience);
        for (String open : List.of("pending", "deferred", "in_progress", "waiting_retry")) {
            assertThat(byState.get(open)).as(open).isZero();
        }
        assertThat(progress.getInt("inFlight")).isZero();
        assertThat(byState.get("succeeded")).as("somebody agrees").isPositive();
        assertCalls(tenant, campaign, progress);
    }

    /** The first test that asks launches all. */
    private static Launch launched(String slug) {
        if (LAUNCHES.isEmpty()) {
            DemoCampaigns.all().forEach(scenario -> LAUNCHES.put(scenario.getString("slug"), launch(scenario)));
        }
        Launch launch = LAUNCHES.get(slug);
        if (launch.failure() != null) {
            throw new AssertionError(slug + " was not launched", launch.failure());
        }
        return launch;
    }

    private static Launch launch(JsonObject scenario) {
        try {
            Api tenant = Api.newTenant();
            importFiles(tenant);
            return launch(tenant, scenario);
        } catch (IOException | RuntimeException | AssertionError e) {
            return new Launch(null, 0, null, e);
        }
    }

    /** Reads every call and holds it to the rules from outside. */
    private static void assertCalls(Api tenant, String campaign, JsonPath progress) throws IOException {
        Set<String> forbidden = doNotCall();
        Map<String, Integer> attemptsByCustomer = new HashMap<>();
        Set<String> ids = new HashSet<>();
        for (String cursor = ""; cursor != null; ) {
            String path = "/api/v1/campaigns/" + campaign + "/calls?limit=500"
                    + (cursor.isEmpty() ? "" : "&cursor=" + cursor);
            JsonPath page =
                    tenant.manager().get(path).then().statusCode(200).extract().jsonPath();
            for (Map<String, Object> call : page.<Map<String, Object>>getList("items")) {
                assertThat(ids.add((String) call.get("id"))).isTrue();
                assertThat(forbidden).doesNotContain((String) call.get("phone"));
                assertThat(call.get("state")).isEqualTo("finished");
                attemptsByCustomer.merge((String) call.get("customerId"), 1, Integer::sum);
            }
            cursor = page.getString("nextCursor");
        }
        assertThat(attemptsByCustomer.values()).allMatch(attempts -> attempts <= MAX_ATTEMPTS);
        assertThat(ids).hasSize(progress.getInt("attempts.total"));
        int suppressed = progress.getInt("targets.byState.suppressed");
        assertThat(suppressed).as("the list had some of them").isPositive();
        int calledOrSuppressed = attemptsByCustomer.size() + progress.getInt("suppressedByReason.do_not_call");
        assertThat(calledOrSuppressed).isEqualTo(progress.getInt("targets.total"));
    }

    private static void importFiles(Api tenant) throws IOException {
        JsonPath answer = tenant.manager()
                .contentType("text/csv")
                .body(resource("/demo/customers-10k.csv"))
                .post("/api/v1/customers/import")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
        assertThat(answer.getInt("accepted")).isEqualTo(10_000);
        tenant.manager()
                .contentType("text/plain")
                .body(resource("/demo/do-not-call-sa.txt"))
                .post("/api/v1/do-not-call/import")
                .then()
                .statusCode(200);
    }

    private static Launch launch(Api tenant, JsonObject scenario) {
        RequestSpecification manager = tenant.manager();
        String agent = create(
                manager,
                "/voice-agents",
                new JsonObject().put("name", "Noura").put("language", "ar").put("voice", "noura"));
        String script = create(
                manager,
                "/scripts",
                new JsonObject()
                        .put("name", scenario.getString("name"))
                        .put("language", "en")
                        .put("template", scenario.getString("script")));
        int matched = manager.body(new JsonObject()
                        .put("query", scenario.getJsonObject("query"))
                        .encode())
                .post("/api/v1/audiences/preview")
                .then()
                .statusCode(200)
                .extract()
                .path("matched");
        String campaign = create(
                manager,
                "/campaigns",
                DemoCampaigns.body(scenario, agent, script, Instant.now().plusSeconds(600), "PT1S"));
        action(tenant, campaign, "schedule");
        action(tenant, campaign, "activate");
        return new Launch(tenant, matched, campaign, null);
    }

    private static void action(Api tenant, String campaign, String action) {
        tenant.manager()
                .post("/api/v1/campaigns/" + campaign + "/" + action)
                .then()
                .statusCode(200);
    }

    private static String create(RequestSpecification manager, String path, JsonObject body) {
        return manager.body(body.encode())
                .post("/api/v1" + path)
                .then()
                .statusCode(201)
                .extract()
                .path("id");
    }

    private static JsonPath progress(Api tenant, String campaign) {
        return tenant.as("viewer")
                .get("/api/v1/campaigns/" + campaign + "/progress")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    private static Set<String> doNotCall() throws IOException {
        return new HashSet<>(new ArrayList<>(
                Arrays.asList(new String(resource("/demo/do-not-call-sa.txt"), java.nio.charset.StandardCharsets.UTF_8)
                        .split("\\s+"))));
    }

    private static byte[] resource(String path) throws IOException {
        try (InputStream in = MissionScenariosTest.class.getResourceAsStream(path)) {
            return in.readAllBytes();
        }
    }
}
