package io.outdial.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.outdial.support.Api;
import io.outdial.support.Beside;
import io.outdial.support.Databases;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Test;

/**
 * Distinct customers as CSV over HTTP, as a client sends them: new, once more unchanged, and once more with a field changed
 * in each row. Beside it, in the same run, what the database takes when it is handed the very same rows.
 */
@QuarkusTest
class ImportBench {

    private static final int ROWS = Integer.getInteger("outdial.bench.import-rows", 500_000);

    /** Sent three times beforehand, while the virtual machine compiles most of what it will. */
    private static final int WARM = Math.min(ROWS, 100_000);

    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final StringBuilder text = new StringBuilder();

    /** The heap in use after collections, by how many percent of the file were sent. */
    private final TreeMap<Integer, Long> heap = new TreeMap<>();

    @Test
    void halfAMillionRows() throws Exception {
        try (Connection owner = Databases.asOwner()) {
            BenchData.run(owner, "alter database postgres set synchronous_commit = on");
            BenchData.wearIn(owner);
            Api warm = Api.newTenant();
            send(warm, WARM, false, false);
            send(warm, WARM, false, false);
            send(warm, WARM, true, false);
            Api tenant = Api.newTenant();
            Run first = measured(owner, () -> send(tenant, ROWS, false, true), ROWS, 0);
            Run again = measured(owner, () -> send(tenant, ROWS, false, false), 0, ROWS);
            Run changed = measured(owner, () -> send(tenant, ROWS, true, false), 0, ROWS);
            double ceiling = ceiling(owner, tenant);
            line(
                    "%,d distinct rows of 18 columns; PostgreSQL %s, full_page_writes %s, max_wal_size %s, shared_buffers"
                            + " %s; %d processors; %s.%n",
                    ROWS,
                    owner.getMetaData().getDatabaseProductVersion(),
                    setting(owner, "full_page_writes"),
                    setting(owner, "max_wal_size"),
                    setting(owner, "shared_buffers"),
                    Runtime.getRuntime().availableProcessors(),
                    LocalDate.now(ZoneOffset.UTC));
            line(
                    "| import over HTTP | rows/s | CPU of PostgreSQL, µs/row | of the service | of its compiler | of the client"
                            + " | WAL, B/row |");
            line("|---|---:|---:|---:|---:|---:|---:|");
            row("new customers", first);
            row("the same file again", again);
            row("one field changed in each", changed);
            line("%n%.1f processes wanted to run on average, those of the benchmark among them.", load());
            line(
                    "%nThe same rows by `COPY` on two connections, as the owner, without row level security, checks or answers:"
                            + " %,.0f rows/s. The import of new customers reaches %.2f of it.%n",
                    ceiling, first.perSecond() / ceiling);
            line(
                    "Heap in use after a collection, at 10, 50 and 100 %% of the file: %,d, %,d and %,d MiB.",
                    heap.get(10) >> 20, heap.get(50) >> 20, heap.get(100) >> 20);
        }
        BenchReport.write("import", text.toString());
    }

    /** What a run took: of the clock, of both processes, and of the log. */
    private record Run(double seconds, Cpu cpu, double wal) {
        double perSecond() {
            return ROWS / seconds;
        }
    }

    private interface Sending {
        JsonPath send() throws Exception;
    }

    private Run measured(Connection owner, Sending sending, int accepted, int updated) throws Exception {
        BenchData.run(owner, "checkpoint");
        long wal = number(owner, "select (pg_current_wal_insert_lsn() - '0/0')::bigint");
        Cpu before = Cpu.now(owner);
        long start = System.nanoTime();
        JsonPath answer = sending.send();
        double seconds = (System.nanoTime() - start) / 1e9;
        Cpu after = Cpu.now(owner);
        assertThat(answer.getInt("accepted")).isEqualTo(accepted);
        assertThat(answer.getInt("updated")).isEqualTo(updated);
        return new Run(
                seconds,
                after.minus(before),
                (number(owner, "select (pg_current_wal_insert_lsn() - '0/0')::bigint") - wal) / (double) ROWS);
    }

