package io.outdial.compliance.rules;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/** When a campaign may call. */
public record CallingHours(List<WeeklyWindow> windows, List<WeeklyWindow> doNotDisturb, Set<LocalDate> holidays) {

    public boolean isOpen(Instant at, Collection<ZoneId> zones) {
        return true;
    }

    public Instant nextOpen(Instant at, Collection<ZoneId> zones) {
        return at;
    }
}
