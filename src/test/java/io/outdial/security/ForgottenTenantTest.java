package io.outdial.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.outdial.security.TenantTables.Table;
import io.outdial.support.Databases;
import io.outdial.support.NamedStatements;
import io.quarkus.test.junit.QuarkusTest;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The service's own statements with every condition on the tenant made void, run in the transaction of a tenant that has nothing,
 * with arguments that fit another tenant's rows. They must answer the same as if these rows were not there, and leave them as they
 * are (Goguen and Meseguer's non-interference, 1982). The same statements without row level security show and change a good part
 * of them: the attempt is no blank one.
 */
@QuarkusTest
class ForgottenTenantTest {

    private static final UUID MINE = UUID.randomUUID();
    private static final UUID THEIRS = UUID.randomUUID();
    private static final String ID = "'00000000-0000-7000-8000-00000000000a'::uuid";
    private static final Pattern CONDITION = Pattern.compile("((?:\\w+\\.)?tenant_id = \\$1(?:::uuid)?)");
    private static final Pattern WORD = Pattern.compile("'([a-z_]+)'::text");
    private static final int WAYS = 3;

    private Connection connection;
    private List<Table> tables;
    private String theirs;
    private String words;

    @BeforeEach
    void open() throws SQLException {
        connection = Databases.asOwner();
        connection.setAutoCommit(false);
        tables = TenantTables.of(connection);
        theirs = tables.stream().map(ForgottenTenantTest::theirs).collect(Collectors.joining(";\n"));
        Set<String> found = new LinkedHashSet<>(Set.of("k"));
        for (String check : strings("select pg_get_constraintdef(oid) from pg_constraint where contype = 'c'")) {
            Matcher word = WORD.matcher(check);
            while (word.find()) {
                found.add(word.group(1));
            }
        }
        words = found.stream().map(each -> "'" + each + "'").collect(Collectors.joining(",", "array[", "]::text[]"));
        run(snapshot(tables));
        run("set local session_replication_role = replica"); // rows need no others that they refer to
        run("set local statement_timeout = '60s'");
    }

    @AfterEach
    void nothingStays() throws SQLException {
        connection.rollback();
        connection.close();
    }

    @Test
    void rowLevelSecurityAloneHidesTheOtherTenantFromEveryNamedStatement() throws SQLException {
        Map<String, String> statements = NamedStatements.all();
        Set<String> stripped = new LinkedHashSet<>();
        List<String> leaks = new ArrayList<>();
        Set<String> wouldLeak = new LinkedHashSet<>();
        for (Map.Entry<String, String> each : statements.entrySet()) {
            String forgetful = CONDITION.matcher(each.getValue()).replaceAll("($1 or true)");
            if (forgetful.equals(each.getValue())) {
                continue; // names its tenant in no condition: an insert, or the platform's
            }
            stripped.add(each.getKey());
            run("prepare p as " + forgetful);
            List<String> types = strings(
                    "select unnest(parameter_types)::regtype::text from pg_prepared_statements where name = 'p'");
            for (int way = 0; way < WAYS; way++) {
                String execute = execute(types, way);
                if (differs(execute, true)) {
                    leaks.add(each.getKey() + ": " + execute);
                }
                if (!wouldLeak.contains(each.getKey()) && differs(execute, false)) {
                    wouldLeak.add(each.getKey());
                }
            }
            run("deallocate p");
        }
        assertThat(leaks).isEmpty();
        assertThat(stripped).hasSizeGreaterThan(60);
        assertThat(wouldLeak)
                .as("statements that leak without row level security")
                .hasSizeGreaterThan(30);
    }

    /** Whether the statement tells that the other tenant has rows, or touches them. */
    private boolean differs(String execute, boolean guarded) throws SQLException {
        Savepoint before = connection.setSavepoint();
        String without = answer(execute, guarded);
        connection.rollback(before);
        run(theirs);
        String as = snapshot();
        String with = answer(execute, guarded);
        String then = snapshot();
        connection.rollback(before);
        return !with.equals(without) || !then.equals(as);
    }

    private String answer(String execute, boolean guarded) throws SQLException {
        if (guarded) {
            run("set local role \"" + Databases.runtimeRole() + "\"");
        }
        Savepoint savepoint = connection.setSavepoint();
        StringBuilder answer = new StringBuilder();
        try (Statement statement = connection.createStatement()) {
            strings("select set_tenant('" + MINE + "')");
            if (statement.execute(execute)) {
                ResultSet rows = statement.getResultSet();
                int columns = rows.getMetaData().getColumnCount();
                while (rows.next()) {
                    for (int i = 1; i <= columns; i++) {
                        answer.append(rows.getString(i)).append('|');
                    }
                    answer.append('\n');
                }
            } else {
                answer.append(statement.getUpdateCount());
            }
        } catch (SQLException e) {
            connection.rollback(savepoint);
            answer.append(e.getSQLState());
        }
        run("reset role");
        return answer.toString();
    }

    /** All rows of the other tenant; the owner of the database sees them. */
    private String snapshot() throws SQLException {
        return strings("execute snapshot").toString();
    }

    /** Some fifty tables are planned once. */
    private static String snapshot(List<Table> tables) {
        return tables.stream()
                .map(table -> "select '" + table.name() + "' || t::text from " + table.name() + " t where tenant_id = '"
                        + THEIRS + "'")
                .collect(Collectors.joining(" union all ", "prepare snapshot as ", " order by 1"));
    }

    /** A row whose ids and texts are the arguments. */
    private static String theirs(Table table) {
        return table.insert(THEIRS)
                .replace("gen_random_uuid()::text", "'k'")
                .replace("gen_random_uuid()", ID)
                .replace("now()", "'2026-03-01T10:00:00Z'::timestamptz");
    }

    private String execute(List<String> types, int way) {
        List<String> values = new ArrayList<>();
        for (int i = 0; i < types.size(); i++) {
            values.add(i == 0 ? "'" + MINE + "'" : value(types.get(i), way));
        }
        return "execute p(" + String.join(", ", values) + ")";
    }

    private String value(String type, int way) {
        if (type.equals("text[]")) {
            return way == 1 ? "array['k']" : words;
        }
        if (type.endsWith("[]")) {
            return "array[" + value(type.substring(0, type.length() - 2), way) + "]::" + type;
        }
        return switch (type) {
            case "uuid" -> ID;
            case "text" -> way == 0 ? "'k'" : "null";
            case "timestamp with time zone" -> way == 1 ? "'2000-01-01T00:00:00Z'" : "'2100-01-01T00:00:00Z'";
            case "boolean" -> way == 0 ? "true" : "false";
            case "integer", "bigint", "smallint", "numeric", "double precision" -> way == 1 ? "1" : "100";
            case "jsonb" -> way == 1 ? "'[]'" : "'{}'";
            default -> "null";
        };
    }

    private void run(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private List<String> strings(String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> found = new ArrayList<>();
            while (rows.next()) {
                found.add(rows.getString(1));
            }
            return found;
        }
    }
}
