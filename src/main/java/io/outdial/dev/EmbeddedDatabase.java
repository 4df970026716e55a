package io.outdial.dev;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Starts a real PostgreSQL as a child process: no Docker, nothing to install. It stops with this JVM. */
final class EmbeddedDatabase {

    private static final Path DATA = Path.of(".outdial", "postgres");

    /** System property with more settings of the server, {@code name=value} with commas between: benchmarks give it memory. */
    private static final String SETTINGS = "outdial.dev.postgres-settings";

    private EmbeddedDatabase() {}

    /**
     * @param keepData whether to work on {@code .outdial/postgres}, kept between runs, or on a directory that is thrown
     *     away
     * @return the port it listens on, on localhost
     */
    static int start(boolean keepData) {
        try {
            if (keepData) {
                Optional<Integer> running = adoptRunning();
                if (running.isPresent()) {
                    return running.get();
                }
            }
            EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder()
                    .setPGStartupWait(Duration.ofSeconds(60))
                    .setServerConfig("max_connections", "100")
                    .setServerConfig("shared_buffers", "256MB")
                    .setServerConfig("jit", "off");
            settings().forEach(builder::setServerConfig);
            if (keepData) {
                KeptSchema.settle(DATA);
                builder.setDataDirectory(DATA).setCleanDataDirectory(false).setServerConfig("synchronous_commit", "on");
            }
            EmbeddedPostgres server = builder.start();
            Runtime.getRuntime().addShutdownHook(new Thread(() -> close(server), "stop-postgres"));
            return server.getPort();
        } catch (IOException e) {
            throw new UncheckedIOException("PostgreSQL did not start", e);
        }
    }

    private static Map<String, String> settings() {
        Map<String, String> settings = new LinkedHashMap<>();
        for (String setting : System.getProperty(SETTINGS, "").split(",")) {
            String[] parts = setting.split("=", 2);
            if (parts.length == 2) {
                settings.put(parts[0].trim(), parts[1].trim());
            }
        }
        return settings;
    }

    /** A server that a killed run left behind on the kept data: use it, and stop it when this JVM ends. */
    private static Optional<Integer> adoptRunning() throws IOException {
        Path pidFile = DATA.resolve("postmaster.pid");
        if (!Files.exists(pidFile)) {
            return Optional.empty();
        }
        List<String> lines = Files.readAllLines(pidFile);
        Optional<ProcessHandle> process = ProcessHandle.of(
                        Long.parseLong(lines.get(0).trim()))
                .filter(ProcessHandle::isAlive)
                .filter(handle -> handle.info().command().orElse("").contains("postgres"));
        process.ifPresent(handle -> Runtime.getRuntime().addShutdownHook(new Thread(handle::destroy, "stop-postgres")));
        return process.map(handle -> Integer.parseInt(lines.get(3).trim()));
    }

    private static void close(EmbeddedPostgres server) {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
