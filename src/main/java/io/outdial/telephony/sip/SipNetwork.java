package io.outdial.telephony.sip;

import gov.nist.core.net.NetworkLayer;
import gov.nist.javax.sip.SipStackImpl;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
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

    /** Host names by {@code address:port}: the first name that an address was used under is the one that connections check. */
    private final Map<String, String> names = new ConcurrentHashMap<>();
    /** Names that were checked beside it, at the same address. */
    private final Map<String, Boolean> checked = new ConcurrentHashMap<>();

    private volatile SSLContext tls;

    void tls(SSLContext context) {
        tls = context;
    }

    /**
     * Makes sure that a connection to the address is good for the name, before anything is sent there. Connects only where an
     * address is used under a second name.
     *
     * @throws IOException when its certificate does not name the host, or it cannot be reached
     */
    void vouch(Target target) throws IOException {
        String at = key(target.address(), target.port());
        String first = names.putIfAbsent(at, target.host());
        if (first == null || first.equalsIgnoreCase(target.host())) {
            return;
        }
        String name = at + " " + target.host();
        if (!checked.containsKey(name)) {
            try (SSLSocket probe = secure(target.address(), target.port(), target.host())) {
                probe.setSoTimeout(CONNECT_MILLIS);
                probe.startHandshake();
            }
            checked.put(name, true);
        }
    }

    private static String key(InetAddress address, int port) {
        return address.getHostAddress() + " " + port;
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
        String name = names.get(key(address, port));
        if (name == null) {
            throw new SocketException("nobody asked for a connection to " + address);
        }
        return secure(address, port, name);
    }

    @Override
    public SSLSocket createSSLSocket(InetAddress address, int port, InetAddress localAddress) throws IOException {
        return createSSLSocket(address, port);
    }

    private SSLSocket secure(InetAddress address, int port, String host) throws IOException {
        String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        Socket plain = createSocket(address, port);
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
