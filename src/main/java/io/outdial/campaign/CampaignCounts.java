package io.outdial.campaign;

import java.util.Map;

/**
 * How far a campaign is, in short; its {@code /progress} says more, under the same names.
 *
 * @param inFlight calls claimed and not yet ended
 * @param successRate successes among calls answered by a person, 0 to 1; null before the first
 */
public record CampaignCounts(Targets targets, int inFlight, Double successRate) {

    /** @param byState adds up to {@code total}, which is everyone the audience matched */
    public record Targets(int total, Map<String, Integer> byState) {}
}
