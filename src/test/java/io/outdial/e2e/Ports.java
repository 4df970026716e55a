package io.outdial.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** Free ports of 127.0.0.1. */
public final class Ports {

    private static final int TRIES = 50;

    private Ports() {}

    /** A port that nobody listens on, neither over UDP nor over TCP. */
    public static int free() {
        for (int tried = 0; tried < TRIES; tried++) {
            int port = freeOverUdp();
            try (ServerSocket tcp = new ServerSocket()) {
                tcp.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
                return port;
            } catch (IOException taken) {
                continue;
            }
        }
        throw new IllegalStateException("no port is free over both UDP and TCP");
    }

    /** Whether some process of this machine listens there; asked without disturbing it. */
    static boolean isTaken(int port, String protocol) {
        String local = String.format(Locale.ROOT, ": 0100007F:%04X ", port);
        try {
            return Files.readString(Path.of("/proc/net", protocol)).contains(local);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int freeOverUdp() {
        try (DatagramSocket udp = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            return udp.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
