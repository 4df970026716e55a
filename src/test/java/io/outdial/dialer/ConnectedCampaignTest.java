package io.outdial.dialer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;

import io.outdial.kernel.Disposition;
import io.outdial.kernel.Outcome;
import io.outdial.platform.TenantDb;
import io.outdial.platform.WebhookSignatures;
import io.outdial.support.Api;
import io.outdial.support.LocalDelivery;
import io.outdial.telephony.twilio.FakeTwilio;
import io.outdial.telephony.twilio.FakeTwilio.Fate;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Campaigns over a provider's API, from the claim to the report, and what happens when the provider is away. */
@QuarkusTest
class ConnectedCampaignTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Inject
    TenantDb db;

    @Inject
    Bench bench;

    private static Fate fate(String phone) {
        Fate[] fates = Fate.values();
        return fates[Integer.parseInt(phone.substring(phone.length() - 4)) % fates.length];
    }

    static String connect(Api tenant, FakeTwilio twilio, Map<String, Object> more) {
        Map<String, Object> body = new HashMap<>(Map.of(
                "kind",
                "twilio",
                "name",
                "Fake",
                "settings",
                Map.of(
                        "accountSid",
                        FakeTwilio.ACCOUNT,
                        "baseUrl",
                        twilio.url(),
                        "agentStream",
                        "wss://agent.example.com/audio",
                        "costPerMinute",
                        "0.5"),
                "credentials",
                Map.of("authToken", FakeTwilio.TOKEN),
                "callerIds",
                List.of("+966112345678")));
        body.putAll(more);
        return tenant.manager()
                .body(body)
                .post("/api/v1/telephony/connections")
                .then()
                .statusCode(201)
                .extract()
                .path("id");
    }

    private static JsonObject calls(String connection) {
        return new JsonObject()
                .put("windows", Scene.ALWAYS)
                .put("connectionId", connection)
                .put("retry", new JsonObject().put("maxAttempts", 1));
    }

    /** What is not over yet, for whom the test waits for in vain. */
    private static String still(Scene scene) {
        StringBuilder text = new StringBuilder();
        scene.sql(
                        "select state, provider_call_id is not null as known, ringing_at is not null as rang, count(*)::int as n"
                                + " from live_attempt where tenant_id = $1 group by 1, 2, 3")
                .forEach(row -> text.append(row.deepToString()).append(' '));
        scene.sql("select state, reason, count(*)::int as n from ready where tenant_id = $1 group by 1, 2")
                .forEach(row -> text.append(row.deepToString()).append(' '));
        return text.toString();
    }

    /** Whoever was put back need not wait out what nobody looks at here. */
    private static boolean isCompleted(Scene scene, String campaign) {
        scene.sql("update ready set due_at = '2020-01-01T00:00Z' where tenant_id = $1 and due_at is not null");
        scene.sql("update tenant_due set next_due = '2020-01-01T00:00Z' where tenant_id = $1");
        return scene.progress(campaign).getString("state").equals("completed");
    }

    @Test
    void theReportOfTwoHundredCallsEqualsTheProvidersJournal() {
        try (FakeTwilio twilio = new FakeTwilio(ConnectedCampaignTest::fate, 20, 150, true)) {
            twilio.reportsTo(new LocalDelivery());
            Scene scene = new Scene(db, Map.of(), 200);
            String connection = connect(scene.api, twilio, Map.of("callsPerSecond", 400, "maxConcurrentCalls", 40));
            String campaign = scene.campaign(calls(connection));
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(scene.progress(campaign).getString("state"))
                            .as(() -> still(scene))
                            .isEqualTo("completed"));

            assertThat(twilio.complaints).isEmpty();
            assertThat(twilio.created).as("every number, once").hasSize(200).doesNotHaveDuplicates();
            assertThat(twilio.mostAtOnce.get()).as("calls at once").isBetween(2, 40);
            Map<String, String> said = new HashMap<>();
            for (Row row : scene.sql("select phone, outcome, connection from attempt where tenant_id = $1")) {
                assertThat(row.getString("connection")).isEqualTo(connection);
                said.put(row.getString("phone"), row.getString("outcome"));
            }
            Map<String, String> happened =
                    twilio.created.stream().collect(Collectors.toMap(phone -> phone, phone -> fate(phone).outcome));
            assertThat(said).isEqualTo(happened);

            JsonPath report = scene.progress(campaign);
            Map<String, Long> counted =
                    happened.values().stream().collect(Collectors.groupingBy(each -> each, Collectors.counting()));
            counted.forEach((outcome, n) -> assertThat(report.getLong("attempts.byOutcome." + outcome))
                    .as(outcome)
                    .isEqualTo(n));
            long answered = counted.get("answered_human") + counted.get("answered_machine");
            assertThat(report.getDouble("spend.amount"))
                    .as("half a riyal for each begun minute")
                    .isEqualTo(answered * 0.5);
        }
    }

    @Test
    void thePriceThatTheProviderSaysLaterCorrectsWhatWasSpent() {
        try (FakeTwilio twilio = new FakeTwilio(phone -> Fate.HUMAN, 10, 20, false)) {
            twilio.reportsTo(new LocalDelivery());
            Scene scene = new Scene(db, Map.of(), 3);
            Map<String, Object> settings = Map.of(
                    "accountSid",
                    FakeTwilio.ACCOUNT,
                    "baseUrl",
                    twilio.url(),
                    "agentStream",
                    "wss://agent.example.com/audio",
                    "costPerMinute",
                    "0.5",
                    "exchangeRate",
                    "3.75");
            String campaign = scene.campaign(calls(connect(scene.api, twilio, Map.of("settings", settings))));
            await().atMost(PATIENCE).until(() -> scene.progress(campaign).getString("state"), "completed"::equals);
            assertThat(scene.progress(campaign).getDouble("spend.amount"))
                    .as("an estimate")
                    .isEqualTo(1.5);
            assertThat(scene.count("price_due")).isEqualTo(3);
            String untold = twilio.calls.keySet().iterator().next();
            twilio.calls.keySet().stream()
                    .filter(sid -> !sid.equals(untold))
                    .forEach(sid -> twilio.prices(sid, "-0.10400"));

            scene.sql("update price_due set ask_at = '2020-01-01T00:00Z' where tenant_id = $1");
            scene.sql("update tenant_due set next_reap = '2020-01-01T00:00Z' where tenant_id = $1");
            await().atMost(PATIENCE).until(() -> scene.count("price_due") == 1);
            assertThat(scene.progress(campaign).getDouble("spend.amount")).isEqualTo(0.5 + 2 * 0.39);
            assertThat(scene.sql("select cost from attempt where tenant_id = $1").stream()
                            .map(row -> row.getBigDecimal("cost").doubleValue()))
                    .containsExactlyInAnyOrder(0.5, 0.39, 0.39);
            assertThat(scene.one("select asked, ask_at > '2020-01-02' as later from price_due where tenant_id = $1")
                            .getBoolean("later"))
                    .as("it is asked again, later")
                    .isTrue();
        }
    }

    @Test
    void anOptOutThatTheAgentReportsAfterTheEndStillCounts() {
        try (FakeTwilio twilio = new FakeTwilio(phone -> Fate.HUMAN, 10, 20, false)) {
            LocalDelivery delivery = new LocalDelivery();
            twilio.reportsTo(delivery);
            Scene scene = new Scene(db, Map.of(), 1);
            String secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
            String connection = connect(
                    scene.api,
                    twilio,
                    Map.of("credentials", Map.of("authToken", FakeTwilio.TOKEN, "agentSecret", secret)));
            String campaign = scene.campaign(calls(connection));
            await().atMost(PATIENCE).until(() -> scene.progress(campaign).getString("state"), "completed"::equals);
            Row attempt = scene.one("select attempt_id, phone, disposition from attempt where tenant_id = $1");
            String id = attempt.getUUID("attempt_id").toString();
            byte[] report = new JsonObject()
                    .put("attempt", id)
                    .put("disposition", "opted_out")
                    .toBuffer()
                    .getBytes();
            String url = "https://outdial.test/api/v1/telephony/twilio/" + connection + "/report?tenant="
                    + scene.tenant.value() + "&attempt=" + id;
            Map<String, String> headers =
                    new HashMap<>(WebhookSignatures.headers(secret, "late-1", java.time.Instant.now(), report));
            headers.put("Content-Type", "application/json");
            assertThat(delivery.deliver(url, headers, report).status()).isEqualTo(204);
            await().atMost(PATIENCE).until(() -> scene.count("do_not_call") == 1);
            assertThat(scene.one("select phone, list from do_not_call where tenant_id = $1")
                            .getString("phone"))
                    .isEqualTo(attempt.getString("phone"));
            assertThat(scene.progress(campaign).getInt("attempts.total")).isEqualTo(1);
        }
    }

    @Test
    void aBrokenConnectionHoldsItsCampaignIsShownAndHealsByItself() {
        try (FakeTwilio twilio = new FakeTwilio(phone -> Fate.HUMAN, 10, 20, false)) {
            twilio.reportsTo(new LocalDelivery());
            Scene scene = new Scene(db, Map.of(), 30);
            String connection = connect(scene.api, twilio, Map.of());
            twilio.refusesWith(401);
            String campaign = scene.campaign(calls(connection));
            await().atMost(PATIENCE)
                    .until(() -> scene.progress(campaign).getString("bindingLimit"), "connection"::equals);
            String path = "/api/v1/telephony/connections/" + connection;
            await().atMost(PATIENCE).until(() -> scene.api.manager().get(path).path("health.state"), "broken"::equals);
            assertThat(scene.progress(campaign).getString("state")).isEqualTo("active");

            twilio.refusesWith(0);
            await().atMost(PATIENCE).until(() -> isCompleted(scene, campaign));
            assertThat(twilio.created).hasSize(30).doesNotHaveDuplicates();
            await().atMost(PATIENCE).until(() -> scene.api.manager().get(path).path("health.state"), "healthy"::equals);
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(scene
                                    .sql(
                                            "select type from campaign_event where tenant_id = $1 order by campaign_id, event_no")
                                    .stream()
                                    .map(row -> row.getString("type"))
                                    .filter(type -> type.startsWith("connection_")))
                            .startsWith("connection_broken")
                            .endsWith("connection_healthy"));
            assertThat(scene.sql("select from target where tenant_id = $1 and attempts <> 1"))
                    .as("no refusal consumed an attempt")
                    .isEmpty();
        }
    }

    @Test
    void aBrokenConnectionsCallsGoOverItsFallback() {
        try (FakeTwilio away = new FakeTwilio(phone -> Fate.HUMAN, 10, 20, false);
                FakeTwilio there = new FakeTwilio(phone -> Fate.HUMAN, 10, 20, false)) {
            away.reportsTo(new LocalDelivery());
            there.reportsTo(new LocalDelivery());
            away.refusesWith(401);
            Scene scene = new Scene(db, Map.of(), 30);
            String fallback = connect(scene.api, there, Map.of());
            String connection = connect(scene.api, away, Map.of("fallbackConnectionId", fallback));
            String campaign = scene.campaign(calls(connection));
            await().atMost(PATIENCE).until(() -> isCompleted(scene, campaign));
            assertThat(there.created).hasSize(30).doesNotHaveDuplicates();
        }
    }

    @Test
    void itsLimitHoldsHoweverManyClaimAtOnceAndRoomComesBackWithEachEnd() {
        try (FakeTwilio twilio = new FakeTwilio(phone -> Fate.HUMAN, 10, 20, false)) {
            Scene scene = new Scene(db, Map.of(), 30);
            connect(scene.api, twilio, Map.of("maxConcurrentCalls", 7));
            scene.closed();
            List<Claimed> claimed = IntStream.range(0, 8)
                    .parallel()
                    .mapToObj(i -> bench.claim(scene, Scene.OPEN))
                    .flatMap(List::stream)
                    .toList();
            List<Claimed> all = new ArrayList<>(claimed);
            all.addAll(bench.claim(scene, Scene.OPEN.plusSeconds(2)));
            assertThat(all).hasSize(7);
            assertThat(bench.claim(scene, Scene.OPEN.plusSeconds(4))).isEmpty();

            bench.startSending(scene, all, Scene.OPEN.plusSeconds(5));
            all.subList(0, 3)
                    .forEach(each -> bench.report(
                            Scene.OPEN.plusSeconds(6),
                            Bench.end(scene.tenant, each.id(), Outcome.BUSY, Disposition.NONE, Scene.OPEN)));
            assertThat(bench.claim(scene, Scene.OPEN.plusSeconds(7))).hasSize(3);
        }
    }

    @Test
    void aCallToMyselfSpeaksTheCampaignsScriptAndCountsNowhere() {
        try (FakeTwilio twilio = new FakeTwilio(phone -> Fate.HUMAN, 10, 100, false)) {
            twilio.reportsTo(new LocalDelivery());
            Scene scene = new Scene(db, Map.of(), 1);
            String connection = connect(scene.api, twilio, Map.of());
            String campaign = scene.closed();
            String customer = scene.one("select customer_id from customer where tenant_id = $1")
                    .getUUID("customer_id")
                    .toString();
            Map<String, Object> body =
                    Map.of("connectionId", connection, "campaignId", campaign, "customerId", customer);
            String path = "/api/v1/telephony/test-calls";
            scene.api.manager().body(body).post(path).then().statusCode(409);
            String id = scene.api
                    .withPhone("+966551112222")
                    .body(body)
                    .post(path)
                    .then()
                    .statusCode(201)
                    .body("state", equalTo("live"))
                    .extract()
                    .path("id");
            scene.api
                    .withPhone("+966551112222")
                    .body(body)
                    .post(path)
                    .then()
                    .statusCode(429)
                    .header("Retry-After", Integer::parseInt, greaterThan(20));
            assertThat(twilio.created).containsExactly("+966551112222");
            await().atMost(PATIENCE)
                    .until(() -> scene.api.manager().get(path + "/" + id).path("outcome"), "answered_human"::equals);
            assertThat(twilio.calls.values().iterator().next().document).contains("value=\"Hello Sara\"");
            assertThat(scene.count("attempt")).isZero();
            assertThat(scene.progress(campaign).getInt("attempts.total")).isZero();
            Api.newTenant().manager().get(path + "/" + id).then().statusCode(404);
        }
    }
}
