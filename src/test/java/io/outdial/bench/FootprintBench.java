package io.outdial.bench;

import static io.outdial.bench.BenchReport.percentile;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** How soon a replica answers on a database that has its schema, and what memory it takes with a thousand calls in flight. */
class FootprintBench {

    private static final int STARTS = 7;
    private static final int CALLS = 1_000;
    private static final int SECONDS = 60;
    /** What the figure is promised with, and what a small replica is started with. */
    private static final String[] SMALL = {"-Xmx160m", "-XX:+UseSerialGC"};

    @Test
    void aReplica() throws Exception {
        try (Database database = new Database();
                Issuer issuer = new Issuer()) {
            World.Tenant tenant;
            try (Service maker = Service.start("maker", database, issuer, "-Doutdial.dialer.enabled=false")) {
                tenant = new World(database, issuer, maker).tenant(CALLS * 5, 1, true);
            }
            database.run(
                    "update tenant set max_concurrent_calls = " + CALLS + " where tenant_id = '" + tenant.id() + "'");
            double[] starts = new double[STARTS];
            double[] without = new double[STARTS];
            for (int i = 0; i < STARTS; i++) {
                starts[i] = start(database, issuer, SMALL);
                without[i] = Service.startsFromCache()
                        ? start(database, issuer, SMALL[0], SMALL[1], "-XX:AOTMode=off")
                        : starts[i];
            }
            String start = String.format(
                    Locale.ROOT,
                    "From the start of the process to its readiness, %d times on a database that has its schema, on Java %d %s: %.1f"
                            + " s (p50), %.1f s at most%s.%n%n",
                    STARTS,
                    Runtime.version().feature(),
                    Service.startsFromCache() ? "with its cache" : "without a cache",
                    percentile(starts, 0.5),
                    percentile(starts, 1),
                    Service.startsFromCache()
                            ? String.format(
                                    Locale.ROOT, "; without it, in turns, %.1f s (p50)", percentile(without, 0.5))
                            : "");
            BenchReport.write("footprint", start + memory(database, issuer, tenant));
        }
    }

    private static double start(Database database, Issuer issuer, String... options) throws Exception {
        long began = System.nanoTime();
        try (Service service = Service.start("bench-start", database, issuer, options)) {
            return (System.nanoTime() - began) / 1e9;
        }
    }

    private static String memory(Database database, Issuer issuer, World.Tenant tenant) throws Exception {
        String inFlight = "select in_flight from tenant_capacity where tenant_id = '" + tenant.id() + "'";
        try (Service service = Service.start(
                "bench-footprint",
                database,
                issuer,
                SMALL[0],
                SMALL[1],
                "-Doutdial.telephony.simulator.speed=1",
                "-Doutdial.telephony.simulator.talk-seconds=600")) {
            long idle = service.mebibytes("VmRSS");
            World world = new World(database, issuer, service);
            world.begin(List.of(tenant));
            // Those who do not answer make room for others, until all lines talk.
            await().atMost(Duration.ofMinutes(3)).until(() -> database.number(inFlight) >= CALLS * 9 / 10);
            TimeUnit.SECONDS.sleep(SECONDS);
            long calls = database.number(inFlight);
            return String.format(
                    Locale.ROOT,
                    "Resident memory with `%s`: %d MiB just started, **%d MiB** with %,d calls in flight for a minute (%d MiB at"
                            + " most), of which heap in use %.0f MiB.",
                    String.join(" ", SMALL),
                    idle,
                    service.mebibytes("VmRSS"),
                    calls,
                    service.mebibytes("VmHWM"),
                    service.metrics().sum("jvm_memory_used_bytes", "area=\"heap\"") / (1 << 20));
        }
    }
}
