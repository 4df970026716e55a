package io.outdial.e2e;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A sipp user agent on 127.0.0.1 that follows a scenario and writes down every message. It carries no media: what it offers as
 * its own media port is nobody's.
 */
public final class Sipp implements AutoCloseable {

    /** Over what it talks. This sipp has no TLS. */
    public enum Transport {
        UDP("u1"),
        TCP("t1");

        private final String option;

        Transport(String option) {
            this.option = option;
        }
    }

    /** sipp's own counts. */
    public record Counts(int created, int current, int successful, int failed) {}

    private static final Pattern MESSAGE =
            Pattern.compile("(?m)^-{20,} .*\\R(?:UDP|TCP) message (sent|received).*:\\R");

    private final Peer peer;
    private final Transport transport;
    private final int port;

    private Sipp(String name, Transport transport) {
        this.peer = new Peer("sipp-" + name);
        this.transport = transport;
        this.port = Ports.free();
    }

    /** Answers calls over UDP. */
    public static Sipp answering(Scenario scenario) {
        return answering(scenario, Transport.UDP);
    }

    /** Answers calls. */
    public static Sipp answering(Scenario scenario, Transport transport) {
        Sipp sipp = new Sipp(scenario.name(), transport);
        sipp.start(sipp.peer.write("scenario.xml", scenario.xml()).toString(), List.of());
        sipp.peer.ready(() -> sipp.listens());
        return sipp;
    }

    /**
     * Calls somebody with sipp's own scenario of a caller: INVITE, ACK, the time of talk, BYE.
     *
     * @param number user in the address that is called
     */
    static Sipp calling(Sipp callee, String number, int calls, int perSecond, Duration talk) {
        Sipp sipp = new Sipp("calling", callee.transport);
        sipp.start(
                null,
                List.of(
                        callee.address(),
                        "-s",
                        number,
                        "-m",
                        String.valueOf(calls),
                        "-r",
                        String.valueOf(perSecond),
                        "-d",
                        String.valueOf(talk.toMillis())));
        return sipp;
    }

    /** Calls somebody who asks for a password. */
    static Sipp calling(Sipp callee, String number, String user, String password) {
        Sipp sipp = new Sipp("calling", callee.transport);
        String scenario =
                sipp.peer.write("scenario.xml", SippXml.CALLER_WITH_PASSWORD).toString();
        sipp.start(scenario, List.of(callee.address(), "-s", number, "-m", "1", "-au", user, "-ap", password));
        return sipp;
    }

    private void start(String scenario, List<String> more) {
        List<String> command =
                new ArrayList<>(List.of("sipp", "-i", "127.0.0.1", "-p", String.valueOf(port), "-t", transport.option));
        command.addAll(scenario == null ? List.of("-sn", "uac") : List.of("-sf", scenario));
        command.addAll(List.of(
                "-mi",
                "127.0.0.1",
                "-mp",
                String.valueOf(Ports.free()),
                "-cp",
                String.valueOf(Ports.free()),
                "-nostdin",
                "-aa",
                "-rtcheck",
                "loose",
                "-trace_msg",
                "-message_file",
                peer.file("messages.log").toString(),
                "-trace_err",
                "-error_file",
                peer.file("errors.log").toString(),
                "-trace_stat",
                "-stf",
                peer.file("statistics.csv").toString(),
                "-fd",
                "1"));
        command.addAll(more);
        peer.start("sip-tester", command);
    }

    private boolean listens() {
        return Ports.isTaken(port, transport.name().toLowerCase(Locale.ROOT));
    }

    public int port() {
        return port;
    }

    /** {@code 127.0.0.1:port}. */
    public String address() {
        return "127.0.0.1:" + port;
    }

    /** The SIP address of a user there. */
    public String uri(String user) {
        return "sip:" + user + "@" + address() + (transport == Transport.TCP ? ";transport=tcp" : "");
    }

    /** All messages so far, in order; repetitions too. */
    public List<SipMessage> journal() {
        String text = peer.read("messages.log");
        List<SipMessage> messages = new ArrayList<>();
        Matcher found = MESSAGE.matcher(text);
        boolean received = false;
        int from = -1;
        while (found.find()) {
            if (from >= 0) {
                messages.add(SipMessage.parse(received, text.substring(from, found.start())));
            }
            received = found.group(1).equals("received");
            from = found.end();
        }
        if (from >= 0) {
            messages.add(SipMessage.parse(received, text.substring(from)));
        }
        return messages;
    }

    /** The messages of one call, in order. */
    public List<SipMessage> journal(String callId) {
        return journal().stream()
                .filter(message -> message.callId().equals(callId))
                .toList();
    }

    /** Requests of this method that came in, without repetitions of the same one (same call and sequence number). */
    public List<SipMessage> received(String method) {
        var seen = new java.util.HashSet<String>();
        return journal().stream()
                .filter(message -> message.received() && message.isRequest())
                .filter(message -> message.method().equals(method))
                .filter(message -> seen.add(message.callId()
                        + message.header("CSeq").orElse("")
                        + message.header("Via").orElse("")))
                .toList();
    }

    /** Waits until so many requests of this method have come in, and answers them. */
    public List<SipMessage> awaitReceived(String method, int count) {
        await(count + " " + method + " at sipp, see " + peer.folder())
                .atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> received(method).size() >= count);
        return received(method);
    }

    /** sipp's own counts, at most a second old. */
    public Counts counts() {
        List<String> lines = peer.read("statistics.csv").lines().toList();
        if (lines.size() < 2) {
            return new Counts(0, 0, 0, 0);
        }
        List<String> names = Arrays.asList(lines.get(0).split(";"));
        String[] values = lines.get(lines.size() - 1).split(";");
        return new Counts(
                count(names, values, "TotalCallCreated"),
                count(names, values, "CurrentCall"),
                count(names, values, "SuccessfulCall(C)"),
                count(names, values, "FailedCall(C)"));
    }

    private static int count(List<String> names, String[] values, String name) {
        int at = names.indexOf(name);
        return at < 0 || at >= values.length ? 0 : Integer.parseInt(values[at].strip());
    }

    /** What sipp itself found wrong: unexpected messages, most of all. */
    public String errors() {
        return peer.read("errors.log");
    }

    /** Waits until a sipp that calls has made all its calls; its status is 0 when all went as they should. */
    int ended(Duration patience) {
        return peer.ended(patience);
    }

    /** Freezes it, as a carrier that hangs; {@link #resume} lets it go on. */
    public void pause() {
        signal("STOP");
    }

    public void resume() {
        signal("CONT");
    }

    private void signal(String signal) {
        try {
            new ProcessBuilder("kill", "-" + signal, String.valueOf(peer.pid()))
                    .start()
                    .onExit()
                    .join();
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        if (peer.isAlive()) {
            resume();
        }
        peer.close();
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "sipp at %s (%s)", address(), peer.folder());
    }
}
