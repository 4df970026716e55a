package io.outdial.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * How fast the whole service dials: the packaged jar, a simulator whose calls end at once, durable commits. The same
 * statements, driven by pgbench on the same database before and after, say how fast the database alone would be.
 */
class DialBench {

    private static final int TARGETS = Integer.getInteger("outdial.bench.targets", 200_000);
    private static final int TENANTS = Integer.getInteger("outdial.bench.tenants", 4);
    private static final int BATCH = 200;

    private final StringBuilder text = new StringBuilder();

    /** What was used while some targets were dialled. */
    private record Used(long dials, double seconds, double databaseCpu, double serviceCpu, long wal) {

        double rate() {
            return dials / seconds;
        }

        Used plus(Used other) {
            return new Used(
                    dials + other.dials,
                    seconds + other.seconds,
                    databaseCpu + other.databaseCpu,
                    serviceCpu + other.serviceCpu,
                    wal + other.wal);
        }
    }

    /** @param tenths dials per second in each tenth */
    private record Run(Used whole, double[] tenths) {}

    @Test
    void aQueueOfTargets() throws Exception {
        try (Database database = new Database();
                Issuer issuer = new Issuer()) {
            database.wearIn();
            List<World.Tenant> warm;
            List<World.Tenant> before;
            List<World.Tenant> one;
            List<World.Tenant> after;
            List<World.Tenant> two;
            try (Service maker = Service.start("maker", database, issuer, "-Doutdial.dialer.enabled=false")) {
                World world = new World(database, issuer, maker);
                warm = tenants(world, TARGETS / 2);
                before = tenants(world, TARGETS / 4);
                one = tenants(world, TARGETS);
                after = tenants(world, TARGETS / 4);
                two = tenants(world, TARGETS / 2);
            }
            database.run("vacuum analyze");
            database.run("checkpoint");
            line(
                    "%,d targets of %d tenants with a campaign each; every call ends at once; PostgreSQL %s, durable"
                            + " commits; Java %d%s; %s; %s.%n",
                    TARGETS,
                    TENANTS,
                    database.text("show server_version"),
                    Runtime.version().feature(),
                    Service.startsFromCache() ? " with the image's cache" : "",
                    Processors.APART
                            ? "PostgreSQL on one processor, all else on another"
                            : Runtime.getRuntime().availableProcessors() + " processors",
                    LocalDate.now(ZoneOffset.UTC));
            Optional<Pgbench> pgbench = Pgbench.find(database);
            Used ideal = pgbench.isEmpty() ? null : ideal(database, pgbench.get(), before);
            line("| | dials/s | of pgbench | PostgreSQL, µs/dial | service, µs/dial | log, bytes/dial |");
            line("|---|---:|---:|---:|---:|---:|");
            try (Service first = Service.start("bench-1", database, issuer)) {
                World world = new World(database, issuer, first);
                Run cold = dial(database, world, List.of(first), warm, TARGETS / 2);
                Metrics idle = first.metrics();
                database.forgetStatements();
                Run alone = dial(database, world, List.of(first), one, TARGETS);
                statements(database);
                Metrics metrics = first.metrics();
                long now = first.mebibytes("VmRSS");
                long most = first.mebibytes("VmHWM");
                if (pgbench.isPresent()) {
                    ideal = ideal.plus(ideal(database, pgbench.get(), after));
                }
                row("one replica, just started", cold.whole, ideal);
                row("one replica", alone.whole, ideal);
                try (Service second = Service.start("bench-2", database, issuer)) {
                    row("two replicas", dial(database, world, List.of(first, second), two, TARGETS / 2).whole, ideal);
                }
                if (ideal == null) {
                    line("%npgbench is not installed, so there is nothing to compare with.");
                } else {
                    row("the same statements by pgbench", ideal, ideal);
                }
                line(
                        "%nA replica that has just started compiles while it dials. One replica by tenths of its run: %s dials/s (at"
                                + " most %.0f%% from their mean).",
                        rates(alone.tenths), spread(alone.tenths));
                line(
                        "Transaction of a claim, at most: p50 %.0f ms, p95 %.0f ms, p99 %.0f ms. Memory of the process: %d MiB"
                                + " now, %d MiB at most; heap in use %.0f MiB.",
                        metrics.milliseconds("outdial_dialer_claim", 0.5, idle),
                        metrics.milliseconds("outdial_dialer_claim", 0.95, idle),
                        metrics.milliseconds("outdial_dialer_claim", 0.99, idle),
                        now,
                        most,
                        metrics.sum("jvm_memory_used_bytes", "area=\"heap\"") / (1 << 20));
            }
        }
        BenchReport.write(Processors.APART ? "dial-apart" : "dial", text.toString());
    }

