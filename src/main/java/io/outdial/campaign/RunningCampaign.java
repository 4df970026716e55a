package io.outdial.campaign;

import io.outdial.compliance.rules.CallRules;
import io.outdial.kernel.CampaignId;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.UUID;

/**
 * A campaign as the dialer needs it.
 *
 * @param rules everything that decides when it may call somebody
 * @param timeZone in which its days are counted
 * @param endAt after which nothing new is placed; null when it is a draft without one
 * @param priority 1 to 10, 10 first
 * @param reservedLines concurrent calls set aside at activation; 0 before it
 * @param agentVoice null, like the other content, when the campaign names none or it is gone
 * @param scriptVersion the pinned one; 0 when none is
 * @param template the text of that version, null without one
 * @param redialUnknownAfter after which a person is called again whose call nobody can account for; null when never
 */
public record RunningCampaign(
        CampaignId id,
        String name,
        CampaignState state,
        CampaignSpec spec,
        CallRules rules,
        ZoneId timeZone,
        Instant endAt,
        int priority,
        int reservedLines,
        String agentVoice,
        String agentLanguage,
        UUID voiceAgentId,
        int scriptVersion,
        String template,
        Duration redialUnknownAfter) {

    /** Whether its end has come, though nobody has told it so yet. */
    public boolean isOver(Instant now) {
        return endAt != null && !endAt.isAfter(now);
    }
}
