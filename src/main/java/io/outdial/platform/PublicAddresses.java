package io.outdial.platform;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/**
 * Which addresses belong to the public internet. A tenant names hosts that this service connects to; without this it could
 * name the service's own network. After the special-purpose registries of IANA (RFC 6890 and its updates).
 */
final class PublicAddresses {

    /** Networks of IPv4 that are not the public internet, as address and length of the prefix. */
    private static final int[][] NOT_PUBLIC = {
        {0, 0, 0, 0, 8}, // this network
        {10, 0, 0, 0, 8}, // private
        {100, 64, 0, 0, 10}, // shared by carriers
        {127, 0, 0, 0, 8}, // loopback
        {169, 254, 0, 0, 16}, // link local, and every cloud's metadata
        {172, 16, 0, 0, 12}, // private
        {192, 0, 0, 0, 24}, // protocol assignments
        {192, 0, 2, 0, 24}, // documentation
        {192, 88, 99, 0, 24}, // 6to4 relays
        {192, 168, 0, 0, 16}, // private
        {198, 18, 0, 0, 15}, // benchmarks
        {198, 51, 100, 0, 24}, // documentation
        {203, 0, 113, 0, 24}, // documentation
        {224, 0, 0, 0, 4}, // multicast
        {240, 0, 0, 0, 4}, // reserved, broadcast
    };

    private PublicAddresses() {}

    static boolean isPublic(InetAddress address) {
        byte[] bytes = address.getAddress();
        return address instanceof Inet4Address ? isPublic4(bytes) : address instanceof Inet6Address && isPublic6(bytes);
    }

    private static boolean isPublic4(byte[] bytes) {
        int address = number(bytes, 0);
        for (int[] net : NOT_PUBLIC) {
            int first = net[0] << 24 | net[1] << 16 | net[2] << 8 | net[3];
            int mask = -1 << (32 - net[4]);
            if ((address & mask) == first) {
                return false;
            }
        }
        return true;
    }

    private static boolean isPublic6(byte[] bytes) {
        int first = number(bytes, 0);
        if (first == 0x0064ff9b && number(bytes, 4) == 0 && number(bytes, 8) == 0) {
            return isPublic4(Arrays.copyOfRange(bytes, 12, 16)); // translated by NAT64
        }
        boolean unicast = (first & 0xe0000000) == 0x20000000; // 2000::/3 is all there is in public
        boolean protocols = (first & 0xfffffe00) == 0x20010000; // 2001::/23, Teredo among them
        boolean documentation = first == 0x20010db8 || (first & 0xfffff000) == 0x3fff0000;
        boolean sixToFour = (first & 0xffff0000) == 0x20020000; // carries any IPv4 address inside
        return unicast && !protocols && !documentation && !sixToFour;
    }

    private static int number(byte[] bytes, int at) {
        return (bytes[at] & 0xff) << 24
                | (bytes[at + 1] & 0xff) << 16
                | (bytes[at + 2] & 0xff) << 8
                | (bytes[at + 3] & 0xff);
    }

    /** Whether a host is written as an address that is not public; a name is not looked up. */
    static boolean isLiteralAndNotPublic(String host) {
        try {
            return isLiteral(host) && !isPublic(InetAddress.getByName(host));
        } catch (UnknownHostException e) {
            return true;
        }
    }

    /**
     * Whether a host is an address of IPv4 that is not written in four plain decimal numbers: some read {@code 0177.0.0.1} in
     * octal and others do not, so that it is one address for who checks it and another for who uses it.
     */
    static boolean isAmbiguous(String host) {
        return !host.startsWith("[")
                && isLiteral(host)
                && !host.matches("(0|[1-9][0-9]{0,2})(\\.(0|[1-9][0-9]{0,2})){3}");
    }

    private static boolean isLiteral(String host) {
        return host.startsWith("[") || host.matches("[0-9.]+");
    }

    /**
     * The one of a host's addresses to connect to. Every one is held to the rule, so that a name with one good and one bad address is
     * refused.
     *
     * @throws NotSent when one of them is not public
     */
    static InetAddress checked(InetAddress[] all, String host, boolean allowPrivate) {
        for (InetAddress address : all) {
            if (!allowPrivate && !isPublic(address)) {
                throw new NotSent("the address of " + host + " is not a public one", null);
            }
        }
        return all[0];
    }
}
