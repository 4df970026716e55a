package io.outdial.dialer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.outdial.platform.TenantDb;
import io.outdial.support.LocalDelivery;
import io.outdial.telephony.FakePlatform;
import io.outdial.telephony.retell.FakeRetell;
import io.outdial.telephony.vapi.FakeVapi;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Campaigns over platforms of voice agents, from the claim to the report; their messages come twice and out of order. */
@QuarkusTest
class PlatformCampaignTest {

    private static final int TARGETS = 40;

    @Inject
    TenantDb db;

    private static final Map<String, String> VAPI = Map.of(
            "customer-ended-call", "answered_human",
            "voicemail", "answered_machine",
            "customer-busy", "busy",
            "customer-did-not-answer", "no_answer",
            "twilio-reported-customer-misdialed", "invalid_number");

    private static final Map<String, String> RETELL = Map.of(
            "user_hangup", "answered_human",
            "voicemail_reached", "answered_machine",
            "dial_busy", "busy",
            "dial_no_answer", "no_answer",
            "invalid_destination", "invalid_number");

    private static Function<String, String> fates(Map<String, String> known) {
        List<String> reasons = known.keySet().stream().sorted().toList();
        return phone -> reasons.get(Integer.parseInt(phone.substring(phone.length() - 4)) % reasons.size());
    }

    @Test
    void aCampaignOverVapiEqualsThePlatformsJournal() {
        try (FakeVapi vapi = new FakeVapi(fates(VAPI), 20, 100, true, true)) {
            Map<String, Object> settings = Map.of(
                    "baseUrl",
                    vapi.url(),
                    "assistantId",
                    FakeVapi.ASSISTANT,
                    "phoneNumberId",
                    FakeVapi.NUMBER,
                    "signature",
                    "hmac",
                    "credentialId",
                    "cred-1",
                    "exchangeRate",
                    "3.75");
            equalsItsJournal(
                    vapi,
                    VAPI,
                    "0.4628",
                    Map.of(
                            "kind",
                            "vapi",
                            "name",
                            "Vapi",
                            "settings",
                            settings,
                            "credentials",
                            Map.of("apiKey", FakeVapi.KEY, "serverSecret", FakeVapi.SECRET)));
        }
    }

    @Test
    void aCampaignOverRetellEqualsThePlatformsJournal() {
        try (FakeRetell retell = new FakeRetell(fates(RETELL), 20, 100, true)) {
            equalsItsJournal(
                    retell,
                    RETELL,
                    "2.625",
                    Map.of(
                            "kind",
                            "retell",
                            "name",
                            "Retell",
                            "settings",
                            Map.of("baseUrl", retell.url(), "agentId", FakeRetell.AGENT, "exchangeRate", "3.75"),
                            "credentials",
                            Map.of("apiKey", FakeRetell.KEY),
                            "callerIds",
                            List.of("+966112345678")));
        }
    }

    /** @param price of a call that was answered, in the tenant's currency */
    private void equalsItsJournal(
            FakePlatform platform, Map<String, String> outcomes, String price, Map<String, Object> body) {
        platform.reportsTo(new LocalDelivery());
        Scene scene = new Scene(db, Map.of(), TARGETS);
        String connection = scene.api
                .manager()
                .body(body)
                .post("/api/v1/telephony/connections")
                .then()
                .statusCode(201)
                .extract()
                .path("id");
        String campaign = scene.campaign(new JsonObject()
                .put("windows", Scene.ALWAYS)
                .put("connectionId", connection)
                .put("retry", new JsonObject().put("maxAttempts", 1)));
        await().atMost(Duration.ofSeconds(60))
                .until(() -> scene.progress(campaign).getString("state"), "completed"::equals);

        assertThat(platform.complaints).isEmpty();
        Map<String, String> happened = new HashMap<>();
        platform.made.forEach(call -> assertThat(happened.put(call.to, outcomes.get(call.reason)))
                .as("each number once")
                .isNull());
        assertThat(happened).hasSize(TARGETS);
        Map<String, String> said = new HashMap<>();
        for (Row row : scene.sql("select phone, outcome, summary from attempt where tenant_id = $1")) {
            said.put(row.getString("phone"), row.getString("outcome"));
            assertThat(row.getString("summary"))
                    .isEqualTo(row.getString("outcome").equals("answered_human") ? "Sara booked for Tuesday." : null);
        }
        assertThat(said).isEqualTo(happened);
        JsonPath report = scene.progress(campaign);
        Map<String, Long> counted =
                happened.values().stream().collect(Collectors.groupingBy(each -> each, Collectors.counting()));
        counted.forEach((outcome, n) -> assertThat(report.getLong("attempts.byOutcome." + outcome))
                .as(outcome)
                .isEqualTo(n));
        long answered = counted.get("answered_human") + counted.get("answered_machine");
        assertThat(report.getDouble("spend.amount")).isEqualTo(answered * Double.parseDouble(price));
    }
}
