package io.outdial.bench;

import static io.outdial.bench.BenchReport.percentile;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Whether small tenants get their turn beside a large one, and what many campaigns of one tenant cost. */
class TenantsBench {

    private static final int LARGE = Integer.getInteger("outdial.bench.targets", 200_000);
    private static final int SMALL_TENANTS = Integer.getInteger("outdial.bench.tenants", 1000);
    private static final int TARGETS_EACH = 10;
    private static final int CAMPAIGNS = 50;
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private final StringBuilder text = new StringBuilder();

    @Test
    void manyTenantsAndManyCampaigns() throws Exception {
        try (Database database = new Database();
                Issuer issuer = new Issuer()) {
            World.Tenant large;
            World.Tenant campaigns;
            List<World.Tenant> small;
            try (Service maker = Service.start("maker", database, issuer, "-Doutdial.dialer.enabled=false")) {
                World world = new World(database, issuer, maker);
                large = world.tenant(LARGE, 1, true);
                campaigns = world.tenant(LARGE / 4 / CAMPAIGNS, CAMPAIGNS, true);
                small = small(world);
            }
            database.run("vacuum analyze");
            database.run("checkpoint");
            try (Service service = Service.start("bench-tenants", database, issuer)) {
                World world = new World(database, issuer, service);
                beside(database, world, large, small);
                many(database, world, campaigns);
            }
        }
        BenchReport.write("tenants", text.toString());
    }

    private static List<World.Tenant> small(World world) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<World.Tenant>> making = new ArrayList<>();
            for (int i = 0; i < SMALL_TENANTS; i++) {
                making.add(threads.submit(() -> world.tenant(TARGETS_EACH, 1, true)));
            }
            List<World.Tenant> made = new ArrayList<>();
            for (Future<World.Tenant> one : making) {
                made.add(one.get());
            }
            return made;
        } finally {
            threads.shutdown();
        }
    }

    /** The large tenant is at full speed when all the small ones become due at once. */
    private void beside(Database database, World world, World.Tenant large, List<World.Tenant> small) throws Exception {
        world.begin(List.of(large));
        until(world, List.of(large), LARGE / 5);
        double alone = rate(world, large);
        world.begin(small);
        double began = database.column("select extract(epoch from clock_timestamp())")[0];
        until(world, small, (long) SMALL_TENANTS * TARGETS_EACH);
        double[] seconds = database.column("select extract(epoch from max(finished_at)) - " + began
                + " from attempt where tenant_id in (" + World.ids(small) + ") group by tenant_id");
        long left = LARGE - world.dials(List.of(large));
        assertThat(seconds).hasSize(SMALL_TENANTS);
        line(
                "%,d tenants with %d targets each became due at once beside one tenant with %,d targets that was being dialled"
                        + " at %,.0f dials/s and had %,d left when the last of them was done. From then to a small tenant's last call:"
                        + " p50 %.1f s, p95 %.1f s, the last %.1f s.%n",
                SMALL_TENANTS,
                TARGETS_EACH,
                LARGE,
                alone,
                left,
                percentile(seconds, 0.5),
                percentile(seconds, 0.95),
                Arrays.stream(seconds).max().orElseThrow());
        until(world, List.of(large), LARGE);
    }

    /**
     * All campaigns call the same people, and nobody is called twice at once: campaigns wait for each other. Who turns out to
     * have no number, or does not want to be called, is suppressed in the others.
     */
    private void many(Database database, World world, World.Tenant tenant) throws Exception {
        int targets = LARGE / 4 / CAMPAIGNS * CAMPAIGNS;
        String counters = " from campaign_counter where tenant_id = '" + tenant.id() + "'";
        String over = "select sum(total - pending - deferred - in_progress - waiting_retry)" + counters;
        world.begin(List.of(tenant));
        long began = System.nanoTime();
        until(() -> database.number(over), targets / 2);
        double[] half = database.column("select attempts" + counters + " order by attempts");
        until(() -> database.number(over), targets);
        double seconds = (System.nanoTime() - began) / 1e9;
        line(
                "%d active campaigns of one tenant, each for the same %,d customers: all %,d targets were final after %.1f s, by %,d"
                        + " calls. When half of them were, the campaign with the fewest calls had %.0f and the one with the most %.0f.",
                CAMPAIGNS,
                targets / CAMPAIGNS,
                targets,
                seconds,
                world.dials(List.of(tenant)),
                half[0],
                half[half.length - 1]);
    }

    private static double rate(World world, World.Tenant tenant) throws Exception {
        long before = world.dials(List.of(tenant));
        long began = System.nanoTime();
        TimeUnit.SECONDS.sleep(2);
        return (world.dials(List.of(tenant)) - before) / ((System.nanoTime() - began) / 1e9);
    }

    private static void until(World world, List<World.Tenant> tenants, long dials) throws Exception {
        until(() -> world.dials(tenants), dials);
    }

    private static void until(Callable<Long> counter, long wanted) throws Exception {
        long began = System.nanoTime();
        while (counter.call() < wanted) {
            if (System.nanoTime() - began > PATIENCE.toNanos()) {
                throw new AssertionError(counter.call() + " of " + wanted + " in " + PATIENCE.toMinutes() + " minutes");
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    private void line(String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values)).append('\n');
    }
}
