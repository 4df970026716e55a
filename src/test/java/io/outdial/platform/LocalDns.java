package io.outdial.platform;

import io.vertx.core.Vertx;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A name server of a tenant's own (RFC 1035) on a free port, whose answers change with every question and may be kept for no
 * time at all: what DNS rebinding is made of.
 */
final class LocalDns implements AutoCloseable, HostNames {

    private static final Vertx VERTX = Vertx.vertx();
    private static final int ADDRESS = 1; // type A
    private static final int POINTER_TO_QUESTION = 0xc00c;

    /** Names asked for, in order. */
    final List<String> asked = new CopyOnWriteArrayList<>();

    private final Queue<List<String>> answers = new ArrayDeque<>();
    private final DatagramSocket socket;

    LocalDns() {
        try {
            socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread thread = new Thread(this::serve, "local-dns");
        thread.setDaemon(true);
        thread.start();
    }

    /** The next question is answered with these addresses of IPv4. */
    synchronized LocalDns then(String... addresses) {
        answers.add(List.of(addresses));
        return this;
    }

    private void serve() {
        byte[] buffer = new byte[512];
        while (!socket.isClosed()) {
            try {
                DatagramPacket question = new DatagramPacket(buffer, buffer.length);
                socket.receive(question);
                byte[] answer = answer(Arrays.copyOf(buffer, question.getLength()));
                socket.send(new DatagramPacket(answer, answer.length, question.getSocketAddress()));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private byte[] answer(byte[] question) throws IOException {
        int at = 12;
        StringBuilder name = new StringBuilder();
        while (question[at] != 0) {
            name.append(new String(question, at + 1, question[at], java.nio.charset.StandardCharsets.US_ASCII))
                    .append('.');
            at += question[at] + 1;
        }
        int type = question[at + 1] << 8 | question[at + 2];
        int end = at + 5;
        List<String> addresses = type == ADDRESS ? next(name.toString()) : List.of();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(question, 0, 2);
        out.write(new byte[] {(byte) 0x81, (byte) 0x80, 0, 1, 0, (byte) addresses.size(), 0, 0, 0, 0});
        out.write(question, 12, end - 12);
        for (String address : addresses) {
            out.write(new byte[] {(byte) (POINTER_TO_QUESTION >> 8), (byte) POINTER_TO_QUESTION, 0, ADDRESS, 0, 1});
            out.write(new byte[] {0, 0, 0, 0, 0, 4}); // to be kept for no time, four bytes
            out.write(InetAddress.getByName(address).getAddress());
        }
        return out.toByteArray();
    }

    private synchronized List<String> next(String name) {
        asked.add(name);
        return answers.isEmpty() ? List.of() : answers.remove();
    }

    /** Asks this server, as a resolver that keeps nothing does. */
    @Override
    public InetAddress[] addresses(String host) throws UnknownHostException {
        try {
            List<String> found = VERTX.createDnsClient(socket.getLocalPort(), "127.0.0.1")
                    .resolveA(host)
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(5, TimeUnit.SECONDS);
            InetAddress[] addresses = new InetAddress[found.size()];
            for (int i = 0; i < addresses.length; i++) {
                addresses[i] = InetAddress.getByName(found.get(i));
            }
            return addresses;
        } catch (ExecutionException | TimeoutException | InterruptedException e) {
            throw new UnknownHostException(host + ": " + e);
        }
    }

    @Override
    public void close() {
        socket.close();
    }
}
