package io.outdial.telephony.simulator;

import io.outdial.kernel.Outcome;
import java.util.EnumMap;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * The simulator's shares, complete and checked.
 *
 * @param outcomes share of each outcome among calls that are made; they add up to 1
 * @param congestion of requests
 * @param lostResponse of requests
 * @param callback of human answers
 * @param optOut of human answers
 * @param success of human answers
 * @param talkSeconds mean of a conversation, virtual
 */
record Odds(
        Map<Outcome, Double> outcomes,
        double congestion,
        double lostResponse,
        double callback,
        double optOut,
        double success,
        double talkSeconds) {

    private static final double ROUNDING = 1e-6;

    /** @throws IllegalArgumentException naming the property that makes no sense */
    static Odds of(SimulatorSettings settings) {
        if (!(settings.talkSeconds() >= 1 && settings.talkSeconds() <= 86_400)) {
            throw new IllegalArgumentException("outdial.telephony.simulator.talk-seconds is between 1 and 86400");
        }
        if (!(settings.speed() > 0 && settings.speed() <= 1_000_000)) {
            throw new IllegalArgumentException("outdial.telephony.simulator.speed is above 0 and at most 1000000");
        }
        if (settings.callbackRate() + settings.optOutRate() > 1 + ROUNDING) {
            throw new IllegalArgumentException(
                    "outdial.telephony.simulator.callback-rate and opt-out-rate add up to more than 1");
        }
        return new Odds(
                outcomes(settings),
                share("congestion-rate", settings.congestionRate()),
                share("lost-response-rate", settings.lostResponseRate()),
                share("callback-rate", settings.callbackRate()),
                share("opt-out-rate", settings.optOutRate()),
                share("success-rate", settings.successRate()),
                settings.talkSeconds());
    }

    private static Map<Outcome, Double> outcomes(SimulatorSettings settings) {
        Map<Outcome, Double> defaults = new EnumMap<>(Map.of(
                Outcome.ANSWERED_HUMAN, 0.45,
                Outcome.ANSWERED_MACHINE, 0.20,
                Outcome.BUSY, 0.08,
                Outcome.NO_ANSWER, 0.22,
                Outcome.REJECTED, 0.03,
                Outcome.INVALID_NUMBER, 0.02));
        Map<Outcome, Double> shares = new EnumMap<>(Outcome.class);
        set(shares, Outcome.ANSWERED_HUMAN, "answer-rate", settings.answerRate());
        set(shares, Outcome.ANSWERED_MACHINE, "machine-rate", settings.machineRate());
        set(shares, Outcome.BUSY, "busy-rate", settings.busyRate());
        set(shares, Outcome.NO_ANSWER, "no-answer-rate", settings.noAnswerRate());
        set(shares, Outcome.REJECTED, "reject-rate", settings.rejectRate());
        set(shares, Outcome.INVALID_NUMBER, "invalid-rate", settings.invalidRate());
        double rest = 1 - sum(shares);
        if (rest < -ROUNDING) {
            throw new IllegalArgumentException("the shares of outdial.telephony.simulator add up to more than 1");
        }
        defaults.keySet().removeAll(shares.keySet());
        double unset = sum(defaults);
        defaults.forEach((outcome, share) -> shares.put(outcome, Math.max(0, rest) * share / unset));
        // Every share was given and they leave something: people who are given no fate do not pick up.
        shares.merge(Outcome.NO_ANSWER, Math.max(0, 1 - sum(shares)), Double::sum);
        return shares;
    }

    private static void set(Map<Outcome, Double> shares, Outcome outcome, String name, OptionalDouble value) {
        if (value.isPresent()) {
            shares.put(outcome, share(name, value.getAsDouble()));
        }
    }

    private static double share(String name, double value) {
        if (!(value >= 0 && value <= 1)) {
            throw new IllegalArgumentException("outdial.telephony.simulator." + name + " is between 0 and 1");
        }
        return value;
    }

    private static double sum(Map<Outcome, Double> shares) {
        return shares.values().stream().mapToDouble(Double::doubleValue).sum();
    }
}
