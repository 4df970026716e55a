package io.outdial.compliance.rules;

import java.util.List;
import java.util.Set;

/** Hours of some days of the week. */
public record WeeklyWindow(List<String> days, String from, String to) {

    private static final Set<String> DAYS = Set.of("mon", "tue", "wed", "thu", "fri", "sat", "sun");

    public static WeeklyWindow of(List<String> days, String from, String to) {
        if (!from.matches("([01][0-9]|2[0-3]):[0-5][0-9]") || !to.matches("([01][0-9]|2[0-3]):[0-5][0-9]|24:00")) {
            throw new IllegalArgumentException("A window needs from and to as HH:MM.");
        }
        if (!DAYS.containsAll(days)) {
            throw new IllegalArgumentException("A day is one of mon tue wed thu fri sat sun.");
        }
        return new WeeklyWindow(days, from, to);
    }
}
