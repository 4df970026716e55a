package io.outdial.dialer.decide;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;

/** Parts of the day in which people tend to be found or not: somebody at work in the morning may be at home in the evening. */
enum PartOfDay {
    MORNING(0),
    AFTERNOON(12),
    EVENING(17);

    private final int fromHour;

    PartOfDay(int fromHour) {
        this.fromHour = fromHour;
    }

    private static PartOfDay of(LocalDateTime wall) {
        return wall.getHour() < AFTERNOON.fromHour ? MORNING : wall.getHour() < EVENING.fromHour ? AFTERNOON : EVENING;
    }

    /**
     * The first moment from {@code earliest} on that lies in another part of the day than {@code tried}, where the person is;
     * with several possible zones, in the first of them.
     */
    static Instant other(Instant tried, Instant earliest, List<ZoneId> zones) {
        if (zones.isEmpty()) {
            return earliest;
        }
        ZoneId zone = zones.get(0);
        LocalDateTime wall = LocalDateTime.ofInstant(earliest, zone);
        PartOfDay part = of(wall);
        if (part != of(LocalDateTime.ofInstant(tried, zone))) {
            return earliest;
        }
        LocalDateTime next = part == EVENING
                ? wall.toLocalDate().plusDays(1).atStartOfDay()
                : wall.toLocalDate().atTime(values()[part.ordinal() + 1].fromHour, 0);
        return next.atZone(zone).toInstant();
    }
}
