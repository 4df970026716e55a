package io.outdial.campaign;

import java.util.Locale;

/**
 * What is set aside for a campaign at its start, and what may be expected of it. Pure.
 *
 * @param workers units of fifty lines
 * @param lines concurrent calls
 * @param expectedReach people who will answer, rounded
 * @param formula how that figure came about
 */
record Allocation(int workers, int lines, long expectedReach, String formula) {

    private static final int LINES_PER_WORKER = 50;

    /** @param answerRate of the tenant so far; null without any attempt */
    static Allocation of(CampaignSpec spec, int tenantLines, int tenantCampaigns, Double answerRate, int reachable) {
        int share = tenantLines / Math.max(1, tenantCampaigns);
        Integer own = spec.calls() == null ? null : spec.calls().maxConcurrentCalls();
        int lines = Math.max(1, own == null ? share : Math.min(own, share));
        double rate = answerRate == null ? Estimate.UNKNOWN_ANSWER_RATE : answerRate;
        long reach = Math.round(reachable * rate);
        String formula = String.format(
                Locale.ROOT,
                "%d reachable x %.2f answer rate (%s) = %d",
                reachable,
                rate,
                answerRate == null ? "assumed, no calls yet" : "all calls so far",
                reach);
        return new Allocation((lines + LINES_PER_WORKER - 1) / LINES_PER_WORKER, lines, reach, formula);
    }
}
