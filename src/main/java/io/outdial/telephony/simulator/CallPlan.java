package io.outdial.telephony.simulator;

import io.outdial.kernel.Disposition;
import io.outdial.kernel.Outcome;
import io.outdial.telephony.CallQuality;
import java.math.BigDecimal;
import java.util.EnumMap;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * What will happen to a call, decided before it is made. Durations are virtual seconds.
 *
 * @param congested the request is refused for want of a line; nothing else of the plan happens
 * @param lostResponse the request is served and its answer lost
 * @param ringSeconds from the request to the answer, or to the end of a call that nobody answers, unless its ring timeout is shorter
 * @param rings whether the called telephone rings at all
 * @param talkSeconds from answer to end; 0 when nobody answers
 * @param quality what would be measured; null when nobody answers
 * @param satisfaction 1 to 5; null unless the person gave one
 * @param callbackSeconds how long after the end the person wants to be called; null when they do not
 */
record CallPlan(
        boolean congested,
        boolean lostResponse,
        Outcome outcome,
        boolean rings,
        double ringSeconds,
        int talkSeconds,
        Disposition disposition,
        CallQuality quality,
        Integer satisfaction,
        Integer callbackSeconds) {

    private static final BigDecimal PRICE_PER_MINUTE = new BigDecimal("0.1500");
    /** Longer than any ring timeout: the caller gives up first. */
    private static final double RINGS_ON = 600;

    private static final Map<Disposition, Double> SUCCESSES = new EnumMap<>(Map.of(
            Disposition.INTERESTED, 0.35,
            Disposition.BOOKED, 0.35,
            Disposition.CONFIRMED, 0.10,
            Disposition.RENEWED, 0.10,
            Disposition.UPGRADED, 0.10));
    private static final Map<Disposition, Double> REFUSALS = new EnumMap<>(Map.of(
            Disposition.DECLINED, 0.65,
            Disposition.NONE, 0.25,
            Disposition.RESCHEDULED, 0.04,
            Disposition.WRONG_NUMBER, 0.03,
            Disposition.ESCALATED, 0.03));

    /** The fate of the {@code ordinal}-th call to a number; equal arguments give an equal plan. */
    static CallPlan of(Odds odds, long seed, String phone, int ordinal) {
        var random = new SplittableRandom(mix(seed, phone, ordinal));
        boolean congested = random.nextDouble() < odds.congestion();
        boolean lost = random.nextDouble() < odds.lostResponse();
        Outcome outcome = pick(odds.outcomes(), random.nextDouble());
        return switch (outcome) {
            case ANSWERED_HUMAN -> human(odds, random, congested, lost);
            case ANSWERED_MACHINE ->
                silent(outcome, true, random.nextDouble(10, 20), congested, lost)
                        .talking((int) Math.round(random.nextDouble(4, 25)), random.nextDouble(3.8, 4.5));
            case BUSY -> silent(outcome, false, random.nextDouble(0.5, 2), congested, lost);
            case REJECTED -> silent(outcome, true, random.nextDouble(2, 8), congested, lost);
            case INVALID_NUMBER -> silent(outcome, false, random.nextDouble(0.2, 1), congested, lost);
            default -> silent(outcome, true, RINGS_ON, congested, lost);
        };
    }

    /** What so long a conversation costs: by started minute. */
    static BigDecimal cost(int talkSeconds) {
        return PRICE_PER_MINUTE.multiply(BigDecimal.valueOf((talkSeconds + 59L) / 60));
    }

    private static CallPlan human(Odds odds, SplittableRandom random, boolean congested, boolean lost) {
        double ring = random.nextDouble(3, 15);
        // Mean 1 with a long tail, as conversations are.
        double length = 0.25 - 0.75 * Math.log(1 - random.nextDouble());
        int talk = (int) Math.max(1, Math.round(odds.talkSeconds() * Math.min(5, length)));
        Disposition disposition = disposition(odds, random);
        boolean happy = SUCCESSES.containsKey(disposition);
        Integer satisfaction = random.nextDouble() < 0.4 ? (happy ? 3 : 1) + random.nextInt(3) : null;
        Integer callback = disposition == Disposition.CALLBACK_REQUESTED ? 3600 * (1 + random.nextInt(24)) : null;
        return new CallPlan(
                congested,
                lost,
                Outcome.ANSWERED_HUMAN,
                true,
                ring,
                talk,
                disposition,
                measured(random, happy),
                satisfaction,
                callback);
    }

    private static Disposition disposition(Odds odds, SplittableRandom random) {
        double wish = random.nextDouble();
        double kind = random.nextDouble();
        if (wish < odds.optOut()) {
            return Disposition.OPTED_OUT;
        }
        if (wish < odds.optOut() + odds.callback()) {
            return Disposition.CALLBACK_REQUESTED;
        }
        double others = 1 - odds.optOut() - odds.callback();
        return pick(random.nextDouble() * others < odds.success() ? SUCCESSES : REFUSALS, kind);
    }

    private static CallPlan silent(Outcome outcome, boolean rings, double seconds, boolean congested, boolean lost) {
        return new CallPlan(congested, lost, outcome, rings, seconds, 0, Disposition.NONE, null, null, null);
    }

    private CallPlan talking(int seconds, double mos) {
        return new CallPlan(
                congested,
                lostResponse,
                outcome,
                rings,
                ringSeconds,
                seconds,
                disposition,
                new CallQuality(thousandths(mos), null, null, null),
                null,
                null);
    }

    private static <T> T pick(Map<T, Double> shares, double at) {
        double sum = 0;
        T last = null;
        for (var share : shares.entrySet()) {
            if (share.getValue() > 0) {
                last = share.getKey();
                sum += share.getValue();
                if (at < sum) {
                    return last;
                }
            }
        }
        return last;
    }

    /** A fixed hash over all parts (FNV-1a and a final mix), the same in every process. */
    private static long mix(long seed, String phone, int ordinal) {
        long hash = 0xcbf29ce484222325L ^ seed;
        for (int i = 0; i < phone.length(); i++) {
            hash = (hash ^ phone.charAt(i)) * 0x100000001b3L;
        }
        hash = (hash ^ ordinal) * 0x100000001b3L;
        hash = (hash ^ (hash >>> 30)) * 0xbf58476d1ce4e5b9L;
        return hash ^ (hash >>> 31);
    }

    /** Good lines and quick answers, mostly; those who agreed to something sound more pleased than those who did not. */
    private static CallQuality measured(SplittableRandom random, boolean happy) {
        return new CallQuality(
                thousandths(random.nextDouble(3.4, 4.5)),
                random.nextInt(500, 1500),
                random.nextInt(4),
                thousandths(random.nextDouble(happy ? 0 : -0.5, happy ? 1 : 0.5)));
    }

    private static Double thousandths(double value) {
        return Math.round(value * 1000) / 1000.0;
    }
}
