package io.outdial.telephony.retell;

import static io.outdial.telephony.decide.EndMeaning.FAULT;
import static io.outdial.telephony.decide.EndMeaning.TALK;
import static io.outdial.telephony.decide.EndMeaning.always;
import static java.util.Map.entry;

import io.outdial.kernel.Outcome;
import io.outdial.telephony.decide.EndMeaning;
import io.outdial.telephony.decide.Refusals;
import io.outdial.telephony.decide.Refusals.Words;
import java.util.List;
import java.util.Map;

/**
 * What the platform's words mean in ours. Source: "Debug call disconnection" (docs.retellai.com/reliability/debug-call-disconnect)
 * and the API reference.
 */
final class RetellOutcomes {

    /** By {@code disconnection_reason}; what is not here is {@link #OTHERWISE}. */
    static final Map<String, EndMeaning> BY_REASON = Map.ofEntries(
            entry("user_hangup", TALK),
            entry("agent_hangup", TALK),
            entry("call_transfer", TALK),
            entry("transfer_bridged", TALK),
            entry("transfer_cancelled", TALK),
            entry("call_take_over", TALK),
            entry("manual_stopped", TALK),
            entry("inactivity", TALK),
            entry("max_duration_reached", TALK),
            entry("error_no_audio_received", TALK), // of the person, not of the agent
            entry("voicemail_reached", always(Outcome.ANSWERED_MACHINE)),
            entry("ivr_reached", always(Outcome.ANSWERED_MACHINE)),
            entry("dial_busy", always(Outcome.BUSY)),
            entry("dial_no_answer", always(Outcome.NO_ANSWER)),
            entry("error_user_not_joined", always(Outcome.NO_ANSWER)),
            entry("registered_call_timeout", always(Outcome.NO_ANSWER)),
            entry("user_declined", always(Outcome.REJECTED)),
            entry("dial_failed", always(Outcome.REJECTED)), // no SIP code, or one that nobody knows
            entry("scam_detected", always(Outcome.REJECTED)),
            entry("invalid_destination", always(Outcome.INVALID_NUMBER)),
            entry("marked_as_spam", always(Outcome.BLOCKED)),
            entry("concurrency_limit_reached", always(Outcome.CONGESTION)),
            entry("no_concurrency_fallback", always(Outcome.CONGESTION)),
            entry("telephony_provider_unavailable", always(Outcome.CONGESTION)),
            entry("telephony_provider_permission_denied", always(Outcome.CONFIG_ERROR)),
            entry("sip_routing_error", always(Outcome.CONFIG_ERROR)),
            entry("no_valid_payment", always(Outcome.CONFIG_ERROR)),
            entry("error_llm_websocket_open", FAULT),
            entry("error_llm_websocket_lost_connection", FAULT),
            entry("error_llm_websocket_runtime", FAULT),
            entry("error_llm_websocket_corrupt_payload", FAULT),
            entry("error_asr", FAULT),
            entry("error_retell", FAULT),
            entry("error_unknown", FAULT));

    /** What no row knows: an answered call was one, any other was refused for a reason nobody knows. */
    static final EndMeaning OTHERWISE = new EndMeaning(Outcome.ANSWERED_HUMAN, Outcome.REJECTED, false);

    /** What a refusal's message says, better than its status. */
    static final List<Words> BY_MESSAGE = List.of(
            new Words("to_number", Outcome.INVALID_NUMBER),
            new Words("to number", Outcome.INVALID_NUMBER),
            new Words("concurrency", Outcome.CONGESTION));

    private RetellOutcomes() {}

    static EndMeaning ofReason(String reason) {
        return reason == null ? OTHERWISE : BY_REASON.getOrDefault(reason, OTHERWISE);
    }

    /** @param message null without one */
    static Outcome ofRefusal(int status, String message) {
        return Refusals.outcome(status, message, BY_MESSAGE);
    }
}
