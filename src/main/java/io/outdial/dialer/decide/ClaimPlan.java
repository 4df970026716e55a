package io.outdial.dialer.decide;

import io.outdial.kernel.CampaignId;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Shares what a tenant may call now among its campaigns. Every campaign first gets up to the lines reserved for it; what is
 * left goes to the higher priority first and equally within a priority.
 *
 * @param shares how many targets to claim, by campaign; campaigns with none are absent
 * @param binding the name of the limit that holds a campaign back the most, by campaign; absent when none does
 */
public record ClaimPlan(Map<CampaignId, Integer> shares, Map<CampaignId, String> binding) {

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

        String binding() {
            int least = least();
            if (least == Math.max(0, lines)) {
                return "tenant_concurrent_calls";
            }
            return least == Math.max(0, today)
                    ? "tenant_daily_calls"
                    : least == perSecond ? "tenant_calls_per_second" : "replica_room";
        }
    }

    /**
     * What one campaign may begin now, by its own limits; {@code Integer.MAX_VALUE} where there is none.
     *
     * @param reserved lines guaranteed to it that it does not use now
     * @param lines free of its concurrent calls
     */
    public record CampaignRoom(
            CampaignId id, int priority, int reserved, int lines, int perMinute, int perHour, int today, int budget) {

        int least() {
            return Math.max(0, Math.min(Math.min(Math.min(lines, perMinute), Math.min(perHour, today)), budget));
        }

        String binding() {
            int least = least();
            if (least == Integer.MAX_VALUE) {
                return null;
            }
            if (least == Math.max(0, budget)) {
                return "budget";
            }
            if (least == Math.max(0, today)) {
                return "max_daily_calls";
            }
            if (least == Math.max(0, lines)) {
                return "max_concurrent_calls";
            }
            return least == Math.max(0, perHour) ? "calls_per_hour" : "calls_per_minute";
        }
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
        for (int from = 0; from < byPriority.size() && left > 0; ) {
            int to = from;
            while (to < byPriority.size()
                    && byPriority.get(to).priority() == byPriority.get(from).priority()) {
                to++;
            }
            left = shareEqually(byPriority.subList(from, to), shares, left);
            from = to;
        }
        Map<CampaignId, String> binding = new LinkedHashMap<>();
        for (CampaignRoom campaign : byPriority) {
            String name = shares.get(campaign.id()) < campaign.least() ? tenant.binding() : campaign.binding();
            if (name != null) {
                binding.put(campaign.id(), name);
            }
        }
        shares.values().removeIf(share -> share == 0);
        return new ClaimPlan(shares, binding);
    }

    private static int shareEqually(List<CampaignRoom> peers, Map<CampaignId, Integer> shares, int left) {
        boolean progress = true;
        while (left > 0 && progress) {
            progress = false;
            int each = Math.max(1, left / peers.size());
            for (CampaignRoom peer : peers) {
                int more = Math.min(Math.min(each, left), peer.least() - shares.get(peer.id()));
                if (more > 0) {
                    shares.merge(peer.id(), more, Integer::sum);
                    left -= more;
                    progress = true;
                }
            }
        }
        return left;
    }
}
