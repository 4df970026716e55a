package io.outdial.telephony.sip;

import gov.nist.javax.sip.stack.HopImpl;
import java.net.InetAddress;
import javax.sip.address.Hop;

/**
 * Where a party is reached, resolved and checked.
 *
 * @param host as it was named; TLS holds the certificate to it
 * @param transport {@code udp}, {@code tcp} or {@code tls}
 */
record Target(String host, InetAddress address, int port, String transport) {

    boolean secure() {
        return transport.equals("tls");
    }

    Hop hop() {
        return hop(address, port, transport);
    }

    static Hop hop(InetAddress address, int port, String transport) {
        String host = address.getHostAddress();
        int zone = host.indexOf('%');
        String bare = zone < 0 ? host : host.substring(0, zone);
        return new HopImpl(bare.indexOf(':') >= 0 ? "[" + bare + "]" : bare, port, transport);
    }
}
