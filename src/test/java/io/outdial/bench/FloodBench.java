package io.outdial.bench;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** What one tenant's flood of requests does to another's: its waiting, quiet and flooded, in turns. */
class FloodBench {

    private static final int ROUNDS = 3;
    private static final int REQUESTS = Integer.getInteger("outdial.bench.flood-requests", 1_000);
    private static final int WARM_UP = 3_000;
    private static final int FLOODERS = 32;
    private static final String READ = "/api/v1/customers?limit=50";

    private final HttpClient http = HttpClient.newHttpClient();
    private final AtomicLong served = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();

    @Test
    void aFloodOfOneTenant() throws Exception {
        try (Database database = new Database();
                Issuer issuer = new Issuer();
                Service service = Service.start("bench-flood", database, issuer)) {
            String quiet = tenant(service, issuer, 100_000);
            String flooding = tenant(service, issuer, 100);
            waits(service, quiet, WARM_UP);
            flooded(service, flooding, () -> waits(service, quiet, WARM_UP / 3));
            served.set(0);
            refused.set(0);
            List<Double> alone = new ArrayList<>();
            List<Double> beside = new ArrayList<>();
            for (int round = 0; round < ROUNDS; round++) {
                alone.addAll(waits(service, quiet, REQUESTS));
                flooded(service, flooding, () -> beside.addAll(waits(service, quiet, REQUESTS)));
            }
            write(array(alone), array(beside));
        }
    }

    private void write(double[] alone, double[] beside) throws IOException {
        double before = BenchReport.percentile(alone, 0.99);
        double during = BenchReport.percentile(beside, 0.99);
        BenchReport.write(
                "flood",
                String.format(
                        Locale.ROOT,
                        "%,d reads of a page of 50 customers one after the other, alone and while %d connections of another tenant"
                                + " (100 requests a second allowed) send as fast as they can: p50 %.1f and %.1f ms, p99 %.1f and %.1f ms,"
                                + " **%.1f times**. The flood had %,d answers and %,d refusals. Client, flood, service and database share"
                                + " two processors.",
                        alone.length,
                        FLOODERS,
                        BenchReport.percentile(alone, 0.5),
                        BenchReport.percentile(beside, 0.5),
                        before,
                        during,
                        during / before,
                        served.get(),
                        refused.get()));
    }

    private static double[] array(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).toArray();
    }

    /** A tenant with a page of customers; its token. */
    private static String tenant(Service service, Issuer issuer, int perSecond) {
        String slug = "t-" + UUID.randomUUID();
        JsonObject limits = new JsonObject().put("requestsPerSecond", perSecond);
        JsonObject tenant = new JsonObject()
                .put("slug", slug)
                .put("name", slug)
                .put("country", "SA")
                .put("timeZone", "Asia/Riyadh");
        service.post(issuer.platformToken(), "/tenants", tenant.put("limits", limits));
        String token = issuer.tenantToken(slug);
        for (int i = 0; i < 50; i++) {
            String phone = "+9665123400" + (10 + i);
            service.post(
                    token,
                    "/customers",
                    new JsonObject().put("externalId", "c" + i).put("phone", phone));
        }
        return token;
    }

    private List<Double> waits(Service service, String token, int requests) throws Exception {
        HttpRequest read = read(service, token);
        List<Double> waits = new ArrayList<>(requests);
        for (int i = 0; i < requests; i++) {
            waits.add(BenchReport.milliseconds(() -> {
                int status = http.send(read, BodyHandlers.discarding()).statusCode();
                if (status != 200) {
                    throw new IllegalStateException("answered " + status);
                }
            }));
        }
        return waits;
    }

    private void flooded(Service service, String token, BenchReport.Work work) throws Exception {
        AtomicBoolean over = new AtomicBoolean();
        HttpRequest read = read(service, token);
        List<Thread> flood = new ArrayList<>();
        for (int i = 0; i < FLOODERS; i++) {
            Thread one = new Thread(() -> flood(read, over), "flood-" + i);
            one.start();
            flood.add(one);
        }
        try {
            work.run();
        } finally {
            over.set(true);
            for (Thread one : flood) {
                one.join();
            }
        }
    }

    private void flood(HttpRequest read, AtomicBoolean over) {
        while (!over.get()) {
            try {
                int status = http.send(read, BodyHandlers.discarding()).statusCode();
                (status == 200 ? served : refused).incrementAndGet();
            } catch (IOException e) {
                refused.incrementAndGet();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private static HttpRequest read(Service service, String token) {
        return HttpRequest.newBuilder(service.uri(READ))
                .header("Authorization", "Bearer " + token)
                .build();
    }
}
