package io.outdial.bench;

import static io.outdial.bench.BenchReport.percentile;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** What the API's users wait while a campaign dials: each kind of request at half the rate at which it is at its end. */
class ApiBench {

    private static final int CALLS_PER_SECOND = 50;
    private static final int CUSTOMERS = 10_000;
    private static final int IMPORTED_AT_ONCE = 1_000;
    private static final int AT_ONCE = 16;
    /** More of one tenant wait for their places, see {@code outdial.long-reads.max-per-tenant}; this measures previews, not refusals. */
    private static final int PREVIEWS_AT_ONCE = 2;

    private static final int IMPORTS_AT_ONCE = 2;
    /** While one import waits others come, at their rate; beyond the usual two of a tenant they would be refused. */
    private static final int MOST_IMPORTS = 16;

    private static final int SECONDS = Integer.getInteger("outdial.bench.api-seconds", 10);

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final AtomicInteger number = new AtomicInteger();
    private final List<String> failures = new ArrayList<>();
    private final StringBuilder text = new StringBuilder();

    @Test
    void requestsWhileACampaignDials() throws Exception {
        try (Database database = new Database();
                Issuer issuer = new Issuer();
                Service service = Service.start(
                        "bench-api",
                        database,
                        issuer,
                        "-Doutdial.imports.max-running=" + MOST_IMPORTS,
                        "-Doutdial.imports.max-running-per-tenant=" + MOST_IMPORTS)) {
            World world = new World(database, issuer, service);
            World.Tenant dialled = world.tenant(200_000, 1, true);
            database.run("update tenant set calls_per_second = " + CALLS_PER_SECOND + " where tenant_id = '"
                    + dialled.id() + "'");
            world.begin(List.of(dialled));

            String slug = "api-" + UUID.randomUUID();
            String tenant = service.post(issuer.platformToken(), "/tenants", tenant(slug))
                    .getString("id");
            String token = issuer.tenantToken(slug);
            // Another's, so that readers have as many customers at the end as at the beginning.
            String growing = "api-" + UUID.randomUUID();
            service.post(issuer.platformToken(), "/tenants", tenant(growing));
            String writer = issuer.tenantToken(growing);
            send(post(service, token, "/customers/import", "text/csv", people(CUSTOMERS)));
            String campaign = service.post(
                            token,
                            "/campaigns",
                            new JsonObject().put("name", "Read").put("type", "voice"))
                    .getString("id");
            String audience = new JsonObject()
                    .put("query", new JsonObject().put("city", "Riyadh"))
                    .encode();
            database.run("vacuum analyze");

            text.append(String.format(
                    Locale.ROOT,
                    "While a campaign dials %d people a second; a tenant with %,d customers; one replica, its database and its client"
                            + " share %d processors.%n%n",
                    CALLS_PER_SECOND,
                    CUSTOMERS,
                    Runtime.getRuntime().availableProcessors()));
            text.append(
                    "| request | at its end, a second | at half of that: p50, ms | p95, ms | p99, ms |\n|---|---:|---:|---:|---:|\n");
            try (BareEndpoint bare = new BareEndpoint(database, UUID.fromString(tenant), UUID.fromString(campaign))) {
                List<Row> rows = List.of(
                        row("a campaign from a bare endpoint", AT_ONCE, () -> get(bare.uri(), token)),
                        row("a campaign", AT_ONCE, () -> get(service.uri("/api/v1/campaigns/" + campaign), token)),
                        row(
                                "a page of 50 customers",
                                AT_ONCE,
                                () -> get(service.uri("/api/v1/customers?limit=50"), token)),
                        row(
                                "a page of 20 campaigns",
                                AT_ONCE,
                                () -> get(service.uri("/api/v1/campaigns?limit=20"), token)),
                        row(
                                "a preview",
                                PREVIEWS_AT_ONCE,
                                () -> post(service, token, "/audiences/preview", "application/json", audience)),
                        row(
                                "a new customer",
                                AT_ONCE,
                                () -> post(service, writer, "/customers", "application/json", person())),
                        row(
                                "an import of " + IMPORTED_AT_ONCE,
                                IMPORTS_AT_ONCE,
                                () -> post(
                                        service, writer, "/customers/import", "text/csv", people(IMPORTED_AT_ONCE))));
                // All before the first is measured: what one kind of request teaches the compiler is forgotten at the
                // next.
                for (Row row : rows) {
                    row.load.saturation(row.atOnce, SECONDS);
                }
                database.run("vacuum analyze");
                for (Row row : rows) {
                    measure(row);
                }
            }
            BenchReport.write("api", text.toString());
            assertThat(failures).isEmpty();
        }
    }

    private record Row(String what, int atOnce, Load load) {}

    private Row row(String what, int atOnce, Supplier<HttpRequest> requests) {
        return new Row(what, atOnce, new Load(http, requests));
    }

    private void measure(Row row) throws InterruptedException {
        Load load = row.load;
        double most = load.saturation(row.atOnce, SECONDS);
        double[] waits = load.at(most / 2, SECONDS * 2);
        if (!load.failures().isEmpty()) {
            failures.add(row.what + ": " + load.failures());
        }
        text.append(String.format(
                Locale.ROOT,
                "| %s | %,.0f | %.1f | %.1f | %.1f |%n",
                row.what,
                most,
                percentile(waits, 0.5),
                percentile(waits, 0.95),
                percentile(waits, 0.99)));
    }

    private static JsonObject tenant(String slug) {
        return new JsonObject()
                .put("slug", slug)
                .put("name", slug)
                .put("country", "SA")
                .put("timeZone", "Asia/Riyadh")
                .put(
                        "limits",
                        new JsonObject().put("requestsPerSecond", 100_000).put("maxConcurrentRequests", 1_000));
    }

    private String people(int n) {
        StringBuilder csv = new StringBuilder("external_id,phone,name,city,status\n");
        for (int i = 0; i < n; i++) {
            int next = number.incrementAndGet();
            csv.append(String.format(Locale.ROOT, "C%d,+9665%08d,Sara,Riyadh,active%n", next, next));
        }
        return csv.toString();
    }

    private String person() {
        int next = number.incrementAndGet();
        return new JsonObject()
                .put("externalId", "C" + next)
                .put("phone", String.format(Locale.ROOT, "+9665%08d", next))
                .put("city", "Riyadh")
                .encode();
    }

    private void send(HttpRequest request) throws IOException, InterruptedException {
        int status = http.send(request, BodyHandlers.discarding()).statusCode();
        if (status >= 300) {
            throw new IllegalStateException(request.uri() + " answered " + status);
        }
    }

    private static HttpRequest get(URI uri, String token) {
        return HttpRequest.newBuilder(uri)
                .header("Authorization", "Bearer " + token)
                .build();
    }

    private static HttpRequest post(Service service, String token, String path, String type, String body) {
        return HttpRequest.newBuilder(service.uri("/api/v1" + path))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", type)
                .POST(BodyPublishers.ofString(body))
                .build();
    }
}
