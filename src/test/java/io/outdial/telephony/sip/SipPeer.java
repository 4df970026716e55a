package io.outdial.telephony.sip;

import gov.nist.javax.sip.header.HeaderFactoryImpl;
import gov.nist.javax.sip.message.SIPMessage;
import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.message.SIPResponse;
import gov.nist.javax.sip.parser.ParserFactory;
import gov.nist.javax.sip.parser.StringMsgParser;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import javax.net.ServerSocketFactory;

/**
 * A trunk or a voice agent on the loopback: bare sockets and a script, so that what is on the wire is seen as it is. It keeps no
 * transactions; every message that arrives is in its journal, a request that is repeated once.
 */
final class SipPeer implements AutoCloseable {

    static final String SDP_TAIL = "s=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio 40000 RTP/AVP 8 101\r\n"
            + "a=rtpmap:8 PCMA/8000\r\na=rtpmap:101 telephone-event/8000\r\n";

    /** A request and where its answers go. */
    record Received(SIPRequest request, Consumer<byte[]> back) {
        boolean within() {
            return request.getToTag() != null;
        }
    }

    final List<SIPMessage> journal = new CopyOnWriteArrayList<>();
    final Map<String, Received> invites = new ConcurrentHashMap<>();
    private final Set<String> heard = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService later = Executors.newSingleThreadScheduledExecutor();
    private final AtomicInteger versions = new AtomicInteger(1);
    private final AtomicInteger numbers = new AtomicInteger(100);
    private final DatagramSocket udp;
    private final ServerSocket tcp;
    private final List<Socket> connections = new CopyOnWriteArrayList<>();
    private final String transport;
    private volatile Consumer<Received> onInvite = this::answer;
    private volatile Consumer<Received> onReInvite = each -> reply(each, 200, sdp());
    private volatile Consumer<Received> onAck = each -> {};
    private volatile Consumer<Received> onOptions = each -> reply(each, 200, null);
    private volatile Consumer<Received> onBye = each -> reply(each, 200, null);
    private volatile Consumer<Received> onUpdate = each -> reply(each, 200, null);
    private volatile Consumer<Received> onCancel = each -> {
        reply(each, 200, null);
        reply(invites.get(each.request().getCallId().getCallId()), 487, null);
    };

    SipPeer() {
        this("udp", null);
    }

