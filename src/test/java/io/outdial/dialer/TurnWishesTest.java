package io.outdial.dialer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.outdial.campaign.CampaignClock;
import io.outdial.kernel.Disposition;
import io.outdial.kernel.Outcome;
import io.outdial.support.Beside;
import io.outdial.support.Databases;
import io.outdial.support.Holder;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Whoever wishes for a turn gets one, also during a turn that has looked already and lasts longer than its lease. */
@QuarkusTest
class TurnWishesTest {

    private static final Instant NOW = Scene.OPEN;

    @Inject
    Bench bench;

    @Inject
    DueStore due;

    @Inject
    Claims claims;

    @Test
    void aCallThatEndsLateInALongTurnHasItsRetryMade() {
        Scene scene = new Scene(bench.db, Map.of(), 1);
        scene.closed();
        Instant mark = begin(scene, NOW);
        List<Claimed> claimed = bench.claim(scene, NOW);
        bench.startSending(scene, claimed, NOW);
        Instant heard = NOW.plusSeconds(3);
        bench.report(heard, Bench.end(scene.tenant, claimed.get(0).id(), Outcome.BUSY, Disposition.NONE, heard));

        end(scene, mark, NextTurn.FAR);
        assertThat(nextTurn(scene)).isBeforeOrEqualTo(heard);
    }

    @Test
    void callingRulesThatChangeDuringATurnAreSeenByTheNext() {
        Scene scene = new Scene(bench.db, Map.of(), 1);
        scene.closed();
        Instant mark = begin(scene, NOW);
        scene.api
                .manager()
                .header("If-Match", "*")
                .body("{}")
                .put("/api/v1/tenant/calling-rules")
                .then()
                .statusCode(200);
        end(scene, mark, NextTurn.FAR);
        assertThat(nextTurn(scene)).isBeforeOrEqualTo(NOW);
    }

    @Test
    void aTurnOfWhichNobodyWishedAnythingEndsAsItSays() {
        Scene scene = new Scene(bench.db, Map.of(), 1);
        scene.closed();
        Instant mark = begin(scene, NOW);
        end(scene, mark, NextTurn.FAR);
        assertThat(nextTurn(scene)).isEqualTo(NextTurn.FAR);
    }

    @Test
    void aCampaignThatIsScheduledDuringATurnStarts() {
        Scene scene = new Scene(bench.db, Map.of(), 1);
        Instant tomorrow = Instant.now().plus(Duration.ofDays(1));
        scene.sql("update tenant_due set next_due = $2 where tenant_id = $1", tomorrow.atOffset(ZoneOffset.UTC));
        Instant mark = begin(scene, tomorrow.plusMillis(1));
        Instant start = tomorrow.plus(Duration.ofDays(7));
        scene.scheduled(new JsonObject().put("windows", Scene.ALWAYS), new JsonObject(), start);

        end(scene, mark, NextTurn.FAR);
        assertThat(nextTurn(scene)).isBeforeOrEqualTo(start);
    }

    /** Its targets are a million, say: the tenant's other campaigns are called meanwhile. */
    @Test
    void aCampaignThatIsBeingStartedHoldsUpNoTurn() throws SQLException {
        Scene scene = new Scene(bench.db, Map.of(), 1);
        String campaign = scene.scheduled(
                new JsonObject().put("windows", Scene.ALWAYS),
                new JsonObject(),
                Instant.now().plus(Duration.ofDays(7)));
        // The start comes to its zones and waits there.
        try (Holder zone = new Holder(
                "insert into campaign_zone (tenant_id, campaign_id, zones) values (?, ?, 'Asia/Riyadh')",
                scene.tenant.value(),
                UUID.fromString(campaign))) {
            scene.sql("update campaign set next_attempt_at = $2 where tenant_id = $1", OffsetDateTime.now());
            scene.sql("update tenant_due set next_due = $2 where tenant_id = $1", OffsetDateTime.now());
            zone.awaitWaiting();
            Instant waits = Instant.now();
            await().atMost(Scene.PATIENCE)
                    .untilAsserted(() -> assertThat(nextTurn(scene)).isAfter(waits.plusSeconds(3)));
        }
        await().atMost(Scene.PATIENCE)
                .untilAsserted(() -> assertThat(scene.one("select state from campaign where tenant_id = $1")
                                .getString("state"))
                        .isNotEqualTo("scheduled"));
    }

