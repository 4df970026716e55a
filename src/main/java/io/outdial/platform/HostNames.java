package io.outdial.platform;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** Turns a host's name into its addresses, at least one. It may block. */
@FunctionalInterface
public interface HostNames {

    /** Those of the JDK, which asks the operating system and keeps answers for a while. */
    HostNames SYSTEM = InetAddress::getAllByName;

    InetAddress[] addresses(String host) throws UnknownHostException;
}
