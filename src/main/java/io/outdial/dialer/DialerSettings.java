package io.outdial.dialer;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;

/** Bounds and times of the dialer on one replica. */
@ConfigMapping(prefix = "outdial.dialer")
interface DialerSettings {

    /** Whether this replica dials. The API works either way, and what providers report is taken and settled either way. */
    @WithDefault("true")
    boolean enabled();

    /** A name for this replica in attempts; made up when absent. */
    Optional<String> replica();

    /** The replica looks for tenants with something due after a random time between this and twice this. */
    @WithDefault("PT0.25S")
    Duration tick();

    /** Targets claimed in one transaction, at most. */
    @WithDefault("200")
    int batchSize();

    /** Attempts that occupy this replica, at most; when reached, nothing is claimed. See {@link Permits}. */
    @WithDefault("12000")
    int maxCallsInFlight();

    /** Signals of calls waiting to be written, at most; when reached, adapters are told to offer them again. */
    @WithDefault("40000")
    int maxSignals();

    /** Create requests under way at once. */
    @WithDefault("64")
    int maxConcurrentPlacements();

    /** Tenants served at once. */
    @WithDefault("4")
    int maxConcurrentTenants();

    /** How long a claimed attempt belongs to its replica without a sign. */
    @WithDefault("PT30S")
    Duration lease();

    /** A placed call of which there was no news for so long is asked about: its replica may have died. */
    @WithDefault("PT10M")
    Duration askAfter();

    /** After {@code sending} is committed, the request leaves within this time or not at all. */
    @WithDefault("PT2S")
    Duration sendWithin();

    /** How long an attempt that nobody knows the fate of is held before its target becomes unknown. */
    @WithDefault("PT15M")
    Duration reconcileHorizon();

    /** How long a replica that is told to stop waits for its calls before it hands them over. */
    @WithDefault("PT20S")
    Duration drainTimeout();
    /**
     * Ended attempts are deleted when this much time has passed since they were begun, a month's at once, at the earliest when
     * the last of the month is as old; kept for ever when absent.
     */
    Optional<Duration> keepAttempts();

    /** Test calls, with the number of who asked for them, are deleted when they are this old. */
    @WithDefault("P30D")
    Duration keepTestCalls();

    /** For tests of recovery only: where this process dies. */
    Optional<Milestone> haltAt();

    /** Reserved from the budget for each call until its cost is known, in the tenant's currency. */
    @WithDefault("1.00")
    BigDecimal reservedCost();
}
