package io.outdial.telephony.sip;

import io.outdial.platform.OutboundAddresses;
import io.outdial.telephony.sip.decide.Dialog;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.sip.address.Hop;
import javax.sip.address.SipURI;

/**
 * Where requests of a dialog go. The other side names an address in Contact or Record-Route, and could name one inside our own
 * network: only a numeric address that the rule for tenants' addresses lets through is followed. A name is not looked up, and
 * over TLS the checked connection is kept; then the request goes to where the dialog began.
 */
@ApplicationScoped
class Hops {

    private static final Pattern NUMERIC = Pattern.compile("[0-9.]{7,15}|\\[?[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*]?");

    private final OutboundAddresses addresses;

    /** For the proxy of the application scope only. */
    Hops() {
        this(null);
    }

    @jakarta.inject.Inject
    Hops(OutboundAddresses addresses) {
        this.addresses = addresses;
    }

    /** Where a dialog of nobody's leads, if it may be followed at all. */
    Optional<Target> alone(Dialog dialog) {
        SipURI uri = SipMessages.nextUri(dialog);
        if (uri == null || uri.isSecure() || !NUMERIC.matcher(uri.getHost()).matches()) {
            return Optional.empty();
        }
        String transport = uri.getTransportParam() == null
                ? "udp"
                : uri.getTransportParam().toLowerCase(Locale.ROOT);
        if (!transport.equals("udp") && !transport.equals("tcp")) {
            return Optional.empty();
        }
        try {
            InetAddress address = InetAddress.getByName(bare(uri.getHost()));
            return addresses.allowed(address)
                    ? Optional.of(new Target(uri.getHost(), address, port(uri), transport))
                    : Optional.empty();
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }

    private static String bare(String host) {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    private static int port(SipURI uri) {
        return uri.getPort() <= 0 ? 5060 : uri.getPort();
    }

    Hop of(Dialog dialog, Target pinned) {
        SipURI uri = SipMessages.nextUri(dialog);
        if (pinned.secure()
                || uri == null
                || uri.isSecure()
                || !NUMERIC.matcher(uri.getHost()).matches()) {
            return pinned.hop();
        }
        String transport = uri.getTransportParam() == null
                ? pinned.transport()
                : uri.getTransportParam().toLowerCase(Locale.ROOT);
        if (!transport.equals("udp") && !transport.equals("tcp")) {
            return pinned.hop();
        }
        try {
            InetAddress address = InetAddress.getByName(bare(uri.getHost()));
            return addresses.allowed(address) ? Target.hop(address, port(uri), transport) : pinned.hop();
        } catch (UnknownHostException e) {
            return pinned.hop();
        }
    }
}
