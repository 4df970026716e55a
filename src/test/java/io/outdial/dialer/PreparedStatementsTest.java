package io.outdial.dialer;

import static org.assertj.core.api.Assertions.assertThat;

import io.outdial.platform.NamedSql;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A connection keeps long statements prepared that say they may be: planning them for each batch takes a good part of their time. */
@QuarkusTest
class PreparedStatementsTest {

    @Inject
    Bench bench;

    @Test
    void theLastLookBeforeSendingStaysPrepared() {
        assertThat(preparedAfter(NamedSql.load("dialer", "start-sending"))).isOne();
    }

    @Test
    void aLongStatementThatWasPutTogetherDoesNot() {
        assertThat(preparedAfter(NamedSql.load("dialer", "start-sending") + " -- for one use"))
                .isZero();
    }

    /** How many statements with this text the connection has after running it twice. */
    private long preparedAfter(String sql) {
        Scene scene = new Scene(bench.db, Map.of(), 0);
        Tuple none = Tuple.tuple()
                .addValue(scene.tenant.value())
                .addValue(new UUID[0])
                .addValue(new UUID[0])
                .addValue("nobody")
                .addValue(DueStore.utc(Instant.EPOCH))
                .addValue(DueStore.utc(Instant.EPOCH))
                .addValue(new UUID[0])
                .addValue(new String[0]);
        return bench.db
                .inBatch(scene.tenant, c -> c.preparedQuery(sql)
                        .execute(none)
                        .chain(() -> c.preparedQuery(sql).execute(none))
                        .chain(() -> prepared(c, sql)))
                .await()
                .atMost(Scene.PATIENCE);
    }

    private static Uni<Long> prepared(SqlConnection connection, String sql) {
        return connection
                .preparedQuery("select count(*) from pg_prepared_statements p where p.statement = $1 and p.name <> ''")
                .execute(Tuple.of(sql))
                .map(rows -> rows.iterator().next().getLong(0));
    }
}
