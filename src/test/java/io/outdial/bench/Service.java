package io.outdial.bench;

import io.outdial.e2e.Ports;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** One replica of the service as it is shipped: a process of the packaged jar, with a simulator whose calls end at once. */
final class Service implements AutoCloseable {

    private static final Path JAR = Path.of(System.getProperty("outdial.jar", "target/quarkus-app/quarkus-run.jar"));
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    /** Beside the jar where {@code -Paot} made it, see {@link AotTraining}. */
    static final Path CACHE = JAR.resolveSibling("app.aot");

    private final Process process;
    private final int port;

    private Service(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Starts a replica and waits until it is ready. */
    static Service start(String name, Database database, Issuer issuer, String... properties)
            throws IOException, InterruptedException {
        if (!Files.exists(JAR)) {
            throw new IllegalStateException("there is no " + JAR + ": run ./mvnw package first");
        }
        int port = Ports.free();
        List<String> command = new ArrayList<>(Processors.besideDatabase());
        command.addAll(List.of(
                java(),
                "-Xmx512m",
                "-Dquarkus.http.port=" + port,
                "-Doutdial.dialer.replica=" + name,
                "-Doutdial.telephony.simulator.enabled=true",
                "-Doutdial.telephony.simulator.speed=1000000"));
        command.addAll(database.properties());
        command.addAll(issuer.properties());
        command.addAll(List.of(properties));
        String more = System.getProperty("outdial.bench.jvm", "");
        if (!more.isBlank()) {
            command.addAll(List.of(more.split(" ")));
        }
        command.addAll(asShipped(command));
        command.addAll(List.of("-jar", JAR.toString()));
        Path log = Path.of("target", "bench-" + name + ".log");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        // What tests are told to start quickly makes a service slow.
        builder.environment().remove("JAVA_TOOL_OPTIONS");
        Process process = builder.start();
        Service service = new Service(process, port);
        Instant until = Instant.now().plus(Duration.ofMinutes(1));
        while (!service.ready()) {
            if (!process.isAlive() || Instant.now().isAfter(until)) {
                service.close();
                throw new IllegalStateException("the service did not start, see " + log);
            }
            TimeUnit.MILLISECONDS.sleep(100);
        }
        return service;
    }

    private static String java() {
        return Path.of(System.getProperty("outdial.bench.java-home", System.getProperty("java.home")), "bin", "java")
                .toString();
    }

    /** What the image starts it with, unless it is told otherwise. */
    private static List<String> asShipped(List<String> told) {
        List<String> options = new ArrayList<>();
        if (told.stream().noneMatch(option -> option.matches("-XX:\\+Use\\w+GC"))) {
            options.add("-XX:+UseParallelGC");
        }
        if (startsFromCache() && told.stream().noneMatch(option -> option.startsWith("-XX:AOT"))) {
            options.add("-XX:AOTCache=" + CACHE);
        }
        return options;
    }

    /** Whether there is a cache and a virtual machine that reads it. */
    static boolean startsFromCache() {
        return Files.exists(CACHE) && Runtime.version().feature() >= 25;
    }

    private boolean ready() throws InterruptedException {
        try {
            HttpRequest request = HttpRequest.newBuilder(uri("/q/health/ready")).build();
            return HTTP.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    /** @return the answer, which must be one of success */
    JsonObject post(String token, String path, JsonObject body) {
        HttpRequest request = HttpRequest.newBuilder(uri("/api/v1" + path))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body.encode()))
                .build();
        try {
            HttpResponse<String> response = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() >= 300) {
                throw new IllegalStateException(path + ": " + response.statusCode() + " " + response.body());
            }
            return new JsonObject(response.body());
        } catch (IOException e) {
            throw new IllegalStateException(path, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(path, e);
        }
    }

    /** What the service says of itself at the moment. */
    Metrics metrics() throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(uri("/q/metrics"))
                .header("Accept", "text/plain")
                .build();
        return new Metrics(
                HTTP.send(request, HttpResponse.BodyHandlers.ofString()).body());
    }

    double cpu() {
        return Cpu.seconds(process.pid());
    }

    long mebibytes(String field) {
        return Cpu.mebibytes(process.pid(), field);
    }

    URI uri(String path) {
        return URI.create("http://localhost:" + port + path);
    }

    @Override
    public void close() {
        stop(Duration.ofSeconds(20));
    }

    /** Asks it to end, and ends it when it has not done so in time. */
    void stop(Duration patience) {
        process.destroy();
        try {
            if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