    private static void statements(Database database) throws Exception {
        List<String> costs = database.statements(TARGETS);
        if (!costs.isEmpty()) {
            Files.writeString(
                    Path.of("target", "bench-statements.md"),
                    "| statement | calls | µs/dial | log, bytes/dial | log records/dial | whole pages |\n"
                            + "|---|---:|---:|---:|---:|---:|\n" + String.join("\n", costs) + "\n");
        }
    }

    private static List<World.Tenant> tenants(World world, int targets) throws Exception {
        List<World.Tenant> tenants = new ArrayList<>();
        for (int i = 0; i < TENANTS; i++) {
            tenants.add(world.tenant(targets / TENANTS, 1, true));
        }
        return tenants;
    }

    private static Used ideal(Database database, Pgbench pgbench, List<World.Tenant> tenants) throws Exception {
        int batches = TARGETS / 4 / TENANTS / BATCH;
        double cpu = database.cpu();
        long wal = database.wal();
        long began = System.nanoTime();
        pgbench.dial(tenants, BATCH, batches);
        double seconds = (System.nanoTime() - began) / 1e9;
        long dials = (long) batches * BATCH * TENANTS;
        assertThat(database.number("select count(*) from attempt where tenant_id in (" + World.ids(tenants) + ")"))
                .isEqualTo(dials);
        return new Used(dials, seconds, database.cpu() - cpu, 0, database.wal() - wal);
    }

    private static Run dial(
            Database database, World world, List<Service> services, List<World.Tenant> tenants, int targets)
            throws Exception {
        List<Used> marks = new ArrayList<>();
        Used start = mark(database, services, 0);
        world.begin(tenants);
        marks.add(start);
        while (marks.size() <= 10) {
            TimeUnit.MILLISECONDS.sleep(20);
            long dials = world.dials(tenants);
            if (dials >= (long) targets * marks.size() / 10) {
                marks.add(mark(database, services, dials));
            }
        }
        // What was put back because its time to leave had passed was no call.
        assertThat(database.number(
                        "select count(*) from attempt where consumed and tenant_id in (" + World.ids(tenants) + ")"))
                .as("every target is called once")
                .isEqualTo(targets);
        assertThat(database.number(
                        "select sum(in_flight) from tenant_capacity where tenant_id in (" + World.ids(tenants) + ")"))
                .isZero();
        double[] tenths = new double[10];
        for (int i = 0; i < 10; i++) {
            tenths[i] = between(marks.get(i), marks.get(i + 1)).rate();
        }
        return new Run(between(start, marks.get(10)), tenths);
    }

    private static Used mark(Database database, List<Service> services, long dials) throws Exception {
        return new Used(
                dials,
                System.nanoTime() / 1e9,
                database.cpu(),
                services.stream().mapToDouble(Service::cpu).sum(),
                database.wal());
    }

    private static Used between(Used from, Used to) {
        return new Used(
                to.dials - from.dials,
                to.seconds - from.seconds,
                to.databaseCpu - from.databaseCpu,
                to.serviceCpu - from.serviceCpu,
                to.wal - from.wal);
    }

    private void row(String what, Used used, Used ideal) {
        line(
                "| %s | %,.0f | %s | %.0f | %.0f | %,.0f |",
                what,
                used.rate(),
                ideal == null ? "–" : String.format(Locale.ROOT, "%.2f", used.rate() / ideal.rate()),
                used.databaseCpu * 1e6 / used.dials,
                used.serviceCpu * 1e6 / used.dials,
                (double) used.wal / used.dials);
    }

    private static String rates(double[] tenths) {
        return String.join(
                ", ",
                Arrays.stream(tenths)
                        .mapToObj(rate -> String.format(Locale.ROOT, "%,.0f", rate))
                        .toList());
    }

    /** How far, in percent of the mean, the rates lie from it at most. */
    private static double spread(double[] tenths) {
        double mean = Arrays.stream(tenths).average().orElseThrow();
        return Arrays.stream(tenths).map(rate -> Math.abs(rate - mean)).max().orElseThrow() / mean * 100;
    }

    private void line(String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values)).append('\n');
    }
}
