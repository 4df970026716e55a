package io.outdial.dialer;

import io.outdial.campaign.CampaignSpec;
import io.outdial.campaign.RunningCampaign;
import io.outdial.compliance.DoNotCallStore;
import io.outdial.compliance.rules.OptOutWords;
import io.outdial.compliance.rules.OptOutWords.OptOut;
import io.outdial.kernel.Disposition;
import io.outdial.kernel.TenantId;
import io.outdial.telephony.CallEvent;
import io.outdial.telephony.OptOutWays;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Opt-outs that a batch of calls brought, whichever way: told to the agent, by a key, or by a phrase. */
final class CallOptOuts {

    private static final OptOut TOLD = new OptOut("call", "asked during a call");

    private final Map<OptOut, List<String>> phones = new LinkedHashMap<>();

    /** What the campaign offers beside telling the agent; null when nothing. */
    static OptOutWays offered(RunningCampaign campaign) {
        CampaignSpec.OptOut optOut = settings(campaign);
        return optOut == null || (optOut.dtmf() == null && optOut.phrases() == null)
                ? null
                : new OptOutWays(optOut.dtmf(), optOut.phrases());
    }

    /**
     * The end of a call as it counts: somebody who pressed the key or said a phrase opted out, whatever the agent made of it.
     *
     * @param campaign null when it is not known, which then offers nothing but telling the agent
     */
    CallEvent.Ended take(CallEvent.Ended end, RunningCampaign campaign, String phone) {
        OptOut how = end.disposition() == Disposition.OPTED_OUT ? TOLD : heard(end, campaign);
        if (how == null) {
            return end;
        }
        phones.computeIfAbsent(how, any -> new ArrayList<>()).add(phone);
        return end.disposition() == Disposition.OPTED_OUT ? end : end.as(Disposition.OPTED_OUT);
    }

    Uni<Void> write(SqlConnection connection, TenantId tenant, DoNotCallStore doNotCall, Instant now) {
        return Multi.createFrom()
                .iterable(phones.entrySet())
                .onItem()
                .transformToUniAndConcatenate(each -> doNotCall.add(
                        connection,
                        tenant,
                        each.getValue(),
                        "opt_out",
                        each.getKey().words(),
                        each.getKey().source(),
                        "dialer",
                        now))
                .collect()
                .asList()
                .replaceWithVoid();
    }

    private static OptOut heard(CallEvent.Ended end, RunningCampaign campaign) {
        CampaignSpec.OptOut optOut = settings(campaign);
        return end.heard() == null || optOut == null
                ? null
                : OptOutWords.heard(
                                optOut.dtmf(),
                                optOut.phrases(),
                                end.heard().keys(),
                                end.heard().words())
                        .orElse(null);
    }

    private static CampaignSpec.OptOut settings(RunningCampaign campaign) {
        return campaign == null || campaign.spec().compliance() == null
                ? null
                : campaign.spec().compliance().optOut();
    }
}
