package io.outdial.platform;

import static org.assertj.core.api.Assertions.assertThat;

import io.outdial.kernel.TenantId;
import io.outdial.support.Databases;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A migration of the next release adds a column to a table of which this one has asked for all columns. */
@QuarkusTest
class StalePlanTest {

    private static final TenantId TENANT = new TenantId(UUID.randomUUID());

    @Inject
    TenantDb db;

    @BeforeEach
    void make() throws SQLException {
        asOwner("create table stale (tenant_id uuid primary key, a int);"
                + " grant select on stale to " + Databases.runtimeRole() + "; insert into stale values ('"
                + TENANT.value() + "', 1)");
    }

    @AfterEach
    void drop() throws SQLException {
        asOwner("drop table stale");
    }

    @Test
    void whoReadsDoesNotNoticeThatAColumnWasAdded() throws SQLException {
        assertThat(read()).containsOnly(2);
        asOwner("alter table stale add column b int not null default 0");
        assertThat(read()).containsOnly(3);
    }

    /** The columns that each of many transactions at once, so that several connections have the statement, saw. */
    private List<Integer> read() {
        List<Uni<Integer>> all = IntStream.range(0, 40)
                .mapToObj(i -> db.inTenant(TENANT, connection -> connection
                        .preparedQuery("select * from stale where tenant_id = $1")
                        .execute(Tuple.of(TENANT.value()))
                        .map(rows -> rows.columnsNames().size())))
                .toList();
        return Uni.join().all(all).andFailFast().await().indefinitely();
    }

    private static void asOwner(String sql) throws SQLException {
        try (Connection connection = Databases.asOwner();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
