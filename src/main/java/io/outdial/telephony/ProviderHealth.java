package io.outdial.telephony;

import io.outdial.kernel.CampaignId;
import io.outdial.kernel.Outcome;
import java.util.concurrent.ConcurrentHashMap;

/** How this replica's provider answered requests, by campaign, until somebody asks. */
public final class ProviderHealth {

    /** Campaigns that nobody asks about any more are forgotten together when there are so many. */
    private static final int MAX_CAMPAIGNS = 10_000;

    private final ConcurrentHashMap<CampaignId, Seen> seen = new ConcurrentHashMap<>();

    /**
     * Answers since the last look.
     *
     * @param answered requests, those without an answer in time included
     * @param congested of them refused for want of room, or not answered
     * @param millis that all answers took together
     */
    public record Seen(int answered, int congested, long millis) {
        private static final Seen NOTHING = new Seen(0, 0, 0);

        private Seen plus(Seen other) {
            return new Seen(answered + other.answered, congested + other.congested, millis + other.millis);
        }

        public double meanMillis() {
            return answered == congested ? 0 : (double) millis / (answered - congested);
        }
    }

    /** What was seen since this was last called. */
    public Seen take(CampaignId campaign) {
        Seen taken = seen.remove(campaign);
        return taken == null ? Seen.NOTHING : taken;
    }

    public void answered(CampaignId campaign, Placed answer, long millis) {
        boolean congested = answer instanceof Placed.Refused refused && refused.outcome() == Outcome.CONGESTION;
        add(campaign, congested ? new Seen(1, 1, 0) : new Seen(1, 0, millis));
    }

    public void silent(CampaignId campaign) {
        add(campaign, new Seen(1, 1, 0));
    }

    private void add(CampaignId campaign, Seen more) {
        if (seen.size() >= MAX_CAMPAIGNS) {
            seen.clear();
        }
        seen.merge(campaign, more, Seen::plus);
    }
}
