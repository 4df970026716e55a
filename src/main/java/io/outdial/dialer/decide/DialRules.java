package io.outdial.dialer.decide;

import io.outdial.compliance.rules.Facts;
import io.outdial.compliance.rules.HoursAt;
import io.outdial.compliance.rules.Permission;
import io.outdial.compliance.rules.Permission.Granted;
import io.outdial.compliance.rules.Permission.Never;
import io.outdial.compliance.rules.Permission.NotBefore;
import io.outdial.compliance.rules.Permission.Step;
import io.outdial.compliance.rules.Permission.Walk;
import io.outdial.compliance.rules.Reason;
import io.outdial.dialer.decide.DialDecision.Defer;
import io.outdial.dialer.decide.DialDecision.Place;
import io.outdial.dialer.decide.DialDecision.Suppress;
import java.time.Duration;
import java.time.Instant;

/** Whether a target may be called at this moment, and until when the answer holds. */
public final class DialRules {

    /** When what no passing of time mends is looked at again. */
    static final Duration LOOK_AGAIN = Duration.ofHours(1);

    /**
     * When everybody is looked at again at the latest, whatever the rules say now: they and what is known of people change, and
     * whom a rule puts off must not wait for what it said when it is gone.
     */
    static final Duration LOOK_AGAIN_AT_LATEST = Duration.ofDays(1);

    private DialRules() {}

    /** At the moment of {@code here}, by the rules of {@code here}. */
    public static DialDecision decide(HoursAt here, Facts facts) {
        Permission permission = Permission.at(here, facts);
        if (permission instanceof Granted granted) {
            return new Place(granted.validUntil());
        }
        if (permission instanceof Never never) {
            return new Suppress(never.reason());
        }
        return defer(Permission.walk(here.rules(), facts, here.at()), here.at());
    }

    /** To the moment at which all rules agree, a day at most; the reason is the rule that set it. */
    private static Defer defer(Walk walk, Instant now) {
        if (walk.end() instanceof NotBefore endless) {
            Duration wait = endless.reason() == Reason.NO_CALLING_WINDOW || endless.reason() == Reason.UNKNOWN_TIME_ZONE
                    ? LOOK_AGAIN_AT_LATEST
                    : LOOK_AGAIN;
            Instant again = now.plus(wait);
            return until(walk.at().isAfter(again) ? walk.at() : again, endless.reason(), now);
        }
        Step last = walk.steps().get(walk.steps().size() - 1);
        return until(walk.at(), last.reason(), now);
    }

    private static Defer until(Instant at, Reason reason, Instant now) {
        Instant latest = now.plus(LOOK_AGAIN_AT_LATEST);
        return new Defer(at.isAfter(latest) ? latest : at, reason);
    }
}
