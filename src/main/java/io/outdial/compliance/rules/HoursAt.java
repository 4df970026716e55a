package io.outdial.compliance.rules;

import io.outdial.compliance.rules.CallRules.Hours;
import io.outdial.compliance.rules.CallRules.Registry;
import io.outdial.compliance.rules.Permission.Granted;
import io.outdial.compliance.rules.Permission.NotBefore;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the hours of one campaign allow at one moment, worked out once for each set of zones. Not for several threads. */
public final class HoursAt {

    /** How long a permission can be valid at most: by then everything is looked at again. */
    static final Duration LONGEST_VALID = Duration.ofMinutes(10);

    private final CallRules rules;
    private final Instant at;
    private final Map<List<ZoneId>, Permission> known = new HashMap<>();

    public HoursAt(CallRules rules, Instant at) {
        this.rules = rules;
        this.at = at;
    }

    public CallRules rules() {
        return rules;
    }

    public Instant at() {
        return at;
    }

    /** {@link Granted} or {@link NotBefore}. */
    Permission in(List<ZoneId> zones) {
        return known.computeIfAbsent(zones, this::look);
    }

    private Permission look(List<ZoneId> zones) {
        Instant until = at.plus(LONGEST_VALID);
        for (Registry registry : rules.registries()) {
            Instant stale = registry.staleFrom();
            until = stale.isBefore(until) ? stale : until;
        }
        for (Hours hours : rules.hours()) {
            Permission each = look(hours, zones, at, until);
            if (!(each instanceof Granted granted)) {
                return each;
            }
            until = granted.validUntil();
        }
        return new Granted(until);
    }

    /** @param limit the latest moment until which it can be granted */
    static Permission look(Hours hours, List<ZoneId> zones, Instant at, Instant limit) {
        Optional<CallingHours.Closed> closed = hours.open().closed(at, zones);
        if (closed.isEmpty()) {
            return new Granted(hours.open().openUntil(at, zones, limit));
        }
        return hours.open()
                .nextOpen(at, zones)
                .<Permission>map(until -> new NotBefore(until, hours.reason(closed.get()), hours.source()))
                .orElseGet(() -> new NotBefore(null, Reason.NO_CALLING_WINDOW, hours.source()));
    }
}
