package io.outdial.dialer;

import io.outdial.campaign.CampaignSpec;
import io.outdial.campaign.RunningCampaign;
import io.outdial.campaign.RunningCampaigns;
import io.outdial.content.CustomerFacts;
import io.outdial.content.Personalization;
import io.outdial.content.Template;
import io.outdial.kernel.AttemptId;
import io.outdial.kernel.CampaignId;
import io.outdial.kernel.TenantId;
import io.outdial.platform.TenantDb;
import io.outdial.telephony.CallBrief;
import io.outdial.telephony.LiveCalls;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Fences answers: only an attempt that is live, by the call it is known to have made, is told what to say. */
@ApplicationScoped
class LiveBriefs implements LiveCalls {

    private final TenantDb db;
    private final LiveStore live;
    private final RunningCampaigns campaigns;
    private final TestCallStore tests;

    LiveBriefs(TenantDb db, LiveStore live, RunningCampaigns campaigns, TestCallStore tests) {
        this.db = db;
        this.live = live;
        this.campaigns = campaigns;
        this.tests = tests;
    }

    @Override
    public Uni<Optional<CallBrief>> brief(TenantId tenant, AttemptId attempt, String providerCallId) {
        return db.inTenant(tenant, c -> live.answered(tenant, c, attempt)
                .chain(found -> found.isEmpty()
                        ? tests.brief(tenant, c, attempt)
                        : mayGoOn(found.get(), providerCallId)
                                ? brief(tenant, c, found.get())
                                : Uni.createFrom().item(Optional.<CallBrief>empty())));
    }

    private static boolean mayGoOn(Row row, String providerCallId) {
        String known = row.getString("provider_call_id");
        boolean another = known != null && providerCallId != null && !Objects.equals(known, providerCallId);
        return !another && !row.getBoolean("hang_up");
    }

    private Uni<Optional<CallBrief>> brief(TenantId tenant, SqlConnection c, Row row) {
        CampaignId id = new CampaignId(row.getUUID("campaign_id"));
        return campaigns.read(c, tenant, List.of(id.value())).map(known -> Optional.ofNullable(known.get(id))
                .filter(campaign -> campaign.template() != null)
                .map(campaign -> of(campaign, CustomerFacts.of(row))));
    }

    static CallBrief of(RunningCampaign campaign, Map<String, Object> facts) {
        CampaignSpec.ContentSettings content = campaign.spec().content();
        Map<String, String> values =
                Personalization.values(content.variables() == null ? Map.of() : content.variables(), facts);
        return new CallBrief(
                campaign.id(),
                campaign.voiceAgentId(),
                campaign.agentVoice(),
                campaign.agentLanguage(),
                Template.parse(campaign.template()).render(values),
                values,
                content.fallback() == null ? null : content.fallback().voicemailMessage(),
                content.fallback() == null ? null : content.fallback().transferTo(),
                CallOptOuts.offered(campaign));
    }
}
