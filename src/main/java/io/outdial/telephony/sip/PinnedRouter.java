package io.outdial.telephony.sip;

import gov.nist.javax.sip.message.MessageExt;
import java.util.List;
import java.util.ListIterator;
import javax.sip.SipException;
import javax.sip.SipStack;
import javax.sip.address.Hop;
import javax.sip.address.Router;
import javax.sip.message.Request;

/**
 * Sends each request where its maker said, and nowhere else: no name in a message leads anywhere by itself. Made by the stack.
 */
public final class PinnedRouter implements Router {

    /** As the stack makes its router. */
    public PinnedRouter(SipStack stack, String outboundProxy) {}

    @Override
    public Hop getOutboundProxy() {
        return null;
    }

    @Override
    public ListIterator<Hop> getNextHops(Request request) {
        return List.of(hop(request)).listIterator();
    }

    @Override
    public Hop getNextHop(Request request) throws SipException {
        return hop(request);
    }

    private static Hop hop(Request request) {
        return (Hop) ((MessageExt) request).getApplicationData();
    }
}