    /** @param sockets for TCP and TLS */
    SipPeer(String transport, ServerSocketFactory sockets) {
        this.transport = transport;
        try {
            if (sockets == null) {
                udp = new DatagramSocket(0, InetAddress.getLoopbackAddress());
                tcp = null;
                start(this::readDatagrams);
            } else {
                udp = null;
                tcp = sockets.createServerSocket(0, 50, InetAddress.getLoopbackAddress());
                start(this::accept);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void start(Runnable loop) {
        Thread thread = new Thread(loop, "sip-peer");
        thread.setDaemon(true);
        thread.start();
    }

    int port() {
        return udp != null ? udp.getLocalPort() : tcp.getLocalPort();
    }

    SipPeer onInvite(Consumer<Received> script) {
        onInvite = script;
        return this;
    }

    SipPeer onReInvite(Consumer<Received> script) {
        onReInvite = script;
        return this;
    }

    SipPeer onAck(Consumer<Received> script) {
        onAck = script;
        return this;
    }

    SipPeer onOptions(Consumer<Received> script) {
        onOptions = script;
        return this;
    }

    SipPeer onBye(Consumer<Received> script) {
        onBye = script;
        return this;
    }

    SipPeer onUpdate(Consumer<Received> script) {
        onUpdate = script;
        return this;
    }

    SipPeer onCancel(Consumer<Received> script) {
        onCancel = script;
        return this;
    }

    /** Trying, ringing, and picks up. */
    void answer(Received invite) {
        reply(invite, 100, null);
        reply(invite, 180, null);
        reply(invite, 200, sdp());
    }

    String sdp() {
        return "v=0\r\no=peer 1 " + versions.getAndIncrement() + " IN IP4 127.0.0.1\r\n" + SDP_TAIL;
    }

    void later(long millis, Runnable task) {
        later.schedule(task, millis, TimeUnit.MILLISECONDS);
    }

    /** @param headers name and value in turn */
    void reply(Received to, int status, String sdp, String... headers) {
        try {
            SIPResponse response = to.request().createResponse(status);
            if (status > 100 && response.getToTag() == null) {
                response.getTo().setTag("peer" + port());
            }
            var factory = new HeaderFactoryImpl();
            if (status < 300) {
                response.setHeader(factory.createHeader("Contact", contact()));
            }
            for (int i = 0; i < headers.length; i += 2) {
                response.setHeader(ParserFactory.createParser(headers[i] + ": " + headers[i + 1] + "\n")
                        .parse());
            }
            if (sdp != null) {
                response.setContent(
                        sdp.getBytes(StandardCharsets.UTF_8), factory.createContentTypeHeader("application", "sdp"));
            }
            to.back().accept(response.encodeAsBytes(transport));
        } catch (ParseException e) {
            throw new IllegalStateException(e);
        }
    }

    private String contact() {
        return "<sip:peer@127.0.0.1:" + port() + ";transport=" + transport + ">";
    }

    /** Sends a request within the dialog that the INVITE made. */
    void ask(String method, Received invite, String sdp, String... headers) {
        send(method, numbers.incrementAndGet(), invite, sdp, headers);
    }

    /** Acknowledges the success of the INVITE that was asked last. */
    void acknowledge(Received invite, String sdp) {
        send("ACK", numbers.get(), invite, sdp);
    }

    private void send(String method, int number, Received invite, String sdp, String... headers) {
        SIPRequest of = invite.request();
        StringBuilder text = new StringBuilder(
                        method + " " + of.getContactHeader().getAddress().getURI() + " SIP/2.0\r\n")
                .append("Via: SIP/2.0/" + transport.toUpperCase(java.util.Locale.ROOT) + " 127.0.0.1:" + port()
                        + ";branch=z9hG4bK" + method.length() + number + "x" + port() + "\r\n")
                .append("From: " + of.getTo().getAddress() + ";tag=peer" + port() + "\r\n")
                .append("To: " + of.getFrom().getAddress() + ";tag=" + of.getFromTag() + "\r\n")
                .append("Call-ID: " + of.getCallId().getCallId() + "\r\nCSeq: " + number + " " + method + "\r\n")
                .append("Contact: " + contact() + "\r\nMax-Forwards: 70\r\n");
        for (int i = 0; i < headers.length; i += 2) {
            text.append(headers[i]).append(": ").append(headers[i + 1]).append("\r\n");
        }
        byte[] body = sdp == null ? new byte[0] : sdp.getBytes(StandardCharsets.UTF_8);
        if (sdp != null) {
            text.append("Content-Type: application/sdp\r\n");
        }
        text.append("Content-Length: ").append(body.length).append("\r\n\r\n");
        if (sdp != null) {
            text.append(sdp);
        }
        invite.back().accept(text.toString().getBytes(StandardCharsets.UTF_8));
    }

    List<SIPRequest> requests(String method) {
        List<SIPRequest> found = new ArrayList<>();
        for (SIPMessage each : journal) {
            if (each instanceof SIPRequest request && request.getMethod().equals(method)) {
                found.add(request);
            }
        }
        return found;
    }

    List<SIPResponse> responses(String method) {
        List<SIPResponse> found = new ArrayList<>();
        for (SIPMessage each : journal) {
            if (each instanceof SIPResponse response
                    && response.getCSeq().getMethod().equals(method)) {
                found.add(response);
            }
        }
        return found;
    }

    private void take(byte[] bytes, Consumer<byte[]> back) {
        SIPMessage message;
        try {
            message = new StringMsgParser().parseSIPMessage(bytes, true, false, null);
        } catch (ParseException e) {
            throw new IllegalStateException(e);
        }
        if (message == null || message instanceof SIPRequest again && isRepeated(again)) {
            return;
        }
        journal.add(message);
        if (!(message instanceof SIPRequest request)) {
            return;
        }
        Received received = new Received(request, back);
        switch (request.getMethod()) {
            case "INVITE" -> {
                if (received.within()) {
                    onReInvite.accept(received);
                } else {
                    invites.put(request.getCallId().getCallId(), received);
                    onInvite.accept(received);
                }
            }
            case "ACK" -> onAck.accept(received);
            case "BYE" -> onBye.accept(received);
            case "CANCEL" -> onCancel.accept(received);
            case "UPDATE" -> onUpdate.accept(received);
            case "OPTIONS" -> onOptions.accept(received);
            default -> reply(received, 200, null);
        }
    }

    /** Whoever is answered late, because this machine stalled, asks again. What is acknowledged again was answered again. */
    private boolean isRepeated(SIPRequest request) {
        return !request.getMethod().equals("ACK")
                && !heard.add(
                        request.getMethod() + " " + request.getTopmostVia().getBranch());
    }

    private void readDatagrams() {
        while (!udp.isClosed()) {
            try {
                DatagramPacket packet = new DatagramPacket(new byte[65_536], 65_536);
                udp.receive(packet);
                SocketAddress from = packet.getSocketAddress();
                byte[] bytes = java.util.Arrays.copyOf(packet.getData(), packet.getLength());
                later.execute(() -> take(bytes, answer -> send(answer, from)));
            } catch (IOException | RejectedExecutionException e) {
                return;
            }
        }
    }

    private void send(byte[] bytes, SocketAddress to) {
        try {
            udp.send(new DatagramPacket(bytes, bytes.length, to));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void accept() {
        while (!tcp.isClosed()) {
            try {
                Socket socket = tcp.accept();
                connections.add(socket);
                start(() -> readStream(socket));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void readStream(Socket socket) {
        try {
            InputStream in = new BufferedInputStream(socket.getInputStream());
            while (true) {
                byte[] message = next(in);
                if (message == null) {
                    return;
                }
                later.execute(() -> take(message, answer -> write(socket, answer)));
            }
        } catch (IOException e) {
            // It is gone.
        }
    }

    private static byte[] next(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (!head.toString(StandardCharsets.UTF_8).endsWith("\r\n\r\n") || head.size() <= 4) {
            int b = in.read();
            if (b < 0) {
                return null;
            }
            head.write(b);
        }
        String text = head.toString(StandardCharsets.UTF_8);
        var length = java.util.regex.Pattern.compile("(?i)\r\n(?:Content-Length|l) *: *(\\d+)")
                .matcher(text);
        head.write(in.readNBytes(length.find() ? Integer.parseInt(length.group(1)) : 0));
        return head.toByteArray();
    }

    private static void write(Socket socket, byte[] bytes) {
        try {
            synchronized (socket) {
                socket.getOutputStream().write(bytes);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        later.shutdownNow();
        try {
            if (udp != null) {
                udp.close();
            } else {
                tcp.close();
                for (Socket each : connections) {
                    each.close();
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
