package io.outdial.telephony.sip;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import gov.nist.core.net.NetworkLayer;
import gov.nist.javax.sip.SipStackImpl;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;

/**
 * The stack's sockets: connecting takes seconds at most, and a TLS connection is made only to a peer whose certificate names
 * the host that was asked for, which the stack itself does not check. Made by the stack.
 */
public final class SipNetwork implements NetworkLayer {

    static final int CONNECT_MILLIS = 3_000;

    /** A certificate is looked at anew after this long. */
    private static final Duration GOOD_FOR = Duration.ofHours(1);

    private static final int MAX_KEPT = 10_000;

    /** Peers whose certificate was seen to name the host. Nothing is kept of those whose did not: anybody may name any host. */
    private final Cache<Peer, Boolean> proven = kept();
    /** The host, proven, that a connection to the address is to be made for. */
    private final Cache<InetSocketAddress, String> hosts = kept();

    private volatile SSLContext tls;

    void tls(SSLContext context) {
        tls = context;
    }

    private record Peer(InetSocketAddress at, String host) {}

    private static <K, V> Cache<K, V> kept() {
        return Caffeine.newBuilder()
                .maximumSize(MAX_KEPT)
                .expireAfterWrite(GOOD_FOR)
                .build();
    }

    /**
     * Makes sure that a connection to the address is good for the host, before anything is sent there. All who name the same
     * address share a connection, so each host is tried by a connection of its own, once in a while.
     *
     * @throws IOException when its certificate does not name the host, or it cannot be reached
     */
    void vouch(Target target) throws IOException {
        InetSocketAddress at = new InetSocketAddress(target.address(), target.port());
        Peer peer = new Peer(at, target.host().toLowerCase(Locale.ROOT));
        if (proven.getIfPresent(peer) == null) {
            prove(target);
            proven.put(peer, true);
        }
        hosts.put(at, target.host());
    }

    /** In bounded time, however slowly the other side sends. */
    private void prove(Target target) throws IOException {
        Socket plain = createSocket(target.address(), target.port());
        var tooLate = CompletableFuture.runAsync(
                () -> close(plain), CompletableFuture.delayedExecutor(CONNECT_MILLIS, TimeUnit.MILLISECONDS));
        try (SSLSocket probe = secure(plain, target.host(), target.port())) {
            probe.startHandshake();
        } finally {
            tooLate.cancel(false);
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public ServerSocket createServerSocket(int port, int backlog, InetAddress bindAddress) throws IOException {
        return new ServerSocket(port, backlog, bindAddress);
    }

    @Override
    public SSLServerSocket createSSLServerSocket(int port, int backlog, InetAddress bindAddress) throws IOException {
        return (SSLServerSocket) tls.getServerSocketFactory().createServerSocket(port, backlog, bindAddress);
    }

    @Override
    public Socket createSocket(InetAddress address, int port) throws IOException {
        Socket socket = new Socket();
        try {
            socket.setTcpNoDelay(true);
            socket.connect(new InetSocketAddress(address, port), CONNECT_MILLIS);
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e instanceof SocketException ? e : new SocketException(e.toString());
        }
    }

    @Override
    public Socket createSocket(InetAddress address, int port, InetAddress localAddress) throws IOException {
        return createSocket(address, port);
    }

    @Override
    public Socket createSocket(InetAddress address, int port, InetAddress myAddress, int myPort) throws IOException {
        return createSocket(address, port);
    }

    @Override
    public SSLSocket createSSLSocket(InetAddress address, int port) throws IOException {
        String host = hosts.getIfPresent(new InetSocketAddress(address, port));
        if (host == null) {
            throw new SocketException("nobody asked for a connection to " + address);
        }
        return secure(createSocket(address, port), host, port);
    }

    @Override
    public SSLSocket createSSLSocket(InetAddress address, int port, InetAddress localAddress) throws IOException {
        return createSSLSocket(address, port);
    }

    private SSLSocket secure(Socket plain, String host, int port) throws IOException {
        String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        try {
            SSLSocket socket = (SSLSocket) tls.getSocketFactory().createSocket(plain, bare, port, true);
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm(
                    "HTTPS"); // names and addresses as RFC 5922 wants them compared
            socket.setSSLParameters(parameters);
            return socket;
        } catch (IOException e) {
            plain.close();
            throw e;
        }
    }

    @Override
    public DatagramSocket createDatagramSocket() throws SocketException {
        return new DatagramSocket();
    }

    @Override
    public DatagramSocket createDatagramSocket(int port, InetAddress laddr) throws SocketException {
        return new DatagramSocket(port, laddr);
    }

    @Override
    public void setSipStack(SipStackImpl sipStackImpl) {
        // It needs none.
    }
}
