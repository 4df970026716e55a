package io.outdial.kernel;

import java.time.ZoneId;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Names of time zones that tenants, campaigns and customers may have: those of the IANA database. Offsets such as {@code +03:00}
 * or {@code UTC+3}, which Java reads too, are none: PostgreSQL reads them as POSIX does, with the sign turned.
 */
public final class TimeZones {

    /** Names of Java's own, of rules that ended in 1987. */
    private static final String OF_SYSTEM_V = "SystemV/";

    /** Names that are abbreviations too: PostgreSQL takes them for a time without summer time. */
    private static final Set<String> ABBREVIATIONS = Set.of("CET", "EET", "MET", "WET");

    private static final Set<String> NAMES = ZoneId.getAvailableZoneIds().stream()
            .filter(name -> !name.startsWith(OF_SYSTEM_V) && !ABBREVIATIONS.contains(name))
            .collect(Collectors.toUnmodifiableSet());

    private TimeZones() {}

    /** Whether this is the name of a zone, in its own spelling. */
    public static boolean isName(String name) {
        return name != null && NAMES.contains(name);
    }

    public static Set<String> names() {
        return NAMES;
    }
}
