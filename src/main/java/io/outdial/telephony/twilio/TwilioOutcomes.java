package io.outdial.telephony.twilio;

import static java.util.Map.entry;

import io.outdial.kernel.Outcome;
import io.outdial.telephony.decide.AnsweredBy;
import io.outdial.telephony.decide.SipOutcomes;
import java.util.Map;

/**
 * What the API's words mean in ours. Sources: Twilio's "Call resource" (statuses, answering machine detection) and its
 * "Error and warning dictionary". A code that is not here goes by the status of HTTP or of the call.
 */
final class TwilioOutcomes {

    /** By error code, of a refused request and of a call that failed. */
    static final Map<Integer, Outcome> BY_ERROR = Map.ofEntries(
            entry(10001, Outcome.CONFIG_ERROR), // account is not active
            entry(10002, Outcome.CONFIG_ERROR), // not for trial accounts
            entry(10004, Outcome.CONGESTION), // too many calls at once
            entry(13223, Outcome.INVALID_NUMBER), // number format
            entry(13224, Outcome.INVALID_NUMBER), // number is not reachable by them
            entry(13225, Outcome.BLOCKED), // forbidden number
            entry(13226, Outcome.INVALID_NUMBER), // invalid country code
            entry(13227, Outcome.BLOCKED), // no geographic permission
            entry(20003, Outcome.CONFIG_ERROR), // wrong credentials
            entry(20005, Outcome.CONFIG_ERROR), // account is not active
            entry(20006, Outcome.CONFIG_ERROR), // access denied
            entry(20008, Outcome.CONFIG_ERROR), // test credentials
            entry(20404, Outcome.CONFIG_ERROR), // no such account
            entry(20429, Outcome.CONGESTION), // too many requests
            entry(21201, Outcome.INVALID_NUMBER), // no number to call
            entry(21203, Outcome.BLOCKED), // no international calls
            entry(21205, Outcome.CONFIG_ERROR), // address of the script
            entry(21210, Outcome.CONFIG_ERROR), // caller id is not verified
            entry(21211, Outcome.INVALID_NUMBER),
            entry(21212, Outcome.CONFIG_ERROR), // caller id is no number
            entry(21213, Outcome.CONFIG_ERROR), // no caller id
            entry(21214, Outcome.INVALID_NUMBER), // cannot be reached
            entry(21215, Outcome.BLOCKED), // no geographic permission
            entry(21216, Outcome.BLOCKED), // account may not call it
            entry(21217, Outcome.INVALID_NUMBER),
            entry(21218, Outcome.CONFIG_ERROR), // no such application
            entry(21219, Outcome.BLOCKED), // not verified, in a trial
            entry(21245, Outcome.CONFIG_ERROR), // machine detection asked wrongly
            entry(32205, Outcome.BLOCKED), // trunk: no geographic permission
            entry(32203, Outcome.BLOCKED)); // high risk destination

    /** By the final status of a call; what a code says is better. */
    static final Map<String, Outcome> BY_STATUS = Map.of(
            "completed", Outcome.ANSWERED_HUMAN,
            "busy", Outcome.BUSY,
            "no-answer", Outcome.NO_ANSWER,
            "canceled", Outcome.NO_ANSWER,
            "failed", Outcome.REJECTED);

    /** Refusals of the far network that are no fault of our account, unlike the same codes from our own provider. */
    static final Map<Integer, Outcome> BY_SIP_STATUS =
            Map.of(401, Outcome.REJECTED, 403, Outcome.REJECTED, 407, Outcome.REJECTED);

    /** By the verdict of machine detection. */
    static final Map<String, AnsweredBy> BY_VERDICT = Map.of(
            "human", AnsweredBy.HUMAN,
            "machine", AnsweredBy.MACHINE,
            "machine_start", AnsweredBy.MACHINE,
            "machine_end_beep", AnsweredBy.MACHINE,
            "machine_end_silence", AnsweredBy.MACHINE,
            "machine_end_other", AnsweredBy.MACHINE,
            "fax", AnsweredBy.MACHINE,
            "unknown", AnsweredBy.UNSURE);

    private TwilioOutcomes() {}

    /**
     * Of a request that was certainly refused.
     *
     * @param http status, 400 to 499
     * @param error the body's code; null without one
     */
    static Outcome ofRefusal(int http, Integer error) {
        Outcome known = error == null ? null : BY_ERROR.get(error);
        return known != null ? known : http == 429 ? Outcome.CONGESTION : Outcome.CONFIG_ERROR;
    }

    static boolean isFinal(String status) {
        return BY_STATUS.containsKey(status);
    }

    /**
     * Of a call that is over; an answer counts as a person's here.
     *
     * @param status a final one
     * @param sip the last response of the called network; null when it is not said
     * @param error null without one
     */
    static Outcome ofEnd(String status, Integer sip, Integer error) {
        if (status.equals("completed")) {
            return Outcome.ANSWERED_HUMAN;
        }
        Outcome byError = error == null ? null : BY_ERROR.get(error);
        if (byError != null) {
            return byError;
        }
        if (sip != null && sip >= 300 && sip < 700) {
            Outcome far = BY_SIP_STATUS.get(sip);
            return far != null ? far : SipOutcomes.ofStatus(sip);
        }
        return BY_STATUS.get(status);
    }
}
