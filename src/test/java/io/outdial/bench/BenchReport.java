package io.outdial.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Numbers, and where they are written: a section of docs/performance.md between two markers. */
public final class BenchReport {

    private static final Path PAGE = Path.of("docs", "performance.md");

    private BenchReport() {}

    /** Puts the text in the section's place; the page must have {@code <!-- bench:name -->} and {@code <!-- /bench:name -->}. */
    public static void write(String section, String text) throws IOException {
        String begin = "<!-- bench:" + section + " -->";
        String end = "<!-- /bench:" + section + " -->";
        String page = Files.readString(PAGE);
        int from = page.indexOf(begin);
        int to = page.indexOf(end);
        if (from < 0 || to < from) {
            throw new IllegalStateException(PAGE + " has no section " + section);
        }
        Files.writeString(
                PAGE, page.substring(0, from + begin.length()) + "\n" + text.strip() + "\n" + page.substring(to));
    }

    /** The value below which this part of the measurements is, the part from 0 to 1; nearest rank. */
    public static double percentile(double[] values, double part) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[Math.max(0, (int) Math.ceil(part * sorted.length) - 1)];
    }

    /** Milliseconds that the work took. */
    public static double milliseconds(Work work) throws Exception {
        long start = System.nanoTime();
        work.run();
        return (System.nanoTime() - start) / 1e6;
    }

    /** Something to measure. */
    public interface Work {
        void run() throws Exception;
    }
}
