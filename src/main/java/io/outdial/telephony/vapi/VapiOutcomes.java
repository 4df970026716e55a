package io.outdial.telephony.vapi;

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
 * What the platform's words mean in ours. Source: "Call ended reasons" and the type {@code CallEndedReason} of its SDKs
 * (docs.vapi.ai/calls/call-ended-reason).
 */
final class VapiOutcomes {

    /** By {@code endedReason}; what is not here goes by {@link #BY_PREFIX}. */
    static final Map<String, EndMeaning> BY_REASON = Map.ofEntries(
            entry("assistant-ended-call", TALK),
            entry("assistant-ended-call-after-message-spoken", TALK),
            entry("assistant-ended-call-with-hangup-task", TALK),
            entry("assistant-said-end-call-phrase", TALK),
            entry("assistant-forwarded-call", TALK),
            entry("customer-ended-call", TALK),
            entry("customer-ended-call-before-warm-transfer", TALK),
            entry("customer-ended-call-after-warm-transfer-attempt", TALK),
            entry("customer-ended-call-during-transfer", TALK),
            entry("silence-timed-out", TALK),
            entry("exceeded-max-duration", TALK),
            entry("manually-canceled", TALK),
            entry("vonage-completed", TALK),
            entry("vonage-disconnected", TALK),
            entry("phone-call-provider-closed-websocket", TALK),
            entry("call.in-progress.twilio-completed-call", TALK),
            entry("call.in-progress.sip-completed-call", TALK),
            entry("call.in-progress.error-assistant-did-not-receive-customer-audio", TALK),
            entry("call.forwarding.operator-busy", TALK),
            entry("assistant-join-timed-out", FAULT),
            entry("worker-shutdown", FAULT),
            entry("voicemail", always(Outcome.ANSWERED_MACHINE)),
            entry("customer-busy", always(Outcome.BUSY)),
            entry("customer-did-not-answer", always(Outcome.NO_ANSWER)),
            entry("scheduled-call-deleted", always(Outcome.NO_ANSWER)),
            entry("call-deleted", always(Outcome.NO_ANSWER)),
            entry("twilio-reported-customer-misdialed", always(Outcome.INVALID_NUMBER)),
            entry("twilio-failed-to-connect-call", always(Outcome.REJECTED)),
            entry("vonage-failed-to-connect-call", always(Outcome.REJECTED)),
            entry("vonage-rejected", always(Outcome.REJECTED)),
            entry("call.in-progress.error-sip-outbound-call-failed-to-connect", always(Outcome.REJECTED)),
            entry(
                    "call.in-progress.error-providerfault-outbound-sip-403-forbidden",
                    always(Outcome.CONFIG_ERROR)), // the trunk's own refusal
            entry(
                    "call.in-progress.error-providerfault-outbound-sip-407-proxy-authentication-required",
                    always(Outcome.CONFIG_ERROR)),
            entry("call.in-progress.error-providerfault-outbound-sip-408-request-timeout", always(Outcome.NO_ANSWER)),
            entry(
                    "call.in-progress.error-providerfault-outbound-sip-480-temporarily-unavailable",
                    always(Outcome.NO_ANSWER)),
            entry(
                    "call.in-progress.error-providerfault-outbound-sip-503-service-unavailable",
                    always(Outcome.CONGESTION)),
            entry("call.start.error-subscription-concurrency-limit-reached", always(Outcome.CONGESTION)),
            entry("call.start.error-vapi-number-outbound-daily-limit", always(Outcome.CONGESTION)),
            entry("call.start.error-vapi-number-international", always(Outcome.BLOCKED)),
            entry("call.start.error-fraud-check-failed", always(Outcome.BLOCKED)),
            entry("assistant-not-found", always(Outcome.CONFIG_ERROR)),
            entry("assistant-not-valid", always(Outcome.CONFIG_ERROR)));

    /** A family of reasons. */
    record Family(String prefix, EndMeaning meaning) {}

    /** The first that fits counts. */
    static final List<Family> BY_PREFIX = List.of(
            new Family("call.start.error-vapifault-", always(Outcome.CONGESTION)),
            new Family("call.start.", always(Outcome.CONFIG_ERROR)),
            new Family("call-start-error-", always(Outcome.CONFIG_ERROR)),
            new Family("assistant-request-", always(Outcome.CONFIG_ERROR)),
            new Family("call.in-progress.error-warm-transfer-", TALK),
            new Family("call.in-progress.error-transfer-failed", TALK),
            new Family("call.in-progress.error-", FAULT),
            new Family("pipeline-", FAULT),
            new Family("call.ringing.", always(Outcome.NO_ANSWER)),
            new Family("call.ending.", TALK));

    /** What no row knows: an answered call was one, any other was refused for a reason nobody knows. */
    static final EndMeaning OTHERWISE = new EndMeaning(Outcome.ANSWERED_HUMAN, Outcome.REJECTED, false);

    /** What a refusal's message says, better than its status. */
    static final List<Words> BY_MESSAGE = List.of(
            new Words("customer.number must be a valid phone number", Outcome.INVALID_NUMBER),
            new Words("over concurrency limit", Outcome.CONGESTION),
            new Words("daily outbound call limit", Outcome.CONGESTION));

    private VapiOutcomes() {}

    static EndMeaning ofReason(String reason) {
        if (reason == null) {
            return OTHERWISE;
        }
        EndMeaning known = BY_REASON.get(reason);
        return known != null
                ? known
                : BY_PREFIX.stream()
                        .filter(each -> reason.startsWith(each.prefix()))
                        .map(Family::meaning)
                        .findFirst()
                        .orElse(OTHERWISE);
    }

    /** @param message null without one */
    static Outcome ofRefusal(int status, String message) {
        return Refusals.outcome(status, message, BY_MESSAGE);
    }
}
