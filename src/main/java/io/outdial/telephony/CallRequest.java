package io.outdial.telephony;

import io.outdial.kernel.AttemptId;
import io.outdial.kernel.CampaignId;
import io.outdial.kernel.PhoneNumber;
import io.outdial.kernel.TenantId;
import io.outdial.platform.NotSent;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;

/**
 * One call to make. Its text form shows neither the whole number nor what will be said.
 *
 * @param attempt the idempotency key
 * @param to the called number, E.164
 * @param callerId the number to show, E.164; null leaves it to the provider
 * @param ringTimeout how long it may ring
 * @param detectMachine whether to tell answering machines from people
 * @param record whether to record the conversation
 * @param voice the agent's voice, in the provider's words; may be null
 * @param language BCP 47 tag
 * @param script what the agent says, variables already filled in
 * @param variables values the agent may use in the conversation
 * @param voicemailMessage what a machine is told; null hangs up on machines
 * @param transferTo where a person who asks for a human is put through to, E.164; null when nowhere
 * @param optOut how the person may opt out beside asking the agent; null when in no other way
 * @param callbackUrl where the provider reports events; null for adapters that need none
 * @param sendBefore an adapter looks at it last, when it has a connection: past it, it sends nothing
 *     ({@link NotSent})
 */
public record CallRequest(
        TenantId tenant,
        CampaignId campaign,
        AttemptId attempt,
        String to,
        String callerId,
        Duration ringTimeout,
        boolean detectMachine,
        boolean record,
        UUID voiceAgentId,
        String voice,
        String language,
        String script,
        Map<String, String> variables,
        String voicemailMessage,
        String transferTo,
        OptOutWays optOut,
        String callbackUrl,
        Deadline sendBefore) {

    @Override
    public String toString() {
        return "CallRequest[attempt=" + attempt + ", to=" + PhoneNumber.mask(to) + "]";
    }
}
