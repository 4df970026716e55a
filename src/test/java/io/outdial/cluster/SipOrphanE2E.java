package io.outdial.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.outdial.cluster.Cluster.Plan;
import io.outdial.e2e.Scenario;
import io.outdial.e2e.SipMessage;
import io.outdial.e2e.Sipp;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A process that holds calls over a trunk: while it lives another one leaves them alone however long they last, and when it is
 * killed that one ends them on both sides and settles their attempts.
 */
class SipOrphanE2E {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final int CALLS = 3;
    /** More than twice what a call may be silent without a sign of its process. */
    private static final Duration LONG = Duration.ofSeconds(40);

    @TempDir
    private Path directory;

    @Test
    void callsAreTheirProcessesUntilItIsKilledAndThenEndedByAnother() throws Exception {
        try (Sipp trunk = Sipp.answering(Scenario.answer());
                Sipp agent = Sipp.answering(Scenario.answer());
                Cluster cluster = new Cluster(directory.resolve("postgres"), Path.of("target", "sip-orphan.journal"))
                        .with(
                                "telephony.sip.address=127.0.0.1",
                                "telephony.sip.bind=127.0.0.1",
                                "telephony.sip.port=0",
                                "telephony.sip.tls-port=0",
                                "outbound.allow-private-addresses=true")) {
            Jvm caller = cluster.join("caller");
            cluster.tenant(
                    caller,
                    "trunk",
                    new JsonObject()
                            .put("maxConcurrentCalls", CALLS)
                            .put("callsPerSecond", 100)
                            .put("maxDailyCalls", 1_000)
                            .put("maxActiveCampaigns", 1),
                    1,
                    new JsonObject()
                            .put("kind", "sip")
                            .put("name", "sipp")
                            .put(
                                    "settings",
                                    new JsonObject()
                                            .put("host", "127.0.0.1")
                                            .put("port", trunk.port())
                                            .put("agent", agent.uri("noura"))),
                    new Plan("+96650", CALLS, null));
            await("both sides of every call are kept")
                    .atMost(PATIENCE)
                    .until(() -> cluster.database.number("select count(*) from sip_dialog") == 2 * CALLS
                            && agent.received("ACK").size() == CALLS);
            cluster.join("heir");
            await("the calls go on beside a process that does not know them")
                    .during(LONG)
                    .atMost(LONG.plusSeconds(20))
                    .until(() -> trunk.received("BYE").isEmpty()
                            && cluster.database.number("select count(*) from live_attempt where state = 'placed'")
                                    == CALLS);
            caller.kill();

            await("both sides of every call are ended")
                    .atMost(PATIENCE)
                    .until(() -> trunk.received("BYE").size() >= CALLS
                            && agent.received("BYE").size() >= CALLS);
            await("every attempt is settled")
                    .atMost(PATIENCE)
                    .until(() -> cluster.database.number("select count(*) from attempt") == CALLS);
            assertThat(cluster.database.rows("select distinct outcome, reason from attempt"))
                    .hasSize(1)
                    .first()
                    .asList()
                    .first()
                    .isEqualTo("answered_human");
            await().atMost(PATIENCE).until(() -> cluster.leftovers().isEmpty());
            assertThat(cluster.database.number("select count(*) from sip_dialog"))
                    .isZero();
            List<String> calls = trunk.received("BYE").stream()
                    .map(SipMessage::callId)
                    .distinct()
                    .toList();
            assertThat(calls).as("each call once").hasSize(CALLS);
            // What is answered late is said again, which sipp takes for a mistake.
            assertThat(trunk.errors().lines().filter(line -> line.contains("Unexpected")))
                    .allMatch(line -> line.contains("INVITE") || line.contains("BYE"));
        }
    }
}
