package io.outdial.dialer.decide;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Which connection each call of one claim takes, and how many each may take. Not for two threads.
 *
 * <p>A campaign's own connection goes first; otherwise the oldest active one that lists the called country, otherwise the oldest
 * active one that lists none. One that is broken or disabled is replaced by its fallback; one that is at its limit is waited
 * for. One that is being probed after a break takes one call, but never the only one while a fallback is there: that call
 * would be refused again and again. A tenant without connections uses the one that the installation has for everybody.
 */
public final class Routing {

    /**
     * A connection.
     *
     * @param usable active, and not broken as far as this replica knows
     * @param probing broken, and due for one call that shows whether it is well again
     * @param room calls it may begin now; {@link Integer#MAX_VALUE} for no limit
     */
    public record Line(
            UUID id,
            List<String> countries,
            UUID fallback,
            boolean active,
            boolean usable,
            boolean probing,
            int room) {}

    /** Why a call has to wait. */
    public enum NoWay {
        /** No connection takes calls to the country, or the one that would is retired or disabled. */
        NO_CONNECTION,
        /** The connection that would take it is broken, and no fallback takes its place. */
        BROKEN,
        /** It is at its limit. */
        FULL
    }

    private final Map<UUID, Line> lines;
    private final Map<UUID, Integer> taken = new LinkedHashMap<>();
    private boolean anyTaken;
    private final UUID builtIn;
    private final String builtInKey;

    /**
     * @param lines oldest first
     * @param builtIn id of the installation's own
     * @param builtInKey how attempts name it
     */
    public Routing(List<Line> lines, UUID builtIn, String builtInKey) {
        this.lines = lines.stream().collect(Collectors.toMap(Line::id, line -> line, (a, b) -> a, LinkedHashMap::new));
        this.builtIn = builtIn;
        this.builtInKey = builtInKey;
    }

    /** Whether any connection asks where a number is. */
    public boolean needsCountries() {
        return lines.values().stream().anyMatch(line -> !line.countries().isEmpty());
    }

    /**
     * Takes room for one call.
     *
     * @param wanted the campaign's own connection; null for none
     * @param country of the called number, ISO 3166-1 alpha-2; null when it is not known or not needed
     * @return the key of the connection; empty when the call has to wait
     */
    public Optional<String> take(UUID wanted, String country) {
        if (lines.isEmpty() && wanted == null || builtIn.equals(wanted)) {
            return Optional.of(builtInKey);
        }
        Optional<Line> line = line(wanted, country).filter(each -> left(each) > 0);
        line.ifPresent(each -> {
            taken.merge(each.id(), 1, Integer::sum);
            anyTaken = true;
        });
        return line.map(each -> each.id().toString());
    }

    /** Whether {@link #take} would find a way now. */
    public boolean takes(UUID wanted, String country) {
        return lines.isEmpty() && wanted == null
                || builtIn.equals(wanted)
                || line(wanted, country).filter(each -> left(each) > 0).isPresent();
    }

    /** Why {@link #take} found no way. */
    public NoWay whyNot(UUID wanted, String country) {
        if (line(wanted, country).isPresent()) {
            return NoWay.FULL;
        }
        Set<UUID> passed = new HashSet<>();
        Line first = first(wanted, country).orElse(null);
        for (Line line = first; line != null && passed.add(line.id()); line = lines.get(line.fallback())) {
            if (line.active()) {
                return NoWay.BROKEN;
            }
        }
        return NoWay.NO_CONNECTION;
    }

    /** How many calls of a campaign could be taken now, at most. */
    public int room(UUID wanted) {
        if (lines.isEmpty() && wanted == null || builtIn.equals(wanted)) {
            return Integer.MAX_VALUE;
        }
        if (wanted != null) {
            return line(wanted, null).map(this::left).orElse(0);
        }
        long room = 0;
        Set<UUID> counted = new HashSet<>();
        for (Line line : lines.values()) {
            Optional<Line> used = line.active() ? usable(line) : Optional.empty();
            if (used.isPresent() && counted.add(used.get().id())) {
                room += left(used.get());
            }
        }
        return (int) Math.min(Integer.MAX_VALUE, room);
    }

    /** How many calls each connection was given. */
    public Map<UUID, Integer> taken() {
        return taken;
    }

    private int left(Line line) {
        return line.room() == Integer.MAX_VALUE
                ? Integer.MAX_VALUE
                : Math.max(0, line.room() - taken.getOrDefault(line.id(), 0));
    }

    private Optional<Line> line(UUID wanted, String country) {
        return first(wanted, country).flatMap(this::usable);
    }

    /** The line that a call takes unless it is broken. */
    private Optional<Line> first(UUID wanted, String country) {
        if (wanted != null) {
            return Optional.ofNullable(lines.get(wanted));
        }
        Optional<Line> ofCountry = lines.values().stream()
                .filter(line ->
                        line.active() && country != null && line.countries().contains(country))
                .findFirst();
        return ofCountry.or(() -> lines.values().stream()
                .filter(line -> line.active() && line.countries().isEmpty())
                .findFirst());
    }

    /** The line itself, or the first usable one on the way of its fallbacks. */
    private Optional<Line> usable(Line from) {
        Set<UUID> passed = new HashSet<>();
        Line probed = null;
        for (Line line = from; line != null && passed.add(line.id()); line = lines.get(line.fallback())) {
            boolean sparesOthers = !line.probing() || (anyTaken && left(line) > 0);
            if (line.usable() && sparesOthers) {
                return Optional.of(line);
            }
            probed = line.usable() && probed == null ? line : probed;
        }
        return Optional.ofNullable(probed);
    }
}
