package io.outdial.dialer;

import static org.assertj.core.api.Assertions.assertThat;

import io.outdial.kernel.AttemptId;
import io.outdial.kernel.Disposition;
import io.outdial.kernel.Outcome;
import io.outdial.telephony.LookUp;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * A target is in exactly one of the queue, the live attempts and the final targets, and the counters say the same,
 * whatever happens to it.
 */
@QuarkusTest
class OnePlaceTest {

    private static final Instant NOW = Scene.OPEN;
    private static final Instant LATER = NOW.plus(Duration.ofHours(5));

    @Inject
    Bench bench;

    private final Network silent = new Network(new LookUp.Unsure(), false);

    @Test
    void throughRetriesDeferralsSuppressionsRecoveryAndAStop() {
        Scene scene = new Scene(bench.db, Map.of(), 12);
        // Two with one number, and one whom a network never found: suppressed when the campaign begins.
        scene.sql("update customer set phone = (select phone from customer where tenant_id = $1 and external_id = '1')"
                + " where tenant_id = $1 and external_id = '2'");
        scene.sql("insert into invalid_number (tenant_id, customer_id, phone) select tenant_id, customer_id, phone"
                + " from customer where tenant_id = $1 and external_id = '3'");
        String first = scene.closed();
        String second = scene.closed();
        assertThat(places(scene)).isEqualTo("live 0, ready 20, target 4");

        List<Claimed> claimed = bench.claim(scene, NOW);
        assertThat(claimed).hasSize(10);
        assertThat(places(scene))
                .as("who is in the other campaign's call waits")
                .isEqualTo("live 10, ready 10, target 4");
        assertThat(scene.one(
                                "select count(*)::int as n from ready where tenant_id = $1 and state = 'deferred' and reason = 'number_in_use'")
                        .getInteger("n"))
                .isEqualTo(10);

        List<Claimed> sent = claimed.subList(0, 8);
        bench.startSending(scene, sent, NOW);
        end(scene, sent.get(0), Outcome.ANSWERED_HUMAN, Disposition.BOOKED);
        end(scene, sent.get(1), Outcome.ANSWERED_HUMAN, Disposition.CALLBACK_REQUESTED);
        end(scene, sent.get(2), Outcome.NO_ANSWER, Disposition.NONE);
        end(scene, sent.get(3), Outcome.BUSY, Disposition.NONE);
        end(scene, sent.get(4), Outcome.CONGESTION, Disposition.NONE);
        end(scene, sent.get(5), Outcome.INVALID_NUMBER, Disposition.NONE);
        end(scene, sent.get(5), Outcome.BUSY, Disposition.NONE);
        end(scene, sent.get(6), Outcome.ANSWERED_HUMAN, Disposition.OPTED_OUT);
        // Three are final, four wait again, three are live: one that nobody knows about and two that were never sent.
        assertThat(places(scene)).isEqualTo("live 3, ready 14, target 7");

        bench.reap(scene, silent, NOW.plusSeconds(31));
        assertThat(places(scene)).as("the unsent went back").isEqualTo("live 1, ready 16, target 7");

        // Due by now are those that wait, and whom the first claim put off; the one opted out and the invalid are told
        // why not.
        List<Claimed> again = bench.claim(scene, LATER);
        assertThat(again).isNotEmpty();
        places(scene);
        assertThat(scene.one("select count(*)::int as n from target where tenant_id = $1 and reason = 'opt_out'")
                        .getInteger("n"))
                .isEqualTo(1);

        bench.startSending(scene, again, LATER);
        end(scene, again.get(0), Outcome.NO_ANSWER, Disposition.NONE);
        places(scene);

        scene.act(first, "stop", "{}");
        scene.act(second, "stop", "{}");
        assertThat(scene.count("ready")).isZero();
        places(scene);
        scene.sql("select attempt_id from live_attempt where tenant_id = $1")
                .forEach(row -> bench.report(
                        LATER,
                        Bench.end(
                                scene.tenant,
                                new AttemptId(row.getUUID("attempt_id")),
                                Outcome.NO_ANSWER,
                                Disposition.NONE,
                                LATER)));
        assertThat(places(scene)).isEqualTo("live 0, ready 0, target 24");
    }

    /** How many targets are where; fails when one is in two places or none, or where its campaign's counters do not say. */
    private static String places(Scene scene) {
        assertThat(scene.sql("select campaign_id, customer_id from target_now where tenant_id = $1"
                        + " group by campaign_id, customer_id having count(*) > 1"))
                .as("in two places")
                .isEmpty();
        assertThat(scene.sql("""
                        select k.campaign_id
                        from campaign_counter k
                        left join (
                          select t.campaign_id, count(*) as total,
                                 count(*) filter (where t.state = 'pending') as pending,
                                 count(*) filter (where t.state = 'deferred') as deferred,
                                 count(*) filter (where t.state = 'in_progress') as in_progress,
                                 count(*) filter (where t.state = 'waiting_retry') as waiting_retry,
                                 count(*) filter (where t.state = 'succeeded') as succeeded,
                                 count(*) filter (where t.state = 'completed') as completed,
                                 count(*) filter (where t.state = 'exhausted') as exhausted,
                                 count(*) filter (where t.state = 'suppressed') as suppressed,
                                 count(*) filter (where t.state = 'unknown') as unknown,
                                 count(*) filter (where t.state = 'expired') as expired
                          from target_now t
                          where t.tenant_id = $1
                          group by t.campaign_id
                        ) n on n.campaign_id = k.campaign_id
                        where k.tenant_id = $1
                          and (k.total, k.pending, k.deferred, k.in_progress, k.waiting_retry, k.succeeded, k.completed,
                               k.exhausted, k.suppressed, k.unknown, k.expired)
                              is distinct from
                              (n.total, n.pending, n.deferred, n.in_progress, n.waiting_retry, n.succeeded, n.completed,
                               n.exhausted, n.suppressed, n.unknown, n.expired)""")).as("counted otherwise").isEmpty();
        Row row = scene.one("select (select count(*) from live_attempt where tenant_id = $1) as live,"
                + " (select count(*) from ready where tenant_id = $1) as ready,"
                + " (select count(*) from target where tenant_id = $1) as target");
        return "live " + row.getLong("live") + ", ready " + row.getLong("ready") + ", target " + row.getLong("target");
    }

    private void end(Scene scene, Claimed claimed, Outcome outcome, Disposition disposition) {
        bench.report(NOW, Bench.end(scene.tenant, claimed.id(), outcome, disposition, NOW));
    }
}
