package io.outdial.dialer;

import io.outdial.campaign.RunningCampaign;
import io.outdial.compliance.rules.CallingHours;
import io.outdial.compliance.rules.Reason;
import io.outdial.compliance.rules.Zones;
import io.outdial.dialer.decide.BindingLimit;
import io.outdial.kernel.CampaignId;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Where each campaign of a claim could call at this moment: its hours are open there, and a connection takes people from there. */
final class ClaimReach {

    private final Map<CampaignId, BindingLimit> closed = new HashMap<>();
    private final Map<CampaignId, List<String>> zones = new LinkedHashMap<>();

    /** Those of a campaign's open zones whose people a connection may take. */
    interface Connected {
        List<String> of(RunningCampaign campaign, List<String> open);
    }

    /** @param counters of all these campaigns */
    ClaimReach(
            List<RunningCampaign> running,
            Map<CampaignId, Usage.OfCampaign> counters,
            Connected connected,
            Instant now) {
        for (RunningCampaign campaign : running) {
            Reason reason = campaign.rules().blocked(now);
            List<String> open =
                    reason == null ? open(campaign.rules().openHours(), counters.get(campaign.id()), now) : List.of();
            if (open.isEmpty()) {
                closed.put(campaign.id(), reason == null ? BindingLimit.CALLING_WINDOW : BindingLimit.of(reason));
                continue;
            }
            List<String> reached = connected.of(campaign, open);
            if (!reached.isEmpty()) {
                zones.put(campaign.id(), reached);
            }
        }
    }

    private static List<String> open(CallingHours hours, Usage.OfCampaign counter, Instant now) {
        return counter.zones().stream()
                .filter(each -> hours.isOpen(now, Zones.parse(each)))
                .toList();
    }

    /** The sets of zones to take people from; a campaign with none is absent. */
    Map<CampaignId, List<String>> zones() {
        return zones;
    }

    /** Why a campaign may call nowhere now, by its hours or for want of somebody's deed; null when it may. */
    BindingLimit closed(CampaignId campaign) {
        return closed.get(campaign);
    }
}