    private JsonPath send(Api tenant, int rows, boolean changed, boolean watch) throws Exception {
        BenchCsv.Progress progress = row -> {
            if (watch && (row == rows / 10 || row == rows / 2 || row == rows - 1)) {
                System.gc();
                heap.put(
                        Math.round(100f * row / rows),
                        ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
            }
        };
        HttpRequest request = HttpRequest.newBuilder(URI.create(url() + "/api/v1/customers/import"))
                .header("Authorization", "Bearer " + tenant.token("admin"))
                .header("Content-Type", "text/csv")
                .POST(HttpRequest.BodyPublishers.ofInputStream(() -> csv(rows, changed, progress)))
                .build();
        HttpResponse<String> response = CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return JsonPath.from(response.body());
    }

    private static InputStream csv(int rows, boolean changed, BenchCsv.Progress progress) {
        try {
            return new BenchCsv(rows, changed, progress);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String url() {
        return "http://localhost:" + ConfigProvider.getConfig().getValue("quarkus.http.test-port", int.class);
    }

    /** Rows a second when two connections are handed the tenant's rows, in the order in which they were made. */
    private double ceiling(Connection owner, Api tenant) throws Exception {
        Api other = Api.newTenant();
        String middle = text(
                owner,
                "select customer_id from customer where tenant_id = '" + tenant.tenantId
                        + "' order by customer_id offset " + ROWS / 2 + " limit 1");
        List<List<Path>> halves = List.of(
                dump(owner, tenant, other, "customer_id < '" + middle + "'"),
                dump(owner, tenant, other, "customer_id >= '" + middle + "'"));
        BenchData.run(owner, "checkpoint");
        long start = System.nanoTime();
        List<CompletableFuture<Void>> loads =
                halves.stream().map(half -> Beside.run(() -> load(half))).toList();
        loads.forEach(CompletableFuture::join);
        double seconds = (System.nanoTime() - start) / 1e9;
        assertThat(number(owner, "select count(*) from customer where tenant_id = '" + other.tenantId + "'"))
                .isEqualTo(ROWS);
        return ROWS / seconds;
    }

    private static final List<String> TABLES = List.of(
            "customer",
            "customer_value_text",
            "customer_value_number",
            "customer_value_bool",
            "customer_value_date",
            "customer_value_time");

    private static List<Path> dump(Connection owner, Api tenant, Api other, String half) throws Exception {
        List<Path> files = new ArrayList<>();
        for (String table : TABLES) {
            String columns = text(
                    owner,
                    "select string_agg(attname, ', ' order by attnum) from pg_attribute where attrelid = '" + table
                            + "'::regclass and attnum > 0 and attname <> 'tenant_id'");
            Path file = Files.createTempFile("outdial-bench", table);
            files.add(file);
            BenchData.copyOut(
                    owner,
                    "copy (select '" + other.tenantId + "'::uuid, " + columns + " from " + table
                            + " where tenant_id = '" + tenant.tenantId + "' and " + half
                            + ") to stdout (format binary)",
                    file);
            Files.writeString(Path.of(file + ".into"), table + " (tenant_id, " + columns + ")");
        }
        return files;
    }

    private static void load(List<Path> files) {
        try (Connection connection = Databases.asOwner()) {
            for (Path file : files) {
                Path into = Path.of(file + ".into");
                BenchData.copyIn(connection, "copy " + Files.readString(into) + " from stdin (format binary)", file);
                Files.delete(file);
                Files.delete(into);
            }
        } catch (SQLException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private void row(String what, Run run) {
        line(
                "| %s | **%,.0f** | %.0f | %.0f | %.0f | %.0f | %,.0f |",
                what,
                run.perSecond(),
                run.cpu.database / (double) ROWS,
                run.cpu.service() / (double) ROWS,
                run.cpu.compiler / (double) ROWS,
                run.cpu.client / (double) ROWS,
                run.wal);
    }

    private static double load() {
        return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    }

    private static String setting(Connection owner, String name) throws SQLException {
        return text(owner, "show " + name);
    }

    private static long number(Connection owner, String sql) throws SQLException {
        return Long.parseLong(text(owner, sql));
    }

    private static String text(Connection owner, String sql) throws SQLException {
        try (var statement = owner.createStatement();
                var row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }

    private void line(String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values)).append('\n');
    }

    /**
     * CPU time so far, in microseconds, where Linux tells it: of the server and all its processes, of this process, and in
     * it of the compiler, which a service that runs for long needs no more, and of the client.
     */
    private record Cpu(long database, long process, long compiler, long client) {

        private static final long MICROSECONDS_A_TICK = 10_000;

        static Cpu now(Connection owner) throws SQLException, IOException {
            var os = ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class);
            return new Cpu(
                    database(number(owner, "select pg_backend_pid()")),
                    os.getProcessCpuTime() / 1_000,
                    threads("C1 Compiler", "C2 Compiler"),
                    threads("HttpClient"));
        }

        Cpu minus(Cpu before) {
            return new Cpu(
                    database - before.database,
                    process - before.process,
                    compiler - before.compiler,
                    client - before.client);
        }

        long service() {
            return process - compiler - client;
        }

        /** Of this process' threads whose name begins so. */
        private static long threads(String... names) throws IOException {
            Path tasks = Path.of("/proc/self/task");
            if (!Files.exists(tasks)) {
                return 0;
            }
            long ticks = 0;
            try (var each = Files.newDirectoryStream(tasks)) {
                for (Path task : each) {
                    String stat = read(task);
                    if (Stream.of(names).anyMatch(name -> stat.contains("(" + name))) {
                        ticks += ticks(stat);
                    }
                }
            }
            return ticks * MICROSECONDS_A_TICK;
        }

        /** Empty when the thread has ended since. */
        private static String read(Path task) throws IOException {
            try {
                return Files.readString(task.resolve("stat"));
            } catch (NoSuchFileException ended) {
                return "";
            }
        }

        private static long ticks(String stat) {
            long[] fields = fields(stat);
            return fields[11] + fields[12];
        }

        private static long database(long backend) throws IOException {
            if (!Files.exists(Path.of("/proc/self/stat"))) {
                return 0;
            }
            long server = stat(backend)[1];
            long ticks = 0;
            for (ProcessHandle each :
                    ProcessHandle.allProcesses().filter(Cpu::isAlive).toList()) {
                if (each.pid() == server
                        || each.parent().map(ProcessHandle::pid).orElse(0L) == server) {
                    long[] stat = stat(each.pid());
                    // Of the server itself also what its processes that have ended took.
                    ticks += stat[11] + stat[12] + (each.pid() == server ? stat[13] + stat[14] : 0);
                }
            }
            return ticks * MICROSECONDS_A_TICK;
        }

        private static boolean isAlive(ProcessHandle process) {
            return process.isAlive() && Files.exists(Path.of("/proc/" + process.pid() + "/stat"));
        }

        private static long[] stat(long pid) throws IOException {
            return fields(Files.readString(Path.of("/proc/" + pid + "/stat")));
        }

        /** The fields after the command, which may hold blanks; see proc(5). */
        private static long[] fields(String stat) {
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            long[] numbers = new long[15];
            for (int i = 1; i < numbers.length; i++) {
                numbers[i] = Long.parseLong(fields[i]);
            }
            return numbers;
        }
    }
}
