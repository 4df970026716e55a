package io.outdial.platform;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.atomic.AtomicInteger;

/** A server inside that nobody outside may reach: it counts who connects. */
public final class Trap implements AutoCloseable {

    private final AtomicInteger caught = new AtomicInteger();
    private final ServerSocket socket;

    /** On every address of this machine. */
    public Trap() {
        this(null);
    }

    /** @param address null: every one */
    public Trap(String address) {
        try {
            socket = new ServerSocket();
            socket.bind(new InetSocketAddress(address == null ? null : InetAddress.getByName(address), 0));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread thread = new Thread(this::accept, "trap");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        while (!socket.isClosed()) {
            try (var connection = socket.accept()) {
                caught.incrementAndGet();
                connection.getOutputStream().write("HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n".getBytes());
            } catch (IOException closed) {
                // who goes away early was here all the same
            }
        }
    }

    public int port() {
        return socket.getLocalPort();
    }

    public int caught() {
        return caught.get();
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
