package io.outdial.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.outdial.security.TenantTables.Table;
import io.outdial.support.Databases;
import io.quarkus.test.junit.QuarkusTest;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.List;
import java.util.UUID;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What the database alone keeps apart: statements that have forgotten every condition on the tenant, as the role the service runs
 * as, in one tenant's transaction. Each table of the catalogue has a row of both tenants; all is rolled back.
 */
@QuarkusTest
class RowLevelSecurityTest {

    private static final String REFUSED = "42501";
    private static final UUID MINE = UUID.randomUUID();
    private static final UUID THEIRS = UUID.randomUUID();

    private Connection connection;
    private List<Table> tables;

    @BeforeEach
    void aRowOfBothInEveryTable() throws SQLException {
        connection = Databases.asOwner();
        connection.setAutoCommit(false);
        tables = TenantTables.of(connection);
        run("set local session_replication_role = replica"); // rows need no others that they refer to; row level
        // security stays
        for (Table table : tables) {
            run(table.insert(MINE));
            run(table.insert(THEIRS));
        }
    }

    @AfterEach
    void nothingStays() throws SQLException {
        connection.rollback();
        connection.close();
    }

    @Test
    void theWalkSeesTheWholeSchema() {
        assertThat(tables)
                .hasSizeGreaterThan(40)
                .extracting(Table::name)
                .contains("tenant", "customer", "attempt", "audit_entry", "webhook_delivery", "idempotency_key");
    }

    @Test
    void aSelectWithoutAConditionSeesItsOwnRowsOnly() throws SQLException {
        actAsMine();
        SoftAssertions all = new SoftAssertions();
        for (Table table : tables) {
            all.assertThat(tenants("select tenant_id::text from " + table.name()))
                    .as(table.name())
                    .containsExactly(MINE.toString());
        }
        for (String view : strings(
                "select c.oid::regclass::text from pg_class c join pg_attribute a on a.attrelid = c.oid"
                        + " where c.relnamespace = 'public'::regnamespace and c.relkind in ('v', 'm') and a.attname = 'tenant_id'")) {
            all.assertThat(tenants("select tenant_id::text from " + view))
                    .as(view)
                    .doesNotContain(THEIRS.toString());
        }
        all.assertAll();
    }

    @Test
    void aConditionOnTheOtherTenantFindsNothing() throws SQLException {
        actAsMine();
        SoftAssertions all = new SoftAssertions();
        for (Table table : tables) {
            all.assertThat(strings("select 1 from " + table.name() + " where tenant_id = '" + THEIRS + "'"))
                    .as(table.name())
                    .isEmpty();
        }
        all.assertAll();
    }

    @Test
    void anUpdateWithoutAConditionChangesItsOwnRowsOnly() throws SQLException {
        String before = theirs();
        actAsMine();
        SoftAssertions all = new SoftAssertions();
        for (Table table : tables) {
            if (may("update", table)) {
                String column = table.columnBeside("tenant_id");
                all.assertThat(changed("update " + table.name() + " set " + column + " = " + column))
                        .as(table.name())
                        .isEqualTo(1);
            }
        }
        all.assertAll();
        assertThat(theirs()).isEqualTo(before);
    }

    @Test
    void aDeleteWithoutAConditionRemovesItsOwnRowsOnly() throws SQLException {
        String before = theirs();
        actAsMine();
        SoftAssertions all = new SoftAssertions();
        for (Table table : tables) {
            if (may("delete", table)) {
                Savepoint savepoint = connection.setSavepoint();
                all.assertThat(changed("delete from " + table.name()))
                        .as(table.name())
                        .isEqualTo(1);
                connection.rollback(savepoint); // what refers to it is looked at too
            }
        }
        all.assertAll();
        assertThat(theirs()).isEqualTo(before);
    }

    @Test
    void noRowCanBeGivenToTheOtherTenant() throws SQLException {
        String before = theirs();
        actAsMine();
        SoftAssertions all = new SoftAssertions();
        for (Table table : tables) {
            all.assertThat(refusal(table.insert(THEIRS))).as(table.name()).isEqualTo(REFUSED);
            all.assertThat(refusal("update " + table.name() + " set tenant_id = '" + THEIRS + "'"))
                    .as(table.name())
                    .isEqualTo(REFUSED);
        }
        all.assertAll();
        assertThat(theirs()).isEqualTo(before);
    }

    @Test
    void whatTheDatabaseDoesNotCheckByRowIsNotAllowedAtAll() throws SQLException {
        run("set local role \"" + Databases.runtimeRole() + "\"");
        for (Table table : tables) {
            for (String right : List.of("truncate", "references", "trigger")) {
                assertThat(may(right, table)).as("%s %s", right, table.name()).isFalse();
            }
        }
    }

    @Test
    void theRoleCannotLiftTheGuardItself() throws SQLException {
        actAsMine();
        for (Table table : tables) {
            assertThat(refusal("alter table " + table.name() + " disable row level security"))
                    .as(table.name())
                    .isEqualTo(REFUSED);
        }
        run("set local row_security = off"); // asks for an error instead of a filter, and is no way around it
        for (Table table : tables) {
            assertThat(refusal("select 1 from " + table.name()))
                    .as(table.name())
                    .isEqualTo(REFUSED);
        }
    }

    private void actAsMine() throws SQLException {
        run("set local role \"" + Databases.runtimeRole() + "\"");
        strings("select set_tenant('" + MINE + "')");
    }

    /** The other tenant's rows as they are; the owner of the database sees all. */
    private String theirs() throws SQLException {
        String role = strings("select current_user").get(0);
        run("reset role");
        StringBuilder rows = new StringBuilder();
        for (Table table : tables) {
            List<String> found =
                    strings("select t::text from " + table.name() + " t where tenant_id = '" + THEIRS + "'");
            assertThat(found).as(table.name()).hasSize(1);
            rows.append(table.name()).append(found);
        }
        run("set local role \"" + role + "\"");
        return rows.toString();
    }

    private boolean may(String right, Table table) throws SQLException {
        return strings("select has_table_privilege('" + Databases.runtimeRole() + "', '" + table.name() + "', '" + right
                        + "')::text")
                .contains("true");
    }

    private String refusal(String sql) throws SQLException {
        Savepoint savepoint = connection.setSavepoint();
        try {
            run(sql);
            return "done";
        } catch (SQLException e) {
            return e.getSQLState();
        } finally {
            connection.rollback(savepoint);
        }
    }

    private void run(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private int changed(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            return statement.executeUpdate(sql);
        }
    }

    private List<String> tenants(String sql) throws SQLException {
        return strings(sql).stream().distinct().toList();
    }

    private List<String> strings(String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> found = new java.util.ArrayList<>();
            while (rows.next()) {
                found.add(rows.getString(1));
            }
            return found;
        }
    }
}
