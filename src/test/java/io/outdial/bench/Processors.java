package io.outdial.bench;

import java.io.IOException;
import java.util.List;

/**
 * Which processors a benchmark's processes run on. By default all share all, and what the service uses is missing to the
 * database. With {@code -Doutdial.bench.apart=true} PostgreSQL has the first one to itself and everything else the second, as if
 * each had a machine of its own: then a rate is near the database's limit when it is near pgbench's. Needs Linux's taskset.
 */
final class Processors {

    static final boolean APART = Boolean.getBoolean("outdial.bench.apart");

    private Processors() {}

    /** What the command of a process that uses the database begins with. */
    static List<String> besideDatabase() {
        return APART ? List.of("taskset", "-c", "1") : List.of();
    }

    /** Moves a running PostgreSQL; what it starts from then on is there as well. */
    static void ofDatabase(long pid) throws IOException {
        if (!APART) {
            return;
        }
        try {
            Process pinning = new ProcessBuilder("taskset", "-a", "-p", "-c", "0", String.valueOf(pid))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (pinning.waitFor() != 0) {
                throw new IOException("taskset could not move process " + pid);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }
}
