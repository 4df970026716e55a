package io.outdial.telephony;

import io.outdial.kernel.CampaignId;
import java.util.Map;
import java.util.UUID;

/**
 * What a voice agent needs for one conversation.
 *
 * @param campaign null in a test call
 * @param voice in the provider's words; may be null
 * @param language BCP 47 tag
 * @param script what to say, variables filled in
 * @param voicemailMessage what a machine is told; null hangs up on machines
 * @param transferTo where a person who asks for a human is put through to, E.164; null when nowhere
 * @param optOut how the person may opt out beside asking the agent; null when in no other way
 */
public record CallBrief(
        CampaignId campaign,
        UUID voiceAgentId,
        String voice,
        String language,
        String script,
        Map<String, String> variables,
        String voicemailMessage,
        String transferTo,
        OptOutWays optOut) {

    /** Never shown by accident: it holds what is known of a person. */
    @Override
    public String toString() {
        return "CallBrief[campaign=" + campaign + "]";
    }
}
