package io.outdial.dialer;

import io.outdial.campaign.CampaignSpec;
import io.outdial.campaign.RunningCampaign;
import io.outdial.content.Personalization;
import io.outdial.content.Template;
import io.outdial.kernel.CampaignId;
import io.outdial.kernel.TenantId;
import io.outdial.telephony.CallRequest;
import io.outdial.telephony.Deadline;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What is asked of a provider for each attempt of a batch: by the campaign's document, in the script's words for this person. */
final class CallRequests {

    private static final Duration RING_UNLESS_SAID = Duration.ofSeconds(30);

    private final Map<CampaignId, Template> scripts;

    private CallRequests(Map<CampaignId, Template> scripts) {
        this.scripts = scripts;
    }

    /** Reads each campaign's script once for the batch; fails with the first that cannot be read. */
    static CallRequests of(List<Claimed> batch) {
        Map<CampaignId, Template> scripts = new HashMap<>();
        for (Claimed claimed : batch) {
            RunningCampaign campaign = claimed.campaign();
            scripts.computeIfAbsent(campaign.id(), any -> Template.parse(campaign.template()));
        }
        return new CallRequests(scripts);
    }

    /** @param claimed of the batch */
    CallRequest of(TenantId tenant, Claimed claimed, Deadline sendBefore) {
        RunningCampaign campaign = claimed.campaign();
        CampaignSpec.CallSettings calls = campaign.spec().calls();
        CampaignSpec.ContentSettings content = campaign.spec().content();
        CampaignSpec.ComplianceSettings compliance = campaign.spec().compliance();
        boolean record = compliance != null
                && compliance.privacy() != null
                && Boolean.TRUE.equals(compliance.privacy().record());
        Map<String, String> values =
                Personalization.values(content.variables() == null ? Map.of() : content.variables(), claimed.facts());
        List<String> callerIds = calls.callerIds();
        return new CallRequest(
                tenant,
                campaign.id(),
                claimed.id(),
                claimed.phone(),
                callerIds == null || callerIds.isEmpty() ? null : callerIds.get(0),
                calls.ringTimeout() == null ? RING_UNLESS_SAID : calls.ringTimeout(),
                true,
                record,
                campaign.voiceAgentId(),
                campaign.agentVoice(),
                campaign.agentLanguage(),
                scripts.get(campaign.id()).render(values),
                values,
                content.fallback() == null ? null : content.fallback().voicemailMessage(),
                content.fallback() == null ? null : content.fallback().transferTo(),
                CallOptOuts.offered(campaign),
                null,
                sendBefore);
    }
}
