package io.outdial.browser;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A stream of events whose connections a test holds in its hand: it can be fast, fall silent, or be cut. */
final class EventSource implements AutoCloseable {

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();

    /** What each connection asked to go on after, in order; an empty text for from the beginning. */
    final List<String> asked = new CopyOnWriteArrayList<>();

    /** What a connection is told; it is closed when this returns. */
    interface Script {
        void tell(Teller teller) throws IOException, InterruptedException;
    }

    /** @param connection the first is 0 */
    record Teller(int connection, OutputStream out) {

        /** @param id null for how something stands */
        void event(String id, String type, JsonObject data) throws IOException {
            String line =
                    (id == null ? "" : "id: " + id + "\n") + "event: " + type + "\ndata: " + data.encode() + "\n\n";
            out.write(line.getBytes(StandardCharsets.UTF_8));
            out.flush();
        }
    }

    EventSource(Script script) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", exchange -> tell(exchange, script));
        server.start();
    }

    private void tell(HttpExchange exchange, Script script) throws IOException {
        String last = exchange.getRequestHeaders().getFirst("Last-Event-ID");
        int connection;
        synchronized (asked) {
            connection = asked.size();
            asked.add(last == null ? "" : last);
        }
        exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
        exchange.sendResponseHeaders(200, 0);
        try (OutputStream out = exchange.getResponseBody()) {
            script.tell(new Teller(connection, out));
        } catch (IOException e) {
            // The page has gone away, as it may.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    String url() {
        return "http://localhost:" + server.getAddress().getPort() + "/events";
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
