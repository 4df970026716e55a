package io.outdial.e2e;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A SIP message as a peer wrote it down.
 *
 * @param received whether the peer received it; otherwise it sent it
 * @param start the first line
 * @param headers lines of the header, in order
 * @param body empty when there is none
 */
public record SipMessage(boolean received, String start, List<String> headers, String body) {

    static SipMessage parse(boolean received, String text) {
        String unix = text.replace("\r\n", "\n").strip();
        int gap = unix.indexOf("\n\n");
        List<String> lines = new ArrayList<>(
                (gap < 0 ? unix : unix.substring(0, gap)).lines().toList());
        String start = lines.isEmpty() ? "" : lines.remove(0);
        return new SipMessage(received, start, List.copyOf(lines), gap < 0 ? "" : unix.substring(gap + 2));
    }

    public boolean isRequest() {
        return !start.startsWith("SIP/2.0");
    }

    /** The method of a request; for a response that of the request it answers. */
    public String method() {
        if (isRequest()) {
            return start.substring(0, Math.max(0, start.indexOf(' ')));
        }
        String sequence = header("CSeq").orElse("");
        return sequence.substring(sequence.lastIndexOf(' ') + 1);
    }

    /** The status of a response; 0 for a request. */
    public int status() {
        return isRequest() ? 0 : Integer.parseInt(start.split(" ")[1]);
    }

    /** The address a request is for; empty for a response. */
    public String requestUri() {
        return isRequest() ? start.split(" ")[1] : "";
    }

    /** The user in the address of the request, as a carrier reads the number that is called. */
    public String calledNumber() {
        String uri = requestUri();
        int at = uri.indexOf('@');
        return at < 0 ? "" : uri.substring(uri.indexOf(':') + 1, at);
    }

    public String callId() {
        return header("Call-ID").orElse("");
    }

    /** The first header of this name. */
    public Optional<String> header(String name) {
        return all(name).stream().findFirst();
    }

    public List<String> all(String name) {
        String start = name.toLowerCase(Locale.ROOT) + ":";
        return headers.stream()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(start))
                .map(line -> line.substring(start.length()).strip())
                .toList();
    }

    /** {@code INVITE}, or {@code 200 INVITE} for a response: what tests compare sequences by. */
    public String shape() {
        return isRequest() ? method() : status() + " " + method();
    }
}
