package io.outdial.cluster;

import static org.awaitility.Awaitility.await;

import io.outdial.e2e.Ports;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A process of the packaged jar, a replica or the simulator, that can be treated as badly as processes are. */
public final class Jvm implements AutoCloseable {

    static final Duration PATIENCE = Duration.ofMinutes(2);
    /** Of the version that is tested. */
    static final Path JAR = Path.of(System.getProperty("outdial.jar", "target/quarkus-app/quarkus-run.jar"));

    /** How long one that is told to stop goes on serving: {@link #terminate} looks at it meanwhile, and may stall itself. */
    private static final Duration LEAVING = Duration.ofSeconds(10);

    private static final Pattern PRINTED = Pattern.compile("^(Picked up|WARNING:|OpenJDK|\\[warning)");
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    final String name;
    final int port;
    private final Process process;

    private Jvm(String name, int port, Process process) {
        this.name = name;
        this.port = port;
        this.process = process;
    }

    /** @param properties as {@code -Dname=value} */
    public static Jvm replica(String name, int port, List<String> properties) {
        return replica(JAR, name, port, properties);
    }

    /** @param jar of whatever version */
    static Jvm replica(Path jar, String name, List<String> properties) {
        return replica(jar, name, Ports.free(), properties);
    }

    private static Jvm replica(Path jar, String name, int port, List<String> properties) {
        List<String> options = new ArrayList<>(properties);
        options.add("-Dquarkus.http.port=" + port);
        options.add("-Doutdial.dialer.replica=" + name);
        options.add("-Dquarkus.shutdown.delay=" + LEAVING);
        return start(jar, name, port, options, List.of(), Map.of());
    }

    /** Runs the process that migrates a database and ends. */
    static void migrate(Path jar, String name, List<String> properties, Map<String, String> environment) {
        start(jar, name, Ports.free(), properties, List.of(), environment).died(0);
    }

    static Jvm simulator(String name, List<String> properties) {
        int port = Ports.free();
        return start(JAR, name, port, properties, List.of("simulator", "--port", String.valueOf(port)), Map.of());
    }

    private static Jvm start(
            Path jar,
            String name,
            int port,
            List<String> options,
            List<String> arguments,
            Map<String, String> environment) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        // Several of these share a small machine.
        command.addAll(List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        command.addAll(options);
        command.addAll(List.of("-jar", jar.toString()));
        command.addAll(arguments);
        try {
            ProcessBuilder process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(
                            Path.of("target", "cluster-" + name + ".log").toFile());
            process.environment().putAll(environment);
            return new Jvm(name, port, process.start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String url() {
        return "http://localhost:" + port;
    }

    /** What it has logged so far, without what the virtual machine prints past the log. */
    List<String> log() {
        try (Stream<String> lines = Files.lines(Path.of("target", "cluster-" + name + ".log"))) {
            return lines.filter(line -> !PRINTED.matcher(line).find()).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until it answers 200 there. */
    public Jvm ready(String path) {
        await(name + " is ready, see target/cluster-" + name + ".log")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(100))
                .until(() -> !process.isAlive() || status(path) == 200);
        if (!process.isAlive()) {
            throw new IllegalStateException(name + " has ended, see target/cluster-" + name + ".log");
        }
        return this;
    }

    /** What it answers there; 0 when it does not. */
    int status(String path) throws InterruptedException {
        try {
            return HTTP.send(
                            HttpRequest.newBuilder(URI.create(url() + path))
                                    .timeout(Duration.ofSeconds(5))
                                    .build(),
                            HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        } catch (IOException e) {
            return 0;
        }
    }

    public JsonObject post(String token, String path, String type, String body) {
        return send(
                path,
                request(token, path)
                        .header("Content-Type", type)
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build());
    }

    public JsonObject get(String token, String path) {
        return send(path, request(token, path).build());
    }

    private HttpRequest.Builder request(String token, String path) {
        return HttpRequest.newBuilder(URI.create(url() + "/api/v1" + path)).header("Authorization", "Bearer " + token);
    }

    private static JsonObject send(String path, HttpRequest request) {
        try {
            HttpResponse<String> response = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() >= 300) {
                throw new IllegalStateException(path + ": " + response.statusCode() + " " + response.body());
            }
            return response.body().isBlank() ? new JsonObject() : new JsonObject(response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A meter of its own, by the start of its line; zero when there is none. */
    double meter(String line) {
        try {
            String metrics = HTTP.send(
                            HttpRequest.newBuilder(URI.create(url() + "/q/metrics"))
                                    .header("Accept", "text/plain")
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
            Matcher found = Pattern.compile("(?m)^" + Pattern.quote(line) + "\\S* (\\S+)$")
                    .matcher(metrics);
            return found.find() ? Double.parseDouble(found.group(1)) : 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Waits until it has died by itself, with this status. */
    void died(int status) {
        await(name + " dies, see target/cluster-" + name + ".log")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> !process.isAlive());
        if (process.exitValue() != status) {
            throw new AssertionError(name + " ended with " + process.exitValue());
        }
    }

    boolean isAlive() {
        return process.isAlive();
    }

    void kill() {
        process.destroyForcibly().onExit().join();
    }

    void pause() {
        signal("STOP");
    }

    void resume() {
        signal("CONT");
    }

    /** Asks it to end, as an orchestrator does; answers how long it took. */
    Duration terminate(Duration grace) throws InterruptedException {
        long began = System.nanoTime();
        process.destroy();
        AtomicBoolean leftPolitely = new AtomicBoolean();
        await("it has ended, or says that it leaves").atMost(grace).until(() -> {
            leftPolitely.set(status("/q/health/ready") == 503 && status("/q/openapi") == 200);
            return leftPolitely.get() || !process.isAlive();
        });
        if (!leftPolitely.get()) {
            throw new AssertionError(name + " ended without saying so first and serving meanwhile");
        }
        if (!process.waitFor(grace.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new AssertionError(name + " did not end within " + grace);
        }
        return Duration.ofNanos(System.nanoTime() - began);
    }

    /** Mebibytes of memory that are resident. */
    long residentMebibytes() {
        try {
            return Files.readAllLines(Path.of("/proc", String.valueOf(process.pid()), "status")).stream()
                            .filter(line -> line.startsWith("VmRSS:"))
                            .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                            .findFirst()
                            .orElse(0)
                    / 1024;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void signal(String signal) {
        try {
            new ProcessBuilder("kill", "-" + signal, String.valueOf(process.pid()))
                    .start()
                    .onExit()
                    .join();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        resume();
        process.destroyForcibly().onExit().join();
    }
}
