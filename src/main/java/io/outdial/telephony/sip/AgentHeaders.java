package io.outdial.telephony.sip;

import io.outdial.kernel.AttemptId;
import io.outdial.telephony.CallBrief;
import io.outdial.telephony.CallbackUrls;
import io.outdial.telephony.TelephonyConnection;
import io.outdial.telephony.VoiceAgentDesk;
import io.outdial.telephony.sip.decide.SipText;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What the voice agent's INVITE says of the call: ids and where to ask for the rest. Never anything that is known of a person,
 * and nothing that could not stand in a header as it is.
 */
final class AgentHeaders {

    private AgentHeaders() {}

    static Map<String, String> of(
            TelephonyConnection connection, CallbackUrls urls, AttemptId attempt, CallBrief brief) {
        Map<String, String> headers = new LinkedHashMap<>();
        put(headers, "Attempt-Id", attempt.toString());
        put(
                headers,
                "Campaign-Id",
                brief.campaign() == null ? null : brief.campaign().toString());
        put(
                headers,
                "Voice-Agent-Id",
                brief.voiceAgentId() == null ? null : brief.voiceAgentId().toString());
        put(headers, "Voice", brief.voice());
        put(headers, "Language", brief.language());
        put(headers, "Transfer-To", brief.transferTo());
        if (urls.available()) {
            put(headers, "Brief-Url", urls.of(connection, VoiceAgentDesk.BRIEF, attempt));
            put(headers, "Report-Url", urls.of(connection, VoiceAgentDesk.REPORT, attempt));
        }
        return headers;
    }

    private static void put(Map<String, String> headers, String name, String value) {
        SipText.value(value).ifPresent(text -> headers.put("X-Outdial-" + name, text));
    }
}
