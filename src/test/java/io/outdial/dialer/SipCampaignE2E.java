package io.outdial.dialer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.outdial.e2e.Scenario;
import io.outdial.e2e.Scenario.Fate;
import io.outdial.e2e.SipMessage;
import io.outdial.e2e.Sipp;
import io.outdial.platform.TenantDb;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** A campaign over a trunk, from the claim to the report. */
@QuarkusTest
class SipCampaignE2E {

    private static final Duration PATIENCE = Duration.ofSeconds(120);

    @Inject
    TenantDb db;

    private static String outcome(Fate fate) {
        return switch (fate) {
            case ANSWERS, HANGS_UP -> "answered_human";
            case BUSY -> "busy";
            case DECLINES -> "rejected";
            case RINGS -> "no_answer";
            case DOES_NOT_EXIST -> "invalid_number";
        };
    }

    /**
     * What the trunk's own journal says became of a number: by the last response to its INVITE, and when it was answered, by
     * whether the agent's media came before the end.
     */
    private static String outcome(List<SipMessage> call) {
        boolean answered = call.stream().anyMatch(each -> each.shape().equals("200 INVITE"));
        boolean bridged = call.stream()
                .anyMatch(each -> each.shape().equals("200 INVITE")
                        && !each.header("CSeq").orElse("").startsWith("1 "));
        return answered
                ? bridged ? "answered_human" : "abandoned"
                : call.stream()
                        .map(SipMessage::shape)
                        .filter(shape -> shape.matches("[4-6].. INVITE"))
                        .map(shape -> switch (shape.substring(0, 3)) {
                            case "486" -> "busy";
                            case "603" -> "rejected";
                            case "404" -> "invalid_number";
                            case "487" -> "no_answer";
                            default -> shape;
                        })
                        .findFirst()
                        .orElse("nothing");
    }

    @Test
    void theReportOfTwoHundredCallsEqualsTheTrunksJournal() {
        try (Sipp trunk = Sipp.answering(Scenario.byNumber(Duration.ofSeconds(2)));
                Sipp agent = Sipp.answering(Scenario.answerThenHangUp(Duration.ofMillis(800)))) {
            Scene scene = new Scene(db, Map.of(), 200);
            String connection = scene.api
                    .manager()
                    .body(Map.of(
                            "kind",
                            "sip",
                            "name",
                            "sipp",
                            "settings",
                            Map.of(
                                    "host",
                                    "127.0.0.1",
                                    "port",
                                    trunk.port(),
                                    "agent",
                                    agent.uri("noura"),
                                    "costPerMinute",
                                    "0.5"),
                            "callerIds",
                            List.of("+966112345678"),
                            "callsPerSecond",
                            100,
                            "maxConcurrentCalls",
                            40))
                    .post("/api/v1/telephony/connections")
                    .then()
                    .statusCode(201)
                    .extract()
                    .path("id");
            String campaign = scene.campaign(new JsonObject()
                    .put("windows", Scene.ALWAYS)
                    .put("connectionId", connection)
                    .put("ringTimeout", "PT5S")
                    .put("retry", new JsonObject().put("maxAttempts", 1)));
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(scene.progress(campaign).getString("state"))
                            .isEqualTo("completed"));

            Map<String, String> happened = trunk.received("INVITE").stream()
                    .filter(invite -> invite.header("To")
                            .filter(to -> to.contains("tag="))
                            .isEmpty())
                    .collect(Collectors.toMap(
                            SipMessage::calledNumber, invite -> outcome(trunk.journal(invite.callId()))));
            assertThat(happened).as("every number, once").hasSize(200);
            happened.forEach((number, what) -> {
                if (!what.equals("abandoned") || Fate.of(number) != Fate.HANGS_UP) { // before a slow agent came
                    assertThat(what).as(number).isEqualTo(outcome(Fate.of(number)));
                }
            });
            Map<String, String> said = new HashMap<>();
            for (Row row : scene.sql("select phone, outcome, connection from attempt where tenant_id = $1")) {
                assertThat(row.getString("connection")).isEqualTo(connection);
                said.put(row.getString("phone"), row.getString("outcome"));
            }
            assertThat(said).isEqualTo(happened);

            JsonPath report = scene.progress(campaign);
            Map<String, Long> counted =
                    happened.values().stream().collect(Collectors.groupingBy(each -> each, Collectors.counting()));
            counted.forEach((what, n) -> assertThat(report.getLong("attempts.byOutcome." + what))
                    .as(what)
                    .isEqualTo(n));
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(scene.sql("select 1 from sip_dialog where tenant_id = $1"))
                            .isEmpty());
        }
    }
}
