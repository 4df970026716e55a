package io.outdial.dialer.decide;

import io.outdial.kernel.CampaignId;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/**
 * Shares what a tenant may call now among its campaigns. Every campaign first gets up to the lines reserved for it; what is
 * left goes to the higher priority first, and within a priority to whoever has had the least so far (stride scheduling, C. A.
 * Waldspurger and W. E. Weihl, 1995).
 *
 * @param shares how many targets to claim, by campaign; campaigns with none are absent
 * @param binding the limit that holds a campaign back the most, by campaign; absent when none does
 * @param passes where each campaign stands in the order of turns before this claim; every call moves it by one
 */
public record ClaimPlan(
        Map<CampaignId, Integer> shares, Map<CampaignId, BindingLimit> binding, Map<CampaignId, Double> passes) {

    /** A campaign that waits in vain for so long is treated as one priority higher, and again after as long. */
    static final Duration AGES_EVERY = Duration.ofMinutes(10);

    private static final int HIGHEST_PRIORITY = 10;

    /** How many calls a campaign that could not call may make up for; who is new would else keep the others waiting. */
    static final double MOST_MADE_UP = 20;

    /**
     * What the tenant as a whole may begin now.
     *
     * @param lines free of the tenant's concurrent calls
     * @param perSecond tokens of calls per second
     * @param today left of the tenant's daily calls
     * @param room left in this replica's pipeline
     */
    public record TenantRoom(int lines, int perSecond, int today, int room) {

        int least() {
            return Math.max(0, Math.min(Math.min(lines, perSecond), Math.min(today, room)));
        }

        BindingLimit binding() {
            int least = least();
            if (least == Math.max(0, lines)) {
                return BindingLimit.TENANT_CONCURRENT_CALLS;
            }
            if (least == Math.max(0, today)) {
                return BindingLimit.TENANT_DAILY_CALLS;
            }
            return least == Math.max(0, perSecond) ? BindingLimit.TENANT_CALLS_PER_SECOND : BindingLimit.REPLICA_ROOM;
        }
    }

    /**
     * What one campaign may begin now, by its own limits; {@code Integer.MAX_VALUE} where there is none.
     *
     * @param priority 1 to 10, see {@link #aged}
     * @param reserved lines guaranteed to it that it does not use now
     * @param lines free of its concurrent calls
     * @param pace what the provider bears
     * @param slowed whether lines and rates are scaled down because too few conversations succeed
     * @param pass where it stands in the order of turns; the lowest is next
     */
    public record CampaignRoom(
            CampaignId id,
            int priority,
            int reserved,
            int lines,
            int perMinute,
            int perHour,
            int pace,
            int today,
            int budget,
            boolean slowed,
            double pass) {

        int least() {
            int rates = Math.min(Math.min(perMinute, perHour), pace);
            return Math.max(0, Math.min(Math.min(lines, rates), Math.min(today, budget)));
        }

        BindingLimit binding() {
            int least = least();
            if (least == Integer.MAX_VALUE) {
                return null;
            }
            if (least == Math.max(0, budget)) {
                return BindingLimit.BUDGET;
            }
            if (least == Math.max(0, today)) {
                return BindingLimit.MAX_DAILY_CALLS;
            }
            if (least == Math.max(0, pace)) {
                return BindingLimit.PROVIDER_PACE;
            }
            if (slowed) {
                return BindingLimit.SUCCESS_PACE;
            }
            if (least == Math.max(0, lines)) {
                return BindingLimit.MAX_CONCURRENT_CALLS;
            }
            return least == Math.max(0, perHour) ? BindingLimit.CALLS_PER_HOUR : BindingLimit.CALLS_PER_MINUTE;
        }
    }

    /** A priority, higher by one for every ten minutes since the campaign last had its turn. */
    public static int aged(int priority, Instant served, Instant now) {
        if (!served.isBefore(now)) {
            return priority;
        }
        long steps = (now.getEpochSecond() - served.getEpochSecond()) / AGES_EVERY.toSeconds();
        return (int) Math.min(HIGHEST_PRIORITY, priority + steps);
    }

    public static ClaimPlan share(TenantRoom tenant, List<CampaignRoom> campaigns) {
        int left = tenant.least();
        List<CampaignRoom> byPriority = campaigns.stream()
                .sorted(Comparator.comparingInt(CampaignRoom::priority)
                        .reversed()
                        .thenComparing(CampaignRoom::id))
                .toList();
        Map<CampaignId, Integer> shares = new LinkedHashMap<>();
        for (CampaignRoom campaign : byPriority) {
            int guaranteed = Math.min(left, Math.min(campaign.reserved(), campaign.least()));
            shares.put(campaign.id(), Math.max(0, guaranteed));
            left -= Math.max(0, guaranteed);
        }
        Map<CampaignId, Double> passes = passes(byPriority);
        for (int from = 0; from < byPriority.size() && left > 0; ) {
            int to = from;
            while (to < byPriority.size()
                    && byPriority.get(to).priority() == byPriority.get(from).priority()) {
                to++;
            }
            left = shareByTurns(byPriority.subList(from, to), shares, passes, left);
            from = to;
        }
        Map<CampaignId, BindingLimit> binding = new LinkedHashMap<>();
        for (CampaignRoom campaign : byPriority) {
            BindingLimit limit = shares.get(campaign.id()) < campaign.least() ? tenant.binding() : campaign.binding();
            if (limit != null) {
                binding.put(campaign.id(), limit);
            }
        }
        shares.values().removeIf(share -> share == 0);
        return new ClaimPlan(shares, binding, passes);
    }

    private static Map<CampaignId, Double> passes(List<CampaignRoom> campaigns) {
        double furthest =
                campaigns.stream().mapToDouble(CampaignRoom::pass).max().orElse(0);
        Map<CampaignId, Double> passes = new LinkedHashMap<>();
        campaigns.forEach(each -> passes.put(each.id(), Math.max(each.pass(), furthest - MOST_MADE_UP)));
        return passes;
    }

    private static int shareByTurns(
            List<CampaignRoom> peers, Map<CampaignId, Integer> shares, Map<CampaignId, Double> passes, int left) {
        record Turn(CampaignRoom campaign, double pass) {}
        PriorityQueue<Turn> turns = new PriorityQueue<>(Comparator.comparingDouble(Turn::pass)
                .thenComparing(turn -> turn.campaign().id()));
        for (CampaignRoom peer : peers) {
            int already = shares.get(peer.id());
            if (already < peer.least()) {
                turns.add(new Turn(peer, passes.get(peer.id()) + already));
            }
        }
        while (left > 0 && !turns.isEmpty()) {
            Turn turn = turns.remove();
            int share = shares.merge(turn.campaign().id(), 1, Integer::sum);
            left--;
            if (share < turn.campaign().least()) {
                turns.add(new Turn(turn.campaign(), turn.pass() + 1));
            }
        }
        return left;
    }
}
