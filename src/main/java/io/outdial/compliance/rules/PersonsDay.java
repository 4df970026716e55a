package io.outdial.compliance.rules;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** A limit of calls to one person on one day, where that person is. */
final class PersonsDay {

    private PersonsDay() {}

    /**
     * When the person may be called again; empty when now. A call that began tomorrow was dated by a clock that is ahead, and counts.
     *
     * @param calls moments at which the person was called
     * @param zones every zone the person may be in; the day is over when it is over in all of those where it was used up
     * @param most calls a day
     */
    static Optional<Instant> usedUp(Collection<Instant> calls, List<ZoneId> zones, int most, Instant now) {
        return zones.stream()
                .filter(zone -> {
                    LocalDate today = LocalDate.ofInstant(now, zone);
                    return calls.stream()
                                    .filter(call ->
                                            !LocalDate.ofInstant(call, zone).isBefore(today))
                                    .count()
                            >= most;
                })
                .map(zone -> LocalDate.ofInstant(now, zone)
                        .plusDays(1)
                        .atStartOfDay(zone)
                        .toInstant())
                .max(Instant::compareTo);
    }
}
