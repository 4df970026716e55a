package io.outdial.operation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The metrics that docs/metrics.md promises. */
final class MetricsPage {

    static final Path PAGE = Path.of("docs/metrics.md");
    private static final Pattern ROW =
            Pattern.compile("^\\| `([a-z.]+)` \\| (counter|gauge|timer|histogram|summary) \\|([^|]*)\\|");
    private static final Pattern TAG = Pattern.compile("`(\\w+)`");

    /**
     * A row of a table.
     *
     * @param kind counter, gauge, timer, histogram (a timer with buckets) or summary
     */
    record Metric(String name, String kind, Set<String> tags) {

        /** The series that Prometheus sees, with their labels. */
        Map<String, Set<String>> series() {
            String base = name.replace('.', '_');
            Set<String> withBucket = new TreeSet<>(tags);
            withBucket.add("le");
            return switch (kind) {
                case "counter" -> Map.of(base + "_total", tags);
                case "gauge" -> Map.of(base, tags);
                case "timer" ->
                    Map.of(base + "_seconds_count", tags, base + "_seconds_sum", tags, base + "_seconds_max", tags);
                case "histogram" ->
                    Map.of(
                            base + "_seconds_count",
                            tags,
                            base + "_seconds_sum",
                            tags,
                            base + "_seconds_max",
                            tags,
                            base + "_seconds_bucket",
                            withBucket);
                default -> Map.of(base + "_count", tags, base + "_sum", tags, base + "_max", tags);
            };
        }
    }

    private MetricsPage() {}

    static Map<String, Metric> metrics() {
        Map<String, Metric> metrics = new LinkedHashMap<>();
        try {
            for (String line : Files.readAllLines(PAGE)) {
                Matcher row = ROW.matcher(line);
                if (row.find()) {
                    Set<String> tags = TAG.matcher(row.group(3))
                            .results()
                            .map(each -> each.group(1))
                            .collect(Collectors.toSet());
                    metrics.put(row.group(1), new Metric(row.group(1), row.group(2), new TreeSet<>(tags)));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return metrics;
    }

    static Map<String, Set<String>> series() {
        Map<String, Set<String>> series = new LinkedHashMap<>();
        metrics().values().forEach(metric -> series.putAll(metric.series()));
        return series;
    }
}
