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

    /** When hours that are not open in the coming weeks are looked at again. */
    static final Duration LOOK_AT_HOURS_AGAIN = Duration.ofDays(1);

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

    /** To the moment at which all rules agree; the reason is the rule that set it. */
    private static Defer defer(Walk walk, Instant now) {
        if (walk.end() instanceof NotBefore endless) {
            Duration wait = endless.reason() == Reason.NO_CALLING_WINDOW || endless.reason() == Reason.UNKNOWN_TIME_ZONE
                    ? LOOK_AT_HOURS_AGAIN
                    : LOOK_AGAIN;
            Instant again = now.plus(wait);
            return new Defer(walk.at().isAfter(again) ? walk.at() : again, endless.reason());
        }
        Step last = walk.steps().get(walk.steps().size() - 1);
        return new Defer(walk.at(), last.reason());
    }
}
