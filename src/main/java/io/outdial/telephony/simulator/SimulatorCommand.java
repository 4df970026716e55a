package io.outdial.telephony.simulator;

import io.outdial.platform.StandaloneCommand;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * {@code simulator [--port 9100] [--host localhost] [--<setting> <value> …]}: the made-up network as a process of its own.
 * It takes the settings of {@link SimulatorSettings} from the environment, system properties, {@code config/application.properties}
 * and its own arguments ({@code --speed 20}), and runs until it is stopped.
 */
public final class SimulatorCommand implements StandaloneCommand {

    private static final String PREFIX = "outdial.telephony.simulator.";
    /** Longer than any replica needs to find out what became of an attempt. */
    private static final Duration REMEMBERED = Duration.ofHours(1);

    private static final int ARGUMENTS = 500;
    private static final int FILE = 260;

    @Override
    public String name() {
        return "simulator";
    }

    @Override
    public int run(List<String> arguments) throws InterruptedException {
        String host = "localhost";
        int port = 9100;
        List<String> settings = new ArrayList<>();
        for (int i = 0; i < arguments.size(); i += 2) {
            String option = arguments.get(i);
            if (!option.startsWith("--") || i + 1 == arguments.size()) {
                throw new IllegalArgumentException(
                        "expected --port <port>, --host <host> or --<setting> <value>, not " + option);
            }
            String value = arguments.get(i + 1);
            switch (option) {
                case "--port" -> port = portOf(value);
                case "--host" -> host = value;
                default -> settings.add(PREFIX + option.substring(2) + "=" + value);
            }
        }
        return serve(host, port, settings(settings));
    }

    private static int serve(String host, int port, SimulatorSettings settings) throws InterruptedException {
        EventFeed feed = new EventFeed();
        Vertx vertx = Vertx.vertx();
        try (var simulator = new Simulator(settings, REMEMBERED, Clock.systemUTC(), feed)) {
            HttpServer server = new SimulatorServer(vertx, simulator, feed)
                    .listen(host, port)
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(30, TimeUnit.SECONDS);
            System.out.println("The simulator listens on http://" + host + ":" + server.actualPort());
            CountDownLatch stopped = new CountDownLatch(1);
            CountDownLatch closed = new CountDownLatch(1);
            Runtime.getRuntime()
                    .addShutdownHook(new Thread(
                            () -> {
                                stopped.countDown();
                                awaitQuietly(closed);
                            },
                            "stop-simulator"));
            stopped.await();
            simulator.close();
            closed.countDown();
            return 0;
        } catch (ExecutionException | TimeoutException e) {
            System.err.println("simulator: cannot listen on " + host + ":" + port + ": " + e.getMessage());
            return 1;
        }
    }

    /** The journal is closed before the process ends, but not at any price. */
    private static void awaitQuietly(CountDownLatch closed) {
        try {
            if (!closed.await(5, TimeUnit.SECONDS)) {
                System.err.println("simulator: the journal was not closed in time");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    static SimulatorSettings settings(List<String> given) {
        SmallRyeConfigBuilder builder =
                new SmallRyeConfigBuilder().addDefaultInterceptors().addDefaultSources();
        Path file = Path.of("config", "application.properties");
        try {
            if (Files.isReadable(file)) {
                builder.withSources(new PropertiesConfigSource(file.toUri().toURL(), FILE));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        java.util.Map<String, String> options = new java.util.HashMap<>();
        for (String each : given) {
            int equals = each.indexOf('=');
            options.put(each.substring(0, equals), each.substring(equals + 1));
        }
        return builder.withSources(new PropertiesConfigSource(options, "arguments", ARGUMENTS))
                .withMapping(SimulatorSettings.class)
                .build()
                .getConfigMapping(SimulatorSettings.class);
    }

    private static int portOf(String value) {
        try {
            int port = Integer.parseInt(value);
            if (port >= 0 && port <= 65_535) {
                return port;
            }
        } catch (NumberFormatException notANumber) {
            // Said below.
        }
        throw new IllegalArgumentException("--port is a number from 0 to 65535, not " + value);
    }
}
