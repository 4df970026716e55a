package io.outdial.bench;

import java.util.TreeMap;

/** Meters in Prometheus' text format. */
record Metrics(String text) {

    /** The sum of a meter over its tags; a tag can be asked for by a part of the line. */
    double sum(String name, String having) {
        return text.lines()
                .filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
                .filter(line -> line.contains(having))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    /** The bound of the bucket in which this part of a timer's measurements since {@code before} ends, in milliseconds. */
    double milliseconds(String timer, double part, Metrics before) {
        TreeMap<Double, Double> buckets = buckets(timer);
        before.buckets(timer).forEach((bound, count) -> buckets.merge(bound, -count, Double::sum));
        double all = buckets.lastEntry().getValue();
        return buckets.entrySet().stream()
                        .filter(bucket -> bucket.getValue() >= part * all)
                        .findFirst()
                        .orElseThrow()
                        .getKey()
                * 1000;
    }

    private TreeMap<Double, Double> buckets(String timer) {
        TreeMap<Double, Double> buckets = new TreeMap<>();
        text.lines().filter(line -> line.startsWith(timer + "_seconds_bucket")).forEach(line -> {
            int from = line.indexOf("le=\"") + 4;
            String bound = line.substring(from, line.indexOf('"', from));
            buckets.merge(
                    bound.equals("+Inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(bound),
                    Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)),
                    Double::sum);
        });
        return buckets;
    }
}
