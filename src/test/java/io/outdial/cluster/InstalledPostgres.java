package io.outdial.cluster;

import io.outdial.e2e.Ports;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A server of the PostgreSQL that Debian installs, on a directory of its own: another version than the embedded one. */
final class InstalledPostgres implements AutoCloseable {

    private final Path programs;
    private final Path directory;
    private final int port;

    /** @param directory empty, and reachable for everybody: the server does not run as root */
    private InstalledPostgres(Path programs, Path directory, int port) {
        this.programs = programs;
        this.directory = directory;
        this.port = port;
    }

    static InstalledPostgres start(int version) throws IOException, InterruptedException {
        Path programs = Path.of("/usr/lib/postgresql", String.valueOf(version), "bin");
        if (!Files.isExecutable(programs.resolve("initdb"))) {
            throw new IllegalStateException("there is no " + programs + "/initdb: install postgresql-" + version);
        }
        Path directory = Files.createTempDirectory("outdial-postgres");
        int port = Ports.free();
        InstalledPostgres server = new InstalledPostgres(programs, directory, port);
        if (server.isRoot()) {
            server.run(List.of("chown", "nobody", directory.toString()));
        }
        server.run(server.asServer("initdb", "-D", server.data(), "-A", "trust", "-U", "postgres"));
        server.run(server.asServer(
                "pg_ctl",
                "-D",
                server.data(),
                "-l",
                directory + "/log",
                "-o",
                "-p " + port + " -k " + directory + " -c max_connections=150",
                "-w",
                "start"));
        return server;
    }

    int port() {
        return port;
    }

    private String data() {
        return directory.resolve("data").toString();
    }

    private boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    private List<String> asServer(String program, String... arguments) {
        List<String> command = new ArrayList<>();
        if (isRoot()) {
            command.addAll(List.of("runuser", "-u", "nobody", "--"));
        }
        command.add(programs.resolve(program).toString());
        command.addAll(List.of(arguments));
        return command;
    }

    private void run(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .directory(new File("/"))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (process.waitFor() != 0) {
            throw new IOException(command + " ended with " + process.exitValue());
        }
    }

    @Override
    public void close() throws IOException, InterruptedException {
        run(asServer("pg_ctl", "-D", data(), "-m", "immediate", "-w", "stop"));
        run(List.of("rm", "-r", directory.toString()));
    }
}
