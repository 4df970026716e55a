package io.outdial.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** PostgreSQL's own load driver, where it is installed. */
final class Pgbench {

    private final Path program;
    private final Database database;

    private Pgbench(Path program, Database database) {
        this.program = program;
        this.database = database;
    }

    /** Looks on the path and where Debian keeps it. */
    static Optional<Pgbench> find(Database database) throws IOException {
        List<Path> places = new ArrayList<>();
        for (String directory : System.getenv().getOrDefault("PATH", "").split(":")) {
            places.add(Path.of(directory));
        }
        Path debian = Path.of("/usr/lib/postgresql");
        if (Files.isDirectory(debian)) {
            try (Stream<Path> versions = Files.list(debian)) {
                versions.map(version -> version.resolve("bin")).forEach(places::add);
            }
        }
        return places.stream()
                .map(place -> place.resolve("pgbench"))
                .filter(Files::isExecutable)
                .findFirst()
                .map(program -> new Pgbench(program, database));
    }

    /**
     * Runs the service's statements over these tenants' queues, one client for each tenant, all at once.
     *
     * @param batches how many of {@code size} targets each client takes
     */
    void dial(List<World.Tenant> tenants, int size, int batches) throws IOException, InterruptedException {
        Path script = Files.writeString(Path.of("target", "bench-dial.sql"), DialStatements.script());
        List<Process> clients = new ArrayList<>();
        for (World.Tenant tenant : tenants) {
            List<String> command = new ArrayList<>(Processors.besideDatabase());
            command.addAll(List.of(
                    program.toString(),
                    "-n",
                    "-c",
                    "1",
                    "-t",
                    String.valueOf(batches),
                    "-M",
                    "prepared",
                    "-f",
                    script.toString(),
                    "-h",
                    "localhost",
                    "-p",
                    String.valueOf(database.port()),
                    "-U",
                    Database.ROLE));
            command.addAll(
                    DialStatements.variables(tenant.id(), tenant.campaigns().get(0), size));
            command.add("postgres");
            ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
            builder.environment().put("PGPASSWORD", Database.ROLE);
            builder.redirectOutput(Path.of("target", "bench-pgbench-" + clients.size() + ".log")
                    .toFile());
            clients.add(builder.start());
        }
        for (Process client : clients) {
            if (client.waitFor() != 0) {
                throw new IllegalStateException("pgbench failed, see target/bench-pgbench-*.log");
            }
        }
    }
}
