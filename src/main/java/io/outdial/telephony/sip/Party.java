package io.outdial.telephony.sip;

import io.outdial.telephony.sip.decide.CallFlow;
import java.util.List;
import java.util.Map;

/**
 * Whom a leg calls and as whom.
 *
 * @param requestUri the address that is called
 * @param localUri who calls, as in From
 * @param remoteUri who is called, as in To
 * @param identity of P-Asserted-Identity; null for none
 * @param user for digests; null without credentials
 * @param headers further headers of the INVITE, already checked
 * @param sessionSeconds what is asked for as the longest time without a refresh; 0 for no session timer
 */
record Party(
        Target target,
        String requestUri,
        String localUri,
        String remoteUri,
        String identity,
        String user,
        String password,
        Map<String, String> headers,
        int sessionSeconds) {

    /** It holds numbers and a password. */
    @Override
    public String toString() {
        return "Party[" + target.host() + "]";
    }

    /** How the two parties of a call are brought together. */
    record Plan(CallFlow flow, List<String> codecs) {}
}
