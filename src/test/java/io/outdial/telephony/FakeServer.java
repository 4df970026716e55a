package io.outdial.telephony;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** A provider of our own on a free port of localhost: stateful, and it writes down what it is asked. */
public abstract class FakeServer implements AutoCloseable {

    /** Every request, in order: method, path with query, body. */
    public final List<String> requests = new CopyOnWriteArrayList<>();

    protected final ScheduledExecutorService timers = Executors.newScheduledThreadPool(16, task -> {
        Thread thread = new Thread(task, "fake-provider");
        thread.setDaemon(true);
        return thread;
    });
    /** Apart from those that report, so that a slow listener holds no request back. */
    private final ExecutorService requestThreads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "fake-provider-http");
        thread.setDaemon(true);
        return thread;
    });

    /** Sent with every refusal as {@code Retry-After}; null: not sent. */
    public volatile String retryAfter;

    private final HttpServer server;

    protected FakeServer() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 200);
            server.createContext("/", this::handle);
            server.setExecutor(requestThreads);
            server.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String url() {
        return "http://localhost:" + server.getAddress().getPort();
    }

    /** @param status 0 closes the connection without an answer */
    public record Answer(int status, String type, String body) {
        static final Answer NONE = new Answer(0, null, null);

        public static Answer json(int status, String body) {
            return new Answer(status, "application/json", body);
        }

        public static Answer none() {
            return NONE;
        }
    }

    protected abstract Answer answer(HttpExchange exchange, byte[] body);

    private void handle(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " "
                + new String(body, StandardCharsets.UTF_8));
        Answer answer = answer(exchange, body);
        if (answer.status() == 0) {
            exchange.close();
            return;
        }
        byte[] bytes = answer.body() == null ? new byte[0] : answer.body().getBytes(StandardCharsets.UTF_8);
        if (answer.type() != null) {
            exchange.getResponseHeaders().add("Content-Type", answer.type());
        }
        if (retryAfter != null && answer.status() >= 400) {
            exchange.getResponseHeaders().add("Retry-After", retryAfter);
        }
        exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    protected void after(long millis, Runnable step) {
        var unused = timers.schedule(
                () -> {
                    try {
                        step.run();
                    } catch (RuntimeException e) {
                        e.printStackTrace();
                    }
                },
                millis,
                TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        server.stop(0);
        timers.shutdownNow();
        requestThreads.shutdownNow();
    }
}
