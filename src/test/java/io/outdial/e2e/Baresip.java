package io.outdial.e2e;

import static org.awaitility.Awaitility.await;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A baresip telephone on 127.0.0.1 with real audio and no sound card: it says a tone of its own, writes what it hears to a
 * file, and counts its RTP packets. It answers by itself.
 */
public final class Baresip implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Path MODULES = Stream.of(
                    "/usr/lib/baresip/modules",
                    "/usr/lib/x86_64-linux-gnu/baresip/modules",
                    "/usr/local/lib/baresip/modules")
            .map(Path::of)
            .filter(Files::isDirectory)
            .findFirst()
            .orElse(Path.of("/usr/lib/baresip/modules"));
    private static final Pattern TRACE =
            Pattern.compile("(?s)(UDP|TCP|TLS) (127\\.0\\.0\\.1:\\d+) -> (127\\.0\\.0\\.1:\\d+)\\R(.*?)(?=\\e\\[;m)");
    private static final Pattern PACKETS = Pattern.compile("(?m)^packets:\\s+(\\d+)\\s+(\\d+)");

    /** RTP packets of one call that has ended; each carries 20 ms. */
    public record Rtp(int sent, int received) {}

    private final Peer peer;
    private final String user;
    private final int port = Ports.free();
    private final int controlPort = Ports.free();
    private final int hertz;
    private final List<JsonObject> events = new CopyOnWriteArrayList<>();
    private Socket control;

    private Baresip(String user, int hertz) {
        this.peer = new Peer("baresip-" + user);
        this.user = user;
        this.hertz = hertz;
    }

    /**
     * Starts one that answers by itself.
     *
     * @param hertz of the tone that it says
     */
    public static Baresip start(String user, int hertz) {
        Baresip phone = new Baresip(user, hertz);
        Wav.tone(phone.peer.file("says.wav"), hertz, 30);
        phone.peer.write("config", phone.config());
        phone.peer.write("accounts", "<" + phone.uri() + ">;regint=0;answermode=auto;audio_codecs=PCMU/8000\n");
        for (String empty : List.of("contacts", "current_contact", "uuid")) {
            phone.peer.write(empty, "");
        }
        phone.peer.start(
                "baresip",
                List.of("baresip", "-4", "-v", "-s", "-f", phone.peer.folder().toString()));
        phone.peer.ready(phone::connects);
        return phone;
    }

    private String config() {
        int rtp = Ports.free() & ~1;
        // The player goes nowhere, but its buffer is what baresip decodes into; sndfile writes what went through.
        return """
                sip_listen 127.0.0.1:%d
                net_interface 127.0.0.1
                audio_source aufile,%s
                audio_player aubridge,nobody
                audio_alert aubridge,nobody
                snd_path %s
                rtp_ports %d-%d
                rtp_stats yes
                statmode_default off
                module_path %s
                module g711.so
                module aufile.so
                module aubridge.so
                module sndfile.so
                module_tmp account.so
                module_app menu.so
                module_app ctrl_tcp.so
                ctrl_tcp_listen 127.0.0.1:%d
                """.formatted(
                        port,
                        peer.file("says.wav"),
                        peer.folder(),
                        Math.min(rtp, 65_000),
                        Math.min(rtp, 65_000) + 100,
                        MODULES,
                        controlPort);
    }

    private boolean connects() {
        try {
            control = new Socket("127.0.0.1", controlPort);
            Thread reader = new Thread(this::readEvents, "baresip-" + user);
            reader.setDaemon(true);
            reader.start();
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }

    /** Events and answers come as netstrings: length, colon, JSON, comma. */
    private void readEvents() {
        try (InputStream in = control.getInputStream()) {
            while (true) {
                int length = 0;
                for (int digit = in.read(); digit != ':'; digit = in.read()) {
                    if (digit < 0) {
                        return;
                    }
                    length = 10 * length + digit - '0';
                }
                JsonObject message = new JsonObject(new String(in.readNBytes(length), StandardCharsets.UTF_8));
                if (message.getBoolean("event", false)) {
                    events.add(message);
                }
                in.read();
            }
        } catch (IOException closed) {
            return;
        }
    }

    public String uri() {
        return "sip:" + user + "@" + address();
    }

    /** {@code 127.0.0.1:port}. */
    public String address() {
        return "127.0.0.1:" + port;
    }

    /** The tone that it says. */
    public int hertz() {
        return hertz;
    }

    public void dial(String uri) {
        command("dial", uri);
    }

    /** Ends its call. */
    public void hangUp() {
        command("hangup", "");
    }

    private void command(String name, String parameters) {
        String json = new JsonObject()
                .put("command", name)
                .put("params", parameters)
                .put("token", name)
                .encode();
        try {
            control.getOutputStream().write((json.length() + ":" + json + ",").getBytes(StandardCharsets.UTF_8));
            control.getOutputStream().flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Types of its events so far, such as {@code CALL_ESTABLISHED}, {@code CALL_RTPESTAB} and {@code CALL_CLOSED}. */
    public List<String> events() {
        return events.stream().map(event -> event.getString("type")).toList();
    }

    /** Waits for an event of this type, the {@code count}th since the start. */
    public void awaitEvent(String type, int count) {
        await(type + " at " + this)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> events().stream().filter(type::equals).count() >= count);
    }

    public void awaitEvent(String type) {
        awaitEvent(type, 1);
    }

    /** RTP of the calls that have ended, in order. */
    public List<Rtp> rtp() {
        String log = peer.read("output.log");
        Matcher packets = PACKETS.matcher(log);
        List<Rtp> calls = new ArrayList<>();
        while (packets.find()) {
            calls.add(new Rtp(Integer.parseInt(packets.group(1)), Integer.parseInt(packets.group(2))));
        }
        return calls;
    }

    /** Waits until so many calls have ended and answers the RTP of the last. */
    public Rtp awaitRtp(int calls) {
        await("the end of call " + calls + " at " + this)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> rtp().size() >= calls);
        return rtp().get(calls - 1);
    }

    /** How much of what it heard is this tone, 0 to 1, over all its calls that have ended. */
    public double heard(int tone) {
        return recordings("-dec.wav").stream()
                .mapToDouble(recording -> Wav.share(recording, tone))
                .max()
                .orElse(0);
    }

    /** Bytes of sound heard by now: a recording that grows is audio that flows. */
    public long heardBytes() {
        return recordings("-dec.wav").stream()
                .mapToLong(recording -> recording.toFile().length())
                .sum();
    }

    private List<Path> recordings(String end) {
        try (Stream<Path> files = Files.list(peer.folder())) {
            return files.filter(file -> file.toString().endsWith(end)).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All SIP messages so far, in order; repetitions too. */
    public List<SipMessage> journal() {
        Matcher found = TRACE.matcher(peer.read("output.log"));
        List<SipMessage> messages = new ArrayList<>();
        while (found.find()) {
            messages.add(SipMessage.parse(found.group(3).equals(address()), found.group(4)));
        }
        return messages;
    }

    @Override
    public void close() {
        try {
            command("quit", "");
            peer.ended(Duration.ofSeconds(5));
            control.close();
        } catch (IOException | UncheckedIOException | AssertionError gone) {
            // it is ended below all the same
        }
        peer.close();
    }

    @Override
    public String toString() {
        return "baresip " + user + " at " + address() + " (" + peer.folder() + ")";
    }
}
