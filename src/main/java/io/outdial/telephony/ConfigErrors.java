package io.outdial.telephony;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** An unbroken run of refusals for reasons of configuration. Errors far apart are not one run: nobody knows what was between. */
final class ConfigErrors {

    /** Errors further apart than this do not belong together; after this long without one nothing is claimed. */
    static final Duration QUIET = Duration.ofMinutes(15);

    private Instant first;
    private Instant last;

    synchronized void refused(Instant now) {
        if (last == null || last.plus(QUIET).isBefore(now)) {
            first = now;
        }
        last = now;
    }

    /** The provider took a call, or refused one for another reason. */
    synchronized void answered() {
        first = null;
        last = null;
    }

    /** When the run began that goes on at {@code now}. */
    synchronized Optional<Instant> since(Instant now) {
        return last == null || last.plus(QUIET).isBefore(now) ? Optional.empty() : Optional.of(first);
    }
}
