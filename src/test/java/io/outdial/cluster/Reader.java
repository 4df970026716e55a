package io.outdial.cluster;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Asks a replica for the same again and again, as consoles do, and remembers what went wrong. */
final class Reader implements AutoCloseable {

    private static final long EVERY_MS = 300;

    private final HttpClient http = HttpClient.newHttpClient();
    private final ScheduledExecutorService clock = Executors.newScheduledThreadPool(4);
    private final AtomicInteger answered = new AtomicInteger();
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();

    /** @param paths below /api/v1; each is asked for several times a second */
    Reader(Jvm replica, String token, List<String> paths) {
        for (String path : paths) {
            HttpRequest request = HttpRequest.newBuilder(URI.create(replica.url() + "/api/v1" + path))
                    .header("Authorization", "Bearer " + token)
                    .build();
            clock.scheduleWithFixedDelay(() -> ask(request), 0, EVERY_MS, TimeUnit.MILLISECONDS);
        }
    }

    private void ask(HttpRequest request) {
        try {
            HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                failures.add(request.uri().getPath() + ": " + answer.statusCode() + " " + answer.body());
            }
            answered.incrementAndGet();
        } catch (IOException e) {
            failures.add(request.uri().getPath() + ": " + e);
        } catch (InterruptedException e) {
            // It is closed.
            Thread.currentThread().interrupt();
        }
    }

    int answered() {
        return answered.get();
    }

    List<String> failures() {
        return List.copyOf(failures);
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}
