package io.outdial.telephony.sip.decide;

import java.util.List;

/**
 * What a request within a dialog is made of (RFC 3261 section 12). It is enough to end the dialog from anywhere.
 *
 * @param localUri ours, as in From
 * @param remoteUri theirs, as in To
 * @param remoteTarget the address in their Contact
 * @param routes the route set, in the order of sending, each an address in angle brackets
 * @param cseq the number of our last request
 */
public record Dialog(
        String callId,
        String localTag,
        String remoteTag,
        String localUri,
        String remoteUri,
        String remoteTarget,
        List<String> routes,
        long cseq) {

    public Dialog {
        routes = List.copyOf(routes);
    }

    public Dialog at(long number) {
        return new Dialog(callId, localTag, remoteTag, localUri, remoteUri, remoteTarget, routes, number);
    }

    /** With the target that a later message named. */
    public Dialog to(String target) {
        return new Dialog(callId, localTag, remoteTag, localUri, remoteUri, target, routes, cseq);
    }

    /** It names people by their numbers. */
    @Override
    public String toString() {
        return "Dialog[" + callId + "]";
    }
}
