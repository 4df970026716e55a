package io.outdial.insight;

import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * How a campaign's calls went over the last 31 days, from counters that are written when calls end.
 *
 * @param slots the newest 96 quarters of an hour in which calls ended, oldest first; others are absent
 * @param byHour by the hour of the day in which calls ended, in the campaign's time zone; hours without a call are absent
 * @param byZone by the time zones of the people, the fifty with most calls
 */
public record Timeline(List<Slot> slots, List<Hour> byHour, List<Zone> byZone) {

    /** @param at when the quarter of an hour began */
    @Schema(name = "TimelineSlot")
    public record Slot(Instant at, Counts counts) {}

    /** @param hour 0 to 23 */
    @Schema(name = "TimelineHour")
    public record Hour(int hour, Counts counts) {}

    /** @param zone an IANA name; several, separated by commas, for numbers that could be in any of them */
    @Schema(name = "TimelineZone")
    public record Zone(String zone, Counts counts) {}

    /**
     * @param calls that ended, whatever came of them
     * @param conversations calls answered by a person
     * @param successes conversations with a success disposition
     * @param answerRate conversations among calls, 0 to 1; null without a call
     * @param successRate successes among conversations, 0 to 1; null without a conversation
     */
    @Schema(name = "TimelineCounts")
    public record Counts(int calls, int conversations, int successes, Double answerRate, Double successRate) {

        static Counts of(int calls, int conversations, int successes) {
            return new Counts(
                    calls, conversations, successes, share(conversations, calls), share(successes, conversations));
        }

        private static Double share(int part, int whole) {
            return whole == 0 ? null : (double) part / whole;
        }
    }
}
