package io.outdial.bench;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A PostgreSQL of a benchmark's own, which waits for its log to be on disk at each commit, and what it has used. */
final class Database implements AutoCloseable {

    static final String ROLE = "outdial_app";

    private final EmbeddedPostgres server;
    private final Connection owner;
    private final long pid;

    /** Whether PostgreSQL counts what each statement costs, which costs something itself. */
    static final boolean COUNTS_STATEMENTS = Boolean.getBoolean("outdial.bench.statements");

    Database() throws IOException, SQLException {
        EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder()
                .setPGStartupWait(Duration.ofSeconds(60))
                // The embedded server turns both off to be a quick fixture.
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("max_connections", "200")
                .setServerConfig("shared_buffers", "2GB")
                .setServerConfig("max_wal_size", "8GB")
                .setServerConfig("jit", "off");
        if (COUNTS_STATEMENTS) {
            builder.setServerConfig("shared_preload_libraries", "pg_stat_statements");
        }
        server = builder.start();
        owner = server.getPostgresDatabase().getConnection();
        if (COUNTS_STATEMENTS) {
            run("create extension pg_stat_statements");
        }
        Path data = Path.of(text("show data_directory"));
        pid = Long.parseLong(
                Files.readAllLines(data.resolve("postmaster.pid")).get(0).trim());
        Processors.ofDatabase(pid);
    }

    /** What a service is told so that it uses this database. */
    List<String> properties() {
        return List.of(
                "-Dquarkus.datasource.reactive.url=postgresql://localhost:" + port() + "/postgres",
                "-Dquarkus.datasource.jdbc.url=jdbc:postgresql://localhost:" + port() + "/postgres",
                "-Dquarkus.datasource.username=" + ROLE,
                "-Dquarkus.datasource.password=" + ROLE,
                "-Dquarkus.flyway.username=postgres",
                "-Dquarkus.flyway.password=postgres");
    }

    int port() {
        return server.getPort();
    }

    /** Seconds of processor time that all its processes have used. */
    double cpu() {
        return Cpu.secondsWithChildren(pid);
    }

    /** Bytes of log written since the server was made. */
    long wal() throws SQLException {
        return number("select (pg_current_wal_lsn() - '0/0')::bigint");
    }

    /** Makes it one that has run for a while; for benchmarks of how fast rows are written. */
    void wearIn() throws SQLException {
        BenchData.wearIn(owner);
    }

    void run(String sql) throws SQLException {
        BenchData.run(owner, sql);
    }

    long number(String sql) throws SQLException {
        return Long.parseLong(text(sql));
    }

    String text(String sql) throws SQLException {
        try (Statement statement = owner.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }

    /** Forgets what statements have cost so far. */
    void forgetStatements() throws SQLException {
        if (COUNTS_STATEMENTS) {
            text("select pg_stat_statements_reset()");
        }
    }

    /** What each statement cost since then, per dial, the dearest first; empty when they are not counted. */
    List<String> statements(long dials) throws SQLException {
        List<String> lines = new ArrayList<>();
        if (!COUNTS_STATEMENTS) {
            return lines;
        }
        try (Statement statement = owner.createStatement();
                ResultSet rows = statement.executeQuery("select left(regexp_replace(regexp_replace(query,"
                        + " '--[^\n]*\n', '', 'g'), '[[:space:]]+', ' ', 'g'), 60) as statement, calls, total_exec_time, wal_bytes,"
                        + " wal_records, wal_fpi from pg_stat_statements where calls > 1"
                        + " order by total_exec_time desc limit 40")) {
            while (rows.next()) {
                lines.add(String.format(
                        Locale.ROOT,
                        "| `%s` | %,d | %.1f | %.0f | %.2f | %d |",
                        rows.getString("statement"),
                        rows.getLong("calls"),
                        rows.getDouble("total_exec_time") * 1000 / dials,
                        rows.getDouble("wal_bytes") / dials,
                        rows.getDouble("wal_records") / dials,
                        rows.getLong("wal_fpi")));
            }
        }
        return lines;
    }

    /** The one column of these rows, as numbers. */
    double[] column(String sql) throws SQLException {
        try (Statement statement = owner.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            var values = java.util.stream.DoubleStream.builder();
            while (rows.next()) {
                values.add(rows.getDouble(1));
            }
            return values.build().toArray();
        }
    }

    @Override
    public void close() throws IOException, SQLException {
        owner.close();
        server.close();
    }
}
