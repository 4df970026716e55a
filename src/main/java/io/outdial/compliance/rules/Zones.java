package io.outdial.compliance.rules;

import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

/** The zones a person may be in, kept with a target as one text. */
public final class Zones {

    private Zones() {}

    /**
     * Reads zone names separated by {@code |}, such as {@code America/New_York|America/Chicago}.
     *
     * @return the zones; none when the text is null or empty or when any name in it is unknown, because a person who
     *     may also be somewhere unknown is not called on a guess
     */
    public static List<ZoneId> parse(String key) {
        if (key == null || key.isBlank()) {
            return List.of();
        }
        List<ZoneId> zones = new ArrayList<>();
        for (String name : key.split("\\|", -1)) {
            try {
                zones.add(ZoneId.of(name.strip()));
            } catch (DateTimeException unknown) {
                return List.of();
            }
        }
        return List.copyOf(zones);
    }
}