    @Test
    void aTenantWithACampaignUnderWayIsLookedAtNowAndThenThoughNobodyWishesIt() {
        Instant end = NOW.plus(Duration.ofDays(30));
        assertThat(TenantTurns.next(NextTurn.FAR, end, NOW)).isEqualTo(NOW.plus(TenantTurns.LOOK_AGAIN));
        assertThat(TenantTurns.next(NOW.plusSeconds(2), end, NOW)).isEqualTo(NOW.plusSeconds(2));
        assertThat(TenantTurns.next(NextTurn.FAR, NOW.plusSeconds(9), NOW)).isEqualTo(NOW.plusSeconds(9));
        assertThat(TenantTurns.next(NextTurn.FAR, CampaignClock.NEVER, NOW))
                .as("one with nothing under way costs nothing")
                .isEqualTo(NextTurn.FAR);
    }

    /** Whoever ends the suspension wakes nobody. */
    @Test
    void aSuspendedTenantIsLookedAtAgainSoon() {
        Scene scene = new Scene(bench.db, Map.of(), 1);
        scene.closed();
        scene.sql("update tenant set status = 'suspended' where tenant_id = $1");
        Claims.Result result =
                claims.claim(scene.tenant, 100, () -> NOW).await().atMost(Scene.PATIENCE);
        assertThat(result.claimed()).isEmpty();
        assertThat(result.next()).isBeforeOrEqualTo(NOW.plus(NextTurn.WHILE_SUSPENDED));
    }

    /** Settling locks counters and then the tenant's turn. A resume the other way round would wait for it in a ring. */
    @Test
    void aResumeTakesItsLocksInTheOrderOfWhoeverSettles() throws SQLException {
        Scene scene = new Scene(bench.db, Map.of(), 1);
        String campaign = scene.closed();
        scene.act(campaign, "pause", "{}");
        try (Connection settling = Databases.asOwner();
                Statement statement = settling.createStatement()) {
            settling.setAutoCommit(false);
            setTenant(settling, scene);
            statement.execute("set local lock_timeout = '500ms'");
            int backend = number(statement, "select pg_backend_pid()");
            statement.execute(
                    "select from campaign_counter where tenant_id = '" + scene.tenant.value() + "' for no key update");
            CompletableFuture<Void> resumed = Beside.run(() -> scene.act(campaign, "resume", "{}"));
            await().atMost(Scene.PATIENCE)
                    .until(() -> number(
                                    statement,
                                    "select count(*) from pg_stat_activity where " + backend
                                            + " = any (pg_blocking_pids(pid))")
                            > 0);
            statement.execute(
                    "update tenant_due set next_due = next_due where tenant_id = '" + scene.tenant.value() + "'");
            settling.commit();
            assertThat(resumed).succeedsWithin(Scene.PATIENCE);
        }
    }

    private static void setTenant(Connection connection, Scene scene) throws SQLException {
        try (PreparedStatement set = connection.prepareStatement("select set_tenant(?)")) {
            set.setObject(1, scene.tenant.value());
            set.execute();
        }
    }

    private static int number(Statement statement, String sql) throws SQLException {
        try (ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getInt(1);
        }
    }

    private Instant begin(Scene scene, Instant now) {
        Instant mark = due.beginTurn(scene.tenant, now).await().atMost(Scene.PATIENCE);
        assertThat(mark).as("the turn is free").isNotNull();
        return mark;
    }

    private void end(Scene scene, Instant mark, Instant next) {
        due.endTurn(scene.tenant, mark, next).await().atMost(Scene.PATIENCE);
    }

    private static Instant nextTurn(Scene scene) {
        OffsetDateTime next = scene.one("select next_due from tenant_due where tenant_id = $1")
                .getOffsetDateTime("next_due");
        return next.toInstant();
    }
}
