package io.outdial.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/** Free ports of 127.0.0.1. */
public final class Ports {

    private static final int TRIES = 50;

    /**
     * Below those that Linux gives to connections by itself (32768 and above): one of these may be taken again before a program
     * that takes its time to start listens there.
     */
    private static final int LOWEST = 20_000;

    /** What one of the processes has that test at the same time, so that two do not find the same port free. */
    private static final int SHARE = 3_000;

    private static final int SHARES = 4;

    private static final int FIRST = LOWEST + SHARE * (Integer.getInteger("surefire.forkNumber", 0) % SHARES);

    private static final Set<Integer> GIVEN = ConcurrentHashMap.newKeySet();

    private Ports() {}

    /** A port that nobody listens on, neither over UDP nor over TCP, another one each time. */
    public static int free() {
        for (int tried = 0; tried < TRIES; tried++) {
            int port = ThreadLocalRandom.current().nextInt(FIRST, FIRST + SHARE);
            if (isFree(port) && GIVEN.add(port)) {
                return port;
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

    private static boolean isFree(int port) {
        try (DatagramSocket udp = new DatagramSocket(port, InetAddress.getLoopbackAddress());
                ServerSocket tcp = new ServerSocket(port)) {
            return udp.isBound() && tcp.isBound();
        } catch (IOException taken) {
            return false;
        }
    }
}
