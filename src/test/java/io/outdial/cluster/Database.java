package io.outdial.cluster;

import io.outdial.e2e.Ports;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A PostgreSQL that can be killed and started again on what it had on disk; it waits for its log at each commit. */
public final class Database implements AutoCloseable {

    private static final String ROLE = "outdial_app";

    private final Path data;
    private final int port;
    private EmbeddedPostgres server;

    public Database(Path data) throws IOException {
        this.data = data;
        port = Ports.free();
        server = start();
    }

    /** A server that runs already, and that somebody else stops. */
    Database(int port) {
        this.data = null;
        this.port = port;
    }

    private EmbeddedPostgres start() throws IOException {
        return EmbeddedPostgres.builder()
                .setPort(port)
                .setDataDirectory(data)
                .setCleanDataDirectory(false)
                .setPGStartupWait(Duration.ofSeconds(60))
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("max_connections", "150")
                .setServerConfig("shared_buffers", "256MB")
                .setServerConfig("jit", "off")
                .start();
    }

    /** What a replica is told so that it uses this database, and migrates it. */
    public List<String> properties() {
        List<String> properties = new ArrayList<>(address());
        properties.add("-Dquarkus.datasource.username=" + ROLE);
        properties.add("-Dquarkus.datasource.password=" + ROLE);
        properties.add("-Dquarkus.flyway.username=postgres");
        properties.add("-Dquarkus.flyway.password=postgres");
        return properties;
    }

    /** What a replica is told that waits for the schema and knows no owner, as in kubernetes/base/deployment.yaml. */
    List<String> propertiesWithoutOwner() {
        List<String> properties = new ArrayList<>(address());
        properties.add("-Dquarkus.datasource.username=" + ROLE);
        properties.add("-Dquarkus.datasource.password=" + ROLE);
        properties.add("-Dquarkus.flyway.migrate-at-start=false");
        return properties;
    }

    List<String> address() {
        return List.of(
                "-Dquarkus.datasource.reactive.url=postgresql://localhost:" + port + "/postgres",
                "-Dquarkus.datasource.jdbc.url=jdbc:postgresql://localhost:" + port + "/postgres");
    }

    /** The environment of the process that migrates, as in kubernetes/base/migration.yaml. */
    static Map<String, String> ofMigration() {
        return Map.of(
                "QUARKUS_INIT_AND_EXIT", "true",
                "QUARKUS_FLYWAY_USERNAME", "postgres",
                "QUARKUS_FLYWAY_PASSWORD", "postgres",
                "QUARKUS_DATASOURCE_USERNAME", ROLE,
                "QUARKUS_DATASOURCE_PASSWORD", ROLE);
    }

    /** Kills the server with everything that belongs to it, as a machine that loses power does, and starts it again. */
    void killAndRestart() throws IOException, InterruptedException {
        long postmaster = Long.parseLong(
                Files.readAllLines(data.resolve("postmaster.pid")).get(0).trim());
        ProcessHandle process = ProcessHandle.of(postmaster).orElseThrow();
        List<ProcessHandle> all = new ArrayList<>(process.descendants().toList());
        process.destroyForcibly();
        all.forEach(ProcessHandle::destroyForcibly);
        for (ProcessHandle each : all) {
            each.onExit().join();
        }
        process.onExit().join();
        Files.deleteIfExists(data.resolve("postmaster.pid"));
        // There is nothing left to stop, but its hold on the directory ends.
        server.close();
        server = start();
    }

    /** Cuts every connection of the replicas. */
    void cutConnections() {
        number("select count(pg_terminate_backend(pid)) from pg_stat_activity where usename = '" + ROLE + "'");
    }

    int connections() {
        return (int) number("select count(*) from pg_stat_activity where usename = '" + ROLE + "'");
    }

    long number(String sql) {
        return Long.parseLong(text(sql));
    }

    String text(String sql) {
        List<List<String>> rows = rows(sql);
        return rows.isEmpty() ? null : rows.get(0).get(0);
    }

    public void run(String sql) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection("jdbc:postgresql://localhost:" + port + "/postgres?user=postgres");
    }

    List<List<String>> rows(String sql) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            List<List<String>> rows = new ArrayList<>();
            while (result.next()) {
                List<String> row = new ArrayList<>();
                for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
                    row.add(result.getString(i));
                }
                rows.add(row);
            }
            return rows;
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    @Override
    public void close() throws IOException {
        if (server != null) {
            server.close();
        }
    }
}
