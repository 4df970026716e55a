package io.outdial.dialer;

import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How long each connection's provider has been taking to answer a request for a call, as this replica saw it. Only so many
 * requests are under way at once, so it says how many leave within a given time: the others would be committed to leave in vain.
 */
@Singleton
class AnswerTimes {

    /** Connections that nobody calls over any more are forgotten together when there are so many. */
    private static final int MAX_CONNECTIONS = 10_000;

    /** What an answer weighs among those before it: after a round of requests the mean is that of the round. */
    private static final double LEARN = 1 / 16.0;

    private final Map<String, Double> nanos = new ConcurrentHashMap<>();

    /** An answer, or that there was none in time, took so long. */
    void took(String connection, long time) {
        if (nanos.size() >= MAX_CONNECTIONS) {
            nanos.clear();
        }
        nanos.merge(connection, (double) time, (mean, last) -> mean + LEARN * (last - mean));
    }

    /**
     * How many requests over these connections leave within a time when {@code atOnce} are under way at most: a round of so
     * many, and another one for each time that the slowest of them answers before. One that was never asked is tried first.
     */
    int leaveWithin(Duration time, int atOnce, Collection<String> connections) {
        double slowest = 1;
        for (String connection : connections) {
            Double mean = nanos.get(connection);
            if (mean == null) {
                return atOnce;
            }
            slowest = Math.max(slowest, mean);
        }
        double rounds = Math.max(1, Math.floor(time.toNanos() / slowest));
        return (int) Math.min(Integer.MAX_VALUE, atOnce * rounds);
    }
}
