package io.outdial.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.gson.JsonElement;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Route;
import io.outdial.support.QuietMachine;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A live view that is told 200 things a second: it keeps up, and stays smooth. The figures are in target/browser. */
class LiveSpeedE2E extends InBrowser {

    private static final int A_SECOND = 200;
    private static final Duration WATCHED = Duration.ofSeconds(10);

    @Test
    void itStaysSmoothAtTwoHundredEventsASecond() throws IOException {
        Shop shop = newShop().withCustomers(20);
        String campaign = Campaigns.waiting(shop, "Fast");
        AtomicInteger sent = new AtomicInteger();
        try (EventSource source = new EventSource(teller -> {
            CountDownLatch gone = new CountDownLatch(1);
            ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
            clock.scheduleAtFixedRate(
                    () -> {
                        try {
                            tell(teller, sent.getAndIncrement());
                        } catch (IOException e) {
                            gone.countDown();
                        }
                    },
                    0,
                    1_000_000 / A_SECOND,
                    TimeUnit.MICROSECONDS);
            gone.await();
            clock.shutdownNow();
        })) {
            page.route(
                    "**/api/v1/campaigns/*/events",
                    route -> route.resume(new Route.ResumeOptions().setUrl(source.url())));
            logIn("viewer", shop, "/console/campaigns/" + campaign);
            assertThat(page.locator(".events li")).hasCount(50);

            CDPSession tools = context.newCDPSession(page);
            tools.send("Performance.enable");
            Map<String, Double> before = metrics(tools);
            int sentBefore = sent.get();
            @SuppressWarnings("unchecked")
            Map<String, Number> seen = (Map<String, Number>) page.evaluate(Frames.MEASURE, (int) WATCHED.toMillis());
            int told = sent.get() - sentBefore;
            Map<String, Double> after = metrics(tools);

            TreeMap<String, Object> figures = new TreeMap<>(seen);
            figures.put("eventsPerSecond", told / (double) WATCHED.toSeconds());
            for (String busy :
                    new String[] {"TaskDuration", "ScriptDuration", "LayoutDuration", "RecalcStyleDuration"}) {
                figures.put(
                        busy + "Share",
                        (after.get(busy) - before.get(busy)) / (after.get("Timestamp") - before.get("Timestamp")));
            }
            figures.put("heapMegabytes", after.get("JSHeapUsedSize") / 1_000_000);
            Files.createDirectories(Path.of("target/browser"));
            Files.writeString(Path.of("target/browser/live-speed.txt"), figures + "\n");

            assertThat(told).as("events of %s", WATCHED).isGreaterThan((int)
                    (A_SECOND * WATCHED.toSeconds() * QuietMachine.bound(0.8, 0.3)));
            assertThat(seen.get("medianMillis").doubleValue()).as("%s", figures).isLessThan(Frames.SMOOTH);
            // One that stalled catches up; one that does not keep up falls behind more and more.
            await("it keeps up, to within a second")
                    .pollInSameThread()
                    .atMost(QuietMachine.bound(Duration.ofSeconds(1), Duration.ofSeconds(30)))
                    .until(() -> sent.get() - newest() < A_SECOND);
        }
    }

    /** The number of the newest event that the page shows. */
    private int newest() {
        return Integer.parseInt(
                page.locator(".events li bdi").first().innerText().replace("n", ""));
    }

    /** Three in four are things that happened, kept in a list; the others say how something stands and change every time. */
    private static void tell(EventSource.Teller teller, int number) throws IOException {
        if (number % 8 == 0) {
            teller.event(null, "progress", progress(number));
        } else if (number % 8 == 4) {
            teller.event(null, "calls", calls(number));
        } else {
            teller.event(
                    "event-" + number,
                    "state_changed",
                    LiveViewE2E.happened("active").put("actor", "n" + number));
        }
    }

    private static JsonObject progress(int number) {
        JsonObject states = new JsonObject()
                .put("pending", 1_000_000 - number)
                .put("in_progress", 200)
                .put("succeeded", number);
        JsonObject outcomes = new JsonObject()
                .put("answered_human", number)
                .put("no_answer", 2 * number)
                .put("busy", number / 2);
        return new JsonObject()
                .put("state", "active")
                .put("targets", new JsonObject().put("total", 1_000_200).put("byState", states))
                .put(
                        "attempts",
                        new JsonObject()
                                .put("total", 3 * number)
                                .put("byOutcome", outcomes)
                                .put("byDisposition", new JsonObject().put("booked", number / 3)))
                .put("inFlight", 200)
                .put("callsPerMinute", 12_000 - number % 100)
                .put("etaSeconds", 3_600 + number)
                .put("spend", new JsonObject().put("amount", "" + number).put("currency", "SAR"))
                .put("answerRate", 0.3)
                .put("successRate", number % 100 / 100.0)
                .put("suppressedByReason", new JsonObject().put("opt_out", 3))
                .put("draining", false);
    }

    private static JsonObject calls(int number) {
        JsonArray newest = new JsonArray();
        for (int i = 0; i < 10; i++) {
            newest.add(new JsonObject()
                    .put("id", "call-" + (number - i))
                    .put("phone", "+9665••••" + (1000 + (number - i) % 9000))
                    .put("attemptNo", 1)
                    .put("state", i < 5 ? "ringing" : "finished")
                    .put("outcome", i < 5 ? null : "answered_human")
                    .put("disposition", i < 5 ? null : "booked")
                    .put("startedAt", Instant.now().toString()));
        }
        return new JsonObject().put("newest", newest);
    }

    private static Map<String, Double> metrics(CDPSession tools) {
        Map<String, Double> metrics = new TreeMap<>();
        for (JsonElement each : tools.send("Performance.getMetrics").getAsJsonArray("metrics")) {
            var metric = each.getAsJsonObject();
            metrics.put(metric.get("name").getAsString(), metric.get("value").getAsDouble());
        }
        return metrics;
    }
}
