package io.outdial.telephony.simulator;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The people behind the simulator's numbers. Shares are between 0 and 1. Those of answer, machine, busy, no-answer,
 * reject and invalid that are not set share what the others leave, in proportion to their defaults (0.45, 0.20, 0.08,
 * 0.22, 0.03, 0.02): {@code answer-rate=1} alone makes everybody answer.
 */
@ConfigMapping(prefix = "outdial.telephony.simulator")
interface SimulatorSettings {

    @WithDefault("false")
    boolean enabled();

    /** Where the simulator runs as a process of its own, such as {@code http://simulator:9100}; it runs in here when absent. */
    Optional<URI> url();

    /** Virtual seconds per real second. */
    @WithDefault("1")
    double speed();

    /** The same seed gives the same fates. */
    @WithDefault("42")
    long seed();

    OptionalDouble answerRate();

    OptionalDouble machineRate();

    OptionalDouble busyRate();

    OptionalDouble noAnswerRate();

    OptionalDouble rejectRate();

    OptionalDouble invalidRate();

    /** Of requests: refused for want of a line. */
    @WithDefault("0")
    double congestionRate();

    /** Of requests: the call is made and the answer never arrives. */
    @WithDefault("0")
    double lostResponseRate();

    /** Of human answers: asks to be called again. */
    @WithDefault("0")
    double callbackRate();

    /** Of human answers: wants no more calls. */
    @WithDefault("0")
    double optOutRate();

    /** Mean of a conversation, in virtual seconds. */
    @WithDefault("60")
    double talkSeconds();

    /** Of human answers: agreed to something. Those who opt out or ask for another call come first. */
    @WithDefault("0.25")
    double successRate();

    /** File that gets a line per request and per end of a call. */
    Optional<String> journal();
}
