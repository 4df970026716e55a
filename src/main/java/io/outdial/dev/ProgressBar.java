package io.outdial.dev;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.PrintStream;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Draws a campaign's progress in the terminal until the campaign is over. */
final class ProgressBar {

    private static final int WIDTH = 40;
    private static final Set<String> OVER = Set.of("completed", "failed", "stopped");
    private static final Set<String> FINAL =
            Set.of("succeeded", "completed", "exhausted", "suppressed", "unknown", "expired");

    /** Asks for the progress; may block. */
    interface Source {
        JsonObject read() throws IOException, InterruptedException;
    }

    private final PrintStream out;

    private final CountDownLatch stopped;

    /** @param stopped counted down when the service stops */
    ProgressBar(PrintStream out, CountDownLatch stopped) {
        this.out = out;
        this.stopped = stopped;
    }

    void follow(Source source) throws IOException, InterruptedException {
        while (true) {
            JsonObject progress = source.read();
            out.print("\r" + line(progress));
            out.flush();
            if (OVER.contains(progress.getString("state"))) {
                out.println();
                return;
            }
            if (stopped.await(500, TimeUnit.MILLISECONDS)) {
                throw new InterruptedException();
            }
        }
    }

    static String line(JsonObject progress) {
        JsonObject targets = progress.getJsonObject("targets");
        JsonObject byState = targets.getJsonObject("byState");
        int total = targets.getInteger("total");
        int done =
                FINAL.stream().mapToInt(state -> byState.getInteger(state, 0)).sum();
        int filled = total == 0 ? 0 : (int) ((long) WIDTH * done / total);
        return String.format(
                "  [%s%s] %d/%d targets final, %d in flight, %d succeeded, %s   ",
                "#".repeat(filled),
                ".".repeat(WIDTH - filled),
                done,
                total,
                progress.getInteger("inFlight"),
                byState.getInteger("succeeded", 0),
                progress.getString("state"));
    }
}
