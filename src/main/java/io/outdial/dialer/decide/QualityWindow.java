package io.outdial.dialer.decide;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A campaign's last calls, summed in buckets of a tenth of the window: a bucket leaves when those after it hold the window
 * by themselves, or when its last call is too old. So the window holds at least the last N calls and at most a tenth more, and
 * its size does not depend on N.
 *
 * <p>A guard looks when its sample has grown by the minimum sample since it last looked, not after every call: asking the
 * same question of almost the same calls again and again would find a false answer sooner or later. With this the chance
 * that a campaign at one and a half times the threshold is ever paused stays below 1%.
 */
public final class QualityWindow {

    /** No calls yet. */
    public static final QualityWindow EMPTY = new QualityWindow(List.of(), new int[Guard.values().length]);

    private static final int BUCKETS = 10;
    private static final int FIELDS = 12;

    private final List<Bucket> buckets;
    /** By guard: how much its sample has grown since it last looked. */
    private final int[] unseen;

    private record Bucket(Instant last, CallSums sums) {}

    private QualityWindow(List<Bucket> buckets, int[] unseen) {
        this.buckets = buckets;
        this.unseen = unseen;
    }

    /**
     * What is asked of a campaign.
     *
     * @param thresholds by guard, each from 0 to 1; guards that are absent never trip
     * @param minSample least calls that a guard judges by
     * @param lastCalls calls that the window holds
     * @param within how old a call in the window may be
     */
    public record Policy(Map<Guard, Double> thresholds, int minSample, int lastCalls, Duration within) {

        public boolean guards() {
            return !thresholds.isEmpty();
        }
    }

    /** After further calls, in their order, which ended at {@code now}. */
    public QualityWindow plus(List<CallSums> calls, Policy policy, Instant now) {
        List<Bucket> next = new ArrayList<>(buckets);
        int full = Math.max(1, policy.lastCalls() / BUCKETS);
        int[] grown = unseen.clone();
        for (CallSums call : calls) {
            int newest = next.size() - 1;
            if (newest < 0 || next.get(newest).sums().calls() >= full) {
                next.add(new Bucket(now, call));
            } else {
                next.set(newest, new Bucket(now, next.get(newest).sums().plus(call)));
            }
            for (Guard guard : Guard.values()) {
                grown[guard.ordinal()] += guard.sample(call);
            }
        }
        int held = next.stream().mapToInt(bucket -> bucket.sums().calls()).sum();
        Instant oldest = now.minus(policy.within());
        while (!next.isEmpty()
                && (held - next.get(0).sums().calls() >= policy.lastCalls()
                        || next.get(0).last().isBefore(oldest))) {
            held -= next.remove(0).sums().calls();
        }
        return new QualityWindow(List.copyOf(next), grown);
    }

    public CallSums sums() {
        return buckets.stream().map(Bucket::sums).reduce(CallSums.NONE, CallSums::plus);
    }

    /** What each configured guard makes of the window, whether or not it is time for it to look. */
    public List<Guard.Finding> findings(Policy policy) {
        CallSums sums = sums();
        return policy.thresholds().entrySet().stream()
                .map(each -> each.getKey().judge(sums, each.getValue(), policy.minSample()))
                .toList();
    }

    /** @param tripped the first guard that trips among those whose turn it was to look */
    public record Look(QualityWindow after, Optional<Guard.Finding> tripped) {}

    /** Has every guard look whose sample has grown enough. */
    public Look look(Policy policy) {
        int[] left = unseen.clone();
        Guard.Finding tripped = null;
        for (Guard.Finding finding : findings(policy)) {
            int guard = finding.guard().ordinal();
            if (left[guard] >= policy.minSample()) {
                left[guard] = 0;
                tripped = tripped == null && finding.trips() ? finding : tripped;
            }
        }
        return new Look(new QualityWindow(buckets, left), Optional.ofNullable(tripped));
    }

    /** The stored form: numbers separated by commas, what guards have not looked at first, then a part per bucket. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (int each : unseen) {
            text.append(text.isEmpty() ? "" : ",").append(each);
        }
        for (Bucket bucket : buckets) {
            CallSums s = bucket.sums();
            text.append(';').append(bucket.last().toEpochMilli());
            for (int each : new int[] {
                s.calls(), s.failures(), s.tried(), s.people(), s.conversations(), s.successes(), s.abandoned()
            }) {
                text.append(',').append(each);
            }
            text.append(',').append(rounded(s.scoreSum())).append(',').append(s.scores());
            text.append(',').append(rounded(s.ratingSum())).append(',').append(s.ratings());
        }
        return text.toString();
    }

    /** @param text what {@link #toString} gave; empty for no calls */
    public static QualityWindow parse(String text) {
        if (text.isEmpty()) {
            return EMPTY;
        }
        String[] parts = text.split(";");
        int[] unseen =
                Arrays.stream(parts[0].split(",")).mapToInt(Integer::parseInt).toArray();
        List<Bucket> buckets = new ArrayList<>();
        for (int i = 1; i < parts.length; i++) {
            double[] n = Arrays.stream(parts[i].split(","))
                    .mapToDouble(Double::parseDouble)
                    .toArray();
            if (n.length != FIELDS) {
                throw new IllegalArgumentException("a bucket has " + n.length + " numbers");
            }
            CallSums sums = new CallSums(
                    (int) n[1],
                    (int) n[2],
                    (int) n[3],
                    (int) n[4],
                    (int) n[5],
                    (int) n[6],
                    (int) n[7],
                    n[8],
                    (int) n[9],
                    n[10],
                    (int) n[11]);
            buckets.add(new Bucket(Instant.ofEpochMilli((long) n[0]), sums));
        }
        return new QualityWindow(List.copyOf(buckets), Arrays.copyOf(unseen, Guard.values().length));
    }

    private static double rounded(double value) {
        return Math.round(value * 1000) / 1000.0;
    }

    /** Thresholds by guard of those that are given; a satisfaction is given in stars. */
    public static Map<Guard, Double> thresholds(
            Double failure, Double answer, Double success, Double abandon, Double score, Double stars) {
        Map<Guard, Double> thresholds = new EnumMap<>(Guard.class);
        put(thresholds, Guard.FAILURE_RATE, failure);
        put(thresholds, Guard.ANSWER_RATE, answer);
        put(thresholds, Guard.SUCCESS_RATE, success);
        put(thresholds, Guard.ABANDON_RATE, abandon);
        put(thresholds, Guard.QUALITY_SCORE, score);
        put(thresholds, Guard.SATISFACTION, stars == null ? null : (stars - 1) / 4);
        return thresholds;
    }

    private static void put(Map<Guard, Double> thresholds, Guard guard, Double value) {
        if (value != null) {
            thresholds.put(guard, value);
        }
    }
}
