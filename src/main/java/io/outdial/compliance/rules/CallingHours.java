package io.outdial.compliance.rules;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * When calls are allowed, by the called person's wall clock. A moment is open when the wall clock stands in one of the
 * windows, in no do-not-disturb time and on no holiday; a window that would begin on a holiday does not begin. All spans
 * are half-open. Without any window nothing is open.
 *
 * <p>Clock changes follow from the wall clock: a time the clock skips never comes, a time it shows twice counts twice.
 */
public final class CallingHours {

    /** How far ahead {@link #nextOpen} looks. */
    public static final Duration HORIZON = Duration.ofDays(14);

    /** Open at every moment. */
    public static final CallingHours ALWAYS = new CallingHours(List.of(WeeklyWindow.ALWAYS), List.of(), Set.of());

    private final List<Rule> rules;

    /** What closes a moment. */
    public enum Closed {
        HOLIDAY,
        DO_NOT_DISTURB,
        OUTSIDE
    }

    public CallingHours(List<WeeklyWindow> windows, List<WeeklyWindow> doNotDisturb, Set<LocalDate> holidays) {
        this(List.of(new Rule(List.copyOf(windows), List.copyOf(doNotDisturb), Set.copyOf(holidays))));
    }

    private CallingHours(List<Rule> rules) {
        this.rules = rules;
    }

    /** The hours open in both: how a tenant's, a campaign's and a regulation's windows combine. */
    public CallingHours and(CallingHours other) {
        List<Rule> all = new ArrayList<>(rules);
        all.addAll(other.rules);
        return new CallingHours(List.copyOf(all));
    }

    /** Whether {@code now} is open in all of {@code zones}; never when there are none. */
    public boolean isOpen(Instant now, Collection<ZoneId> zones) {
        if (zones.isEmpty()) {
            return false;
        }
        for (ZoneId zone : zones) {
            LocalDateTime wall = LocalDateTime.ofInstant(now, zone);
            for (Rule rule : rules) {
                if (!rule.allows(wall)) {
                    return false;
                }
            }
        }
        return true;
    }

    /** What closes this moment in one of {@code zones}; empty when it is open in all of them. */
    public Optional<Closed> closed(Instant now, Collection<ZoneId> zones) {
        if (isOpen(now, zones)) {
            return Optional.empty();
        }
        for (ZoneId zone : zones) {
            LocalDateTime wall = LocalDateTime.ofInstant(now, zone);
            for (Rule rule : rules) {
                if (!rule.allows(wall)) {
                    return Optional.of(rule.closed(wall));
                }
            }
        }
        return Optional.of(Closed.OUTSIDE);
    }

    /**
     * The first moment after {@code now}, which is open, that is not.
     *
     * @param limit the latest answer, at most two days ahead
     */
    public Instant openUntil(Instant now, Collection<ZoneId> zones, Instant limit) {
        TreeSet<Instant> changes = new TreeSet<>();
        Set<Integer> seconds = closingSeconds();
        for (ZoneId zone : zones) {
            LocalDate last = LocalDate.ofInstant(limit, zone);
            for (LocalDate date = LocalDate.ofInstant(now, zone); !date.isAfter(last); date = date.plusDays(1)) {
                for (int second : seconds) {
                    addInstants(date.atStartOfDay().plusSeconds(second), zone, changes);
                }
            }
            ZoneOffsetTransition change = zone.getRules().nextTransition(now);
            if (change != null) {
                changes.add(change.getInstant());
            }
        }
        return changes.subSet(now, false, limit, false).stream()
                .filter(moment -> !isOpen(moment, zones))
                .findFirst()
                .orElse(limit);
    }

    /** The first open moment at or after {@code now}; empty when there is none within {@link #HORIZON}. */
    public Optional<Instant> nextOpen(Instant now, Collection<ZoneId> zones) {
        if (zones.isEmpty()) {
            return Optional.empty();
        }
        if (isOpen(now, zones)) {
            return Optional.of(now);
        }
        TreeSet<Instant> changes = new TreeSet<>();
        for (ZoneId zone : zones) {
            collectChanges(now, zone, changes);
        }
        // Closed now, so the first open moment is one at which some wall clock reaches an edge or is changed.
        return changes.subSet(now, false, now.plus(HORIZON), true).stream()
                .filter(moment -> isOpen(moment, zones))
                .findFirst();
    }

    private void collectChanges(Instant now, ZoneId zone, Set<Instant> changes) {
        LocalDate first = LocalDate.ofInstant(now, zone).minusDays(1);
        LocalDate last = LocalDate.ofInstant(now.plus(HORIZON), zone).plusDays(1);
        Set<Integer> seconds = openingSeconds();
        for (LocalDate date = first; !date.isAfter(last); date = date.plusDays(1)) {
            for (int second : seconds) {
                addInstants(date.atStartOfDay().plusSeconds(second), zone, changes);
            }
        }
        Instant end = now.plus(HORIZON);
        ZoneOffsetTransition change = zone.getRules().nextTransition(now);
        while (change != null && !change.getInstant().isAfter(end)) {
            changes.add(change.getInstant());
            change = zone.getRules().nextTransition(change.getInstant());
        }
    }

    /** Seconds of the day at which something can become open: windows begin, quiet times end, holidays end. */
    private Set<Integer> openingSeconds() {
        Set<Integer> seconds = new TreeSet<>();
        seconds.add(0);
        for (Rule rule : rules) {
            rule.windows.forEach(window -> seconds.add(window.fromSecond()));
            rule.quiet.forEach(quiet -> seconds.add(quiet.toSecond()));
        }
        return seconds;
    }

    /** Seconds of the day at which something can become closed: windows end, quiet times begin, holidays begin. */
    private Set<Integer> closingSeconds() {
        Set<Integer> seconds = new TreeSet<>();
        seconds.add(0);
        for (Rule rule : rules) {
            rule.windows.forEach(window -> seconds.add(window.toSecond()));
            rule.quiet.forEach(quiet -> seconds.add(quiet.fromSecond()));
        }
        return seconds;
    }

    /** A wall-clock time may be shown once, twice, or never; in the last case the change of the clock stands for it. */
    private static void addInstants(LocalDateTime wall, ZoneId zone, Set<Instant> instants) {
        for (ZoneOffset offset : zone.getRules().getValidOffsets(wall)) {
            instants.add(wall.toInstant(offset));
        }
    }

    private record Rule(List<WeeklyWindow> windows, List<WeeklyWindow> quiet, Set<LocalDate> holidays) {

        boolean allows(LocalDateTime wall) {
            return !holidays.contains(wall.toLocalDate())
                    && windows.stream().anyMatch(window -> window.contains(wall, holidays))
                    && quiet.stream().noneMatch(window -> window.contains(wall, Set.of()));
        }

        Closed closed(LocalDateTime wall) {
            if (windows.stream().noneMatch(window -> window.contains(wall, Set.of()))) {
                return Closed.OUTSIDE;
            }
            if (holidays.contains(wall.toLocalDate())) {
                return Closed.HOLIDAY;
            }
            return quiet.stream().anyMatch(window -> window.contains(wall, Set.of()))
                    ? Closed.DO_NOT_DISTURB
                    : Closed.HOLIDAY;
        }
    }
}
