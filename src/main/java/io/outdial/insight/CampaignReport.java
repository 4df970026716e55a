package io.outdial.insight;

import io.outdial.kernel.Money;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What a campaign achieved, and at what cost.
 *
 * @param outcomes how calls ended, by outcome
 * @param dispositions what conversations achieved, by disposition
 * @param byWeekdayHour by weekday and hour of the campaign's time zone; only those with a call
 * @param byHour by the hour of the day in which calls were made, 0 to 23 in the campaign's time zone
 * @param byCity the cities with most calls, fifty at most; an empty name stands for customers without one
 * @param byScriptVersion by the version of the script that was spoken
 */
public record CampaignReport(
        String state,
        Instant at,
        Targets targets,
        Funnel funnel,
        Group total,
        Map<String, Object> outcomes,
        Map<String, Object> dispositions,
        Roi roi,
        List<WeekdayHour> byWeekdayHour,
        List<Group> byHour,
        List<Group> byCity,
        List<Group> byScriptVersion) {

    /** @param total everyone the audience matched */
    @Schema(name = "ReportTargets")
    public record Targets(int total, int reached, int succeeded, int suppressed) {}

    /**
     * How far the people came, each step a part of the one before. It is counted from calls, so calls that were kept long enough
     * and are gone are missing in it.
     *
     * @param matched everyone the audience matched
     * @param reachable who might be called; the others were never to be
     * @param dialled who was called at least once
     * @param answered of whom a call was answered, by whomever or whatever
     * @param talked who spoke with the voice agent
     * @param succeeded who had a conversation with a success disposition
     */
    public record Funnel(int matched, int reachable, int dialled, int answered, int talked, int succeeded) {}

    /**
     * Calls made in one hour of one weekday.
     *
     * @param weekday 1 for Monday to 7 for Sunday (ISO 8601)
     * @param hour 0 to 23
     * @param answerRate conversations among calls, 0 to 1
     * @param successRate successes among conversations; null without a conversation
     */
    public record WeekdayHour(
            int weekday,
            int hour,
            int calls,
            int conversations,
            int successes,
            Double answerRate,
            Double successRate) {}

    /**
     * Calls that have something in common.
     *
     * @param key the hour, the city or the version; empty for all calls
     * @param conversations calls answered by a person
     * @param successRate successes among conversations, 0 to 1; null without a conversation
     * @param conversionRate conversions among conversations; null without a conversation
     * @param value what the conversions are worth
     * @param cost what the calls cost
     * @param costPerConversion null without a conversion
     * @param qualityScore mean, 0 to 1; null when no call has one
     * @param satisfaction mean rating, 1 to 5; null when nobody rated
     */
    @Schema(name = "ReportGroup")
    public record Group(
            String key,
            int calls,
            int conversations,
            int successes,
            Double successRate,
            int conversions,
            Double conversionRate,
            Money value,
            Money cost,
            Money costPerConversion,
            long talkSeconds,
            Double qualityScore,
            Double satisfaction) {}

    /**
     * Return on investment: (value of conversions - cost) / cost.
     *
     * @param actual null as long as nothing was spent
     * @param target what the campaign aims at; null when it does not say
     * @param met null when either is unknown
     */
    @Schema(name = "ReturnOnInvestment")
    public record Roi(Double actual, Double target, Boolean met) {}
}
