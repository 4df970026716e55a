package io.outdial.dialer;

import io.outdial.campaign.RunningCampaign;
import io.outdial.compliance.rules.CallingHours;
import io.outdial.compliance.rules.Zones;
import io.outdial.dialer.decide.ClaimPlan;
import io.outdial.kernel.CampaignId;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** When a tenant's next claim could find something: pure arithmetic over what the last one saw. */
final class NextTurn {

    /** No turn is due by itself. */
    static final Instant FAR = Instant.parse("9999-12-31T00:00:00Z");

    /** While a limit holds work back: ended calls wake the tenant earlier; days, budgets and rates are looked at this often. */
    private static final Duration WHILE_LIMITED = Duration.ofSeconds(1);

    /** While a registry is missing or old: whoever imports it does not wake the tenant. */
    private static final Duration WHILE_BLOCKED = Duration.ofSeconds(30);

    /** While the tenant is suspended: whoever ends that does not wake it. */
    static final Duration WHILE_SUSPENDED = Duration.ofSeconds(30);

    private NextTurn() {}

    static Instant after(
            List<ClaimStore.NextReady> ready,
            List<RunningCampaign> running,
            ClaimPlan plan,
            int taken,
            Instant now,
            Duration tick) {
        Map<CampaignId, CallingHours> hours = new HashMap<>();
        Set<CampaignId> blocked = new HashSet<>();
        for (RunningCampaign campaign : running) {
            hours.put(campaign.id(), campaign.rules().openHours());
            if (campaign.rules().blocked(now) != null) {
                blocked.add(campaign.id());
            }
        }
        Instant next = FAR;
        for (ClaimStore.NextReady each : ready) {
            Instant due = each.due().isAfter(now) ? each.due() : now;
            CallingHours open = hours.get(each.campaign());
            Instant callable = open == null
                    ? FAR
                    : open.isOpen(due, Zones.parse(each.zones()))
                            ? due
                            : open.nextOpen(due, Zones.parse(each.zones())).orElse(now.plus(Duration.ofDays(1)));
            if (!callable.isAfter(now)) {
                callable = taken > 0 && plan.shares().containsKey(each.campaign())
                        ? now.plus(tick)
                        : now.plus(WHILE_LIMITED);
            }
            if (blocked.contains(each.campaign())) {
                callable = now.plus(WHILE_BLOCKED);
            }
            next = callable.isBefore(next) ? callable : next;
        }
        return next;
    }
}
