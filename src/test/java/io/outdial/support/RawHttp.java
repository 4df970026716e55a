package io.outdial.support;

import io.restassured.RestAssured;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A client that sends the bytes it is given, also those that no client library would. */
public final class RawHttp implements AutoCloseable {

    private static final int PATIENCE_MILLIS = 15_000;
    private static final int AFTERMATH_MILLIS = 300;
    private static final Pattern LENGTH = Pattern.compile("(?i)\r\ncontent-length: *([0-9]+)");

    private final Socket socket;

    public RawHttp() {
        try {
            socket = new Socket("localhost", RestAssured.port);
            socket.setSoTimeout(PATIENCE_MILLIS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * @param status 0 when the connection was closed without an answer
     * @param head the lines before the body
     */
    public record Answer(int status, List<String> head, String body) {

        public boolean has(String header) {
            String begin = header.toLowerCase(Locale.ROOT) + ":";
            return head.stream().anyMatch(line -> line.toLowerCase(Locale.ROOT).startsWith(begin));
        }
    }

    /** One request and all that comes back until the connection is closed; the request should ask for that. */
    public static Answer send(String request) {
        try (RawHttp http = new RawHttp()) {
            return http.write(request).read();
        }
    }

    /** The beginning of a request. Lines end with CR LF; the host and an end of the connection are asked for. */
    public static String request(String method, String target, String... headers) {
        return method + " " + target + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                + String.join(
                        "", List.of(headers).stream().map(each -> each + "\r\n").toList()) + "\r\n";
    }

    public RawHttp write(String text) {
        try {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One byte at a time, with this pause, until the other side hangs up; how long that took. */
    public Duration trickle(Duration pause, Duration atMost) {
        long begun = System.nanoTime();
        try {
            socket.setSoTimeout((int) pause.toMillis());
            while (System.nanoTime() - begun < atMost.toNanos()) {
                socket.getOutputStream().write(' ');
                try {
                    if (socket.getInputStream().read() < 0) {
                        break;
                    }
                } catch (SocketTimeoutException nothingYet) {
                    continue;
                }
            }
        } catch (IOException hungUp) {
            // which is what is waited for
        }
        return Duration.ofNanos(System.nanoTime() - begun);
    }

    /** What comes until the connection is closed, or until nothing follows an answer that is whole. */
    public Answer read() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            for (int next; (next = socket.getInputStream().read()) >= 0; ) {
                bytes.write(next);
                if (socket.getInputStream().available() == 0 && isWhole(bytes.toString(StandardCharsets.UTF_8))) {
                    socket.setSoTimeout(AFTERMATH_MILLIS);
                }
            }
        } catch (IOException closedOrSilent) {
            // what came is what there is
        }
        String all = bytes.toString(StandardCharsets.UTF_8);
        int end = all.indexOf("\r\n\r\n");
        if (end < 0) {
            return new Answer(0, List.of(), all);
        }
        List<String> head = List.of(all.substring(0, end).split("\r\n"));
        return new Answer(Integer.parseInt(head.get(0).split(" ")[1]), head, all.substring(end + 4));
    }

    private static boolean isWhole(String answer) {
        int end = answer.indexOf("\r\n\r\n");
        Matcher length = LENGTH.matcher(answer);
        return end > 0
                && length.find()
                && answer.substring(end + 4).getBytes(StandardCharsets.UTF_8).length
                        >= Integer.parseInt(length.group(1));
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
