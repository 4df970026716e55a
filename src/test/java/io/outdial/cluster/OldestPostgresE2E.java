package io.outdial.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The oldest PostgreSQL that the project promises to work with makes the schema and carries a campaign to its end. */
class OldestPostgresE2E {

    private static final int VERSION = 15;
    private static final int PEOPLE = 300;

    @TempDir
    private Path directory;

    @Test
    void aCampaignIsCarriedToItsEnd() throws Exception {
        try (InstalledPostgres server = InstalledPostgres.start(VERSION);
                Cluster cluster = new Cluster(
                        new Database(server.port()),
                        directory.resolve("journal.jsonl"),
                        "speed=100",
                        "talk-seconds=10",
                        "answer-rate=0.7",
                        "busy-rate=0.2")) {
            assertThat(cluster.database.text("show server_version")).startsWith(VERSION + ".");
            Jvm replica = cluster.join("only");
            cluster.tenant(
                    replica,
                    "north",
                    new JsonObject()
                            .put("maxConcurrentCalls", 50)
                            .put("callsPerSecond", 1_000)
                            .put("maxDailyCalls", 100_000)
                            .put("maxActiveCampaigns", 1),
                    2,
                    new Cluster.Plan("+96650", PEOPLE, null));

            await("every target is final")
                    .atMost(Duration.ofMinutes(2))
                    .pollInterval(Duration.ofMillis(200))
                    .until(() -> cluster.database.number("select count(*) from target") == PEOPLE
                            && cluster.leftovers().isEmpty());

            assertThat(cluster.journal().createdTwice()).isEmpty();
            assertThat(cluster.journal().rung()).hasSize(PEOPLE);
        }
    }
}
