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
import java.util.List;

/** A PostgreSQL of a benchmark's own, which waits for its log to be on disk at each commit, and what it has used. */
final class Database implements AutoCloseable {

    static final String ROLE = "outdial_app";

    private final EmbeddedPostgres server;
    private final Connection owner;
    private final long pid;

    Database() throws IOException, SQLException {
        server = EmbeddedPostgres.builder()
                .setPGStartupWait(Duration.ofSeconds(60))
                // The embedded server turns both off to be a quick fixture.
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("max_connections", "200")
                .setServerConfig("shared_buffers", "1GB")
                .setServerConfig("max_wal_size", "8GB")
                .setServerConfig("jit", "off")
                .start();
        owner = server.getPostgresDatabase().getConnection();
        Path data = Path.of(text("show data_directory"));
        pid = Long.parseLong(
                Files.readAllLines(data.resolve("postmaster.pid")).get(0).trim());
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
