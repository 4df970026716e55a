package io.outdial.dialer.decide;

import java.time.LocalDate;
import java.util.Map;
import java.util.TreeMap;

/**
 * How many people answered a campaign's calls and how many of them met silence, by day, for rules such as "at most 3% per
 * campaign in 30 days" (47 CFR 64.1200(a)(7)). Unlike a {@link Guard} it asks what happened, not what is likely.
 */
public final class Abandonment {

    /** Nobody has answered yet. */
    public static final Abandonment NONE = new Abandonment(new TreeMap<>());

    /** Days that are kept. */
    private static final int DAYS = 31;

    private final TreeMap<LocalDate, Day> days;

    private record Day(int people, int abandoned) {
        Day plus(Day other) {
            return new Day(people + other.people, abandoned + other.abandoned);
        }
    }

    private Abandonment(TreeMap<LocalDate, Day> days) {
        this.days = days;
    }

    public Abandonment plus(CallSums calls, LocalDate today) {
        if (calls.people() == 0) {
            return this;
        }
        TreeMap<LocalDate, Day> next = new TreeMap<>(days.tailMap(today.minusDays(DAYS), false));
        next.merge(today, new Day(calls.people(), calls.abandoned()), Day::plus);
        return new Abandonment(next);
    }

    /** @param abandoned of {@code people} who answered */
    public record Share(int people, int abandoned) {

        /**
         * Whether the share is above the most that is allowed. As long as one single call would be above it, nothing is
         * said: the sample must be able to hold one abandoned call.
         */
        public boolean exceeds(double most) {
            return people * most >= 1 && abandoned > people * most;
        }
    }

    /** Of the last {@code count} days, today included. */
    public Share last(int count, LocalDate today) {
        Day sum = days.tailMap(today.minusDays(count), false).values().stream().reduce(new Day(0, 0), Day::plus);
        return new Share(sum.people, sum.abandoned);
    }

    /** The stored form, {@code day:people:abandoned} joined by commas. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (Map.Entry<LocalDate, Day> each : days.entrySet()) {
            text.append(text.isEmpty() ? "" : ",").append(each.getKey().toEpochDay());
            text.append(':').append(each.getValue().people).append(':').append(each.getValue().abandoned);
        }
        return text.toString();
    }

    public static Abandonment parse(String text) {
        if (text.isEmpty()) {
            return NONE;
        }
        TreeMap<LocalDate, Day> days = new TreeMap<>();
        for (String part : text.split(",")) {
            String[] n = part.split(":");
            days.put(
                    LocalDate.ofEpochDay(Long.parseLong(n[0])),
                    new Day(Integer.parseInt(n[1]), Integer.parseInt(n[2])));
        }
        return new Abandonment(days);
    }
}
