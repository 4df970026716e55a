package io.outdial.dialer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.outdial.platform.MonthPartitions;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.pgclient.PgException;
import jakarta.inject.Inject;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Ended attempts lie in a partition per month. Each test has years of the past of its own. */
@QuarkusTest
class AttemptPartitionsTest {

    private static final String LOCK_NOT_AVAILABLE = "55P03";

    @Inject
    Bench bench;

    @Inject
    MonthPartitions partitions;

    @Test
    void monthsAreMadeAheadAndOnce() {
        assertThat(keep("1983-01-15T00:00:00Z", null)).isEqualTo(3);
        assertThat(keep("1983-01-31T23:59:59Z", null)).isZero();
        assertThat(keep("1983-02-01T00:00:00Z", null)).isEqualTo(1);
    }

    @Test
    void anAttemptOfAMonthWithoutPartitionIsKeptAndMovesWhenItIsMade() {
        Scene scene = new Scene(bench.db, Map.of(), 0);
        insert(scene, "1985-06-30T23:59:59.999Z");
        insert(scene, "1985-07-01T00:00:00Z");
        assertThat(where(scene)).containsExactly("attempt_other", "attempt_other");

        assertThat(keep("1985-07-04T00:00:00Z", null)).isEqualTo(3);

        assertThat(where(scene)).containsExactly("attempt_other", "attempt_1985_07");
    }

    @Test
    void onlyMonthsThatAreWhollyOlderGo() {
        Scene scene = new Scene(bench.db, Map.of(), 0);
        keep("1987-01-15T00:00:00Z", null);
        insert(scene, "1987-01-31T12:00:00Z");
        insert(scene, "1987-02-01T12:00:00Z");

        keep("1987-01-15T00:00:00Z", "1987-01-31T13:00:00Z");
        assertThat(where(scene)).containsExactly("attempt_1987_01", "attempt_1987_02");
        keep("1987-02-15T00:00:00Z", "1987-02-01T00:00:00Z");
        assertThat(where(scene)).containsExactly("attempt_1987_02");
    }

    @Test
    void anAttemptIsFoundByItsIdInOnePartition() {
        Scene scene = new Scene(bench.db, Map.of(), 0);
        assertThat(plan(
                                scene,
                                "select outcome from attempt where tenant_id = $1 and attempt_id = least_id_at('2100-01-01')")
                        .filter(line -> line.contains(" on attempt_"))
                        .toList())
                .singleElement()
                .asString()
                .contains("Index");
    }

    /** A small partition would rightly be read whole. */
    private Stream<String> plan(Scene scene, String sql) {
        return bench
                .db
                .inTenant(scene.tenant, c -> c.query("set local enable_seqscan = off")
                        .execute()
                        .chain(() ->
                                c.preparedQuery("explain (costs off) " + sql).execute(Tuple.of(scene.tenant.value()))))
                .await()
                .atMost(Scene.PATIENCE)
                .stream()
                .map(row -> row.getString(0));
    }

    /** Whoever holds the table at that moment, the dialer that runs beside or a vacuum, is waited for. */
    private int keep(String now, String from) {
        AtomicInteger made = new AtomicInteger();
        await().atMost(Scene.PATIENCE).until(() -> {
            try {
                made.set(partitions
                        .keep("attempt", Instant.parse(now), from == null ? null : Instant.parse(from))
                        .await()
                        .atMost(Scene.PATIENCE));
                return true;
            } catch (PgException failure) {
                if (!LOCK_NOT_AVAILABLE.equals(failure.getSqlState())) {
                    throw failure;
                }
                return false;
            }
        });
        return made.get();
    }

    private static void insert(Scene scene, String begun) {
        OffsetDateTime at = Instant.parse(begun).atOffset(ZoneOffset.UTC);
        scene.sql(
                "insert into attempt (tenant_id, attempt_id, campaign_id, customer_id, attempt_no, phone, connection,"
                        + " claimed_at, finished_at, outcome, consumed)"
                        + " values ($1, least_id_at($2), $3, $3, 1, '+966500000000', 'simulator', $2, $2, 'busy', true)",
                at,
                UUID.randomUUID());
    }

    private static List<String> where(Scene scene) {
        return scene
                .sql("select tableoid::regclass::text as part from attempt where tenant_id = $1 order by attempt_id")
                .stream()
                .map(row -> row.getString("part"))
                .toList();
    }
}
