package io.outdial.telephony.sip.decide;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Session descriptions (RFC 8866) as far as a controller that never touches media needs them: descriptions without media, and
 * the passing on of one party's description to the other under our own origin (RFC 3264 section 8: within a dialog the origin
 * stays and its version rises by one with each change). All lines but the origin are passed on as they are.
 */
public final class Sdp {

    /** No description of a telephone call comes near it. */
    public static final int MAX_BYTES = 16_000;

    /** Codecs that can be offered, by name, as their attribute lines; the number is the payload type. */
    private static final Map<String, String> CODECS = Map.of(
            "PCMU", "0 PCMU/8000",
            "PCMA", "8 PCMA/8000",
            "G722", "9 G722/8000",
            "G729", "18 G729/8000",
            "OPUS", "111 opus/48000/2",
            "AMR-WB", "112 AMR-WB/16000");

    private static final String EVENTS = "101 telephone-event/8000";
    private static final Pattern ORIGIN = Pattern.compile("(?m)^o=\\S+ (\\d+) (\\d+) IN IP[46] \\S+$");
    private static final Pattern MEDIA = Pattern.compile("m=(\\S+) (\\d+)(/\\d+)? (\\S+) (.+)");

    private Sdp() {}

    public static Set<String> codecs() {
        return CODECS.keySet();
    }

    /**
     * Our side of a dialog's descriptions.
     *
     * @param id of the session, the same in all of them
     * @param version of this description; rises by one with each change
     * @param address the address of the origin, IPv4 or IPv6; nothing is ever received there
     */
    public record Origin(long id, long version, String address) {
        String line() {
            return "o=outdial " + id + " " + version + " IN " + net() + " " + address;
        }

        String net() {
            return address.indexOf(':') >= 0 ? "IP6" : "IP4";
        }
    }

    /** An offer of a session whose media stand still until a later offer. Port 9 discards. */
    public static String inactiveOffer(Origin origin, List<String> codecs) {
        StringBuilder types = new StringBuilder();
        StringBuilder maps = new StringBuilder();
        for (String codec : codecs) {
            String map = CODECS.get(codec.toUpperCase(Locale.ROOT));
            types.append(' ').append(map, 0, map.indexOf(' '));
            maps.append("a=rtpmap:").append(map).append("\r\n");
        }
        return "v=0\r\n" + origin.line() + "\r\ns=-\r\nc=IN " + origin.net() + " " + origin.address()
                + "\r\nt=0 0\r\nm=audio 9 RTP/AVP" + types + " 101\r\n" + maps + "a=rtpmap:" + EVENTS
                + "\r\na=fmtp:101 0-15\r\na=ptime:20\r\na=inactive\r\n";
    }

    /** The other party's description, as ours. */
    public static String passedOn(String body, Origin origin) {
        return ORIGIN.matcher(body).replaceFirst(Matcher.quoteReplacement(origin.line()));
    }

    /** Answers an offer with a session without media: as many streams as offered, all standing still. */
    public static String inactiveAnswer(String offer, Origin origin) {
        StringBuilder answer = new StringBuilder("v=0\r\n")
                .append(origin.line())
                .append("\r\ns=-\r\nc=IN ")
                .append(origin.net())
                .append(' ')
                .append(origin.address())
                .append("\r\nt=0 0\r\n");
        for (String line : lines(offer)) {
            Matcher media = MEDIA.matcher(line);
            if (media.matches()) {
                boolean audio =
                        media.group(1).equals("audio") && !media.group(2).equals("0");
                answer.append("m=").append(media.group(1)).append(audio ? " 9 " : " 0 ");
                answer.append(media.group(4)).append(' ').append(media.group(5)).append("\r\n");
                if (audio) {
                    answer.append("a=inactive\r\n");
                }
            }
        }
        return answer.toString();
    }

    /** Whether it is a description of a call: an origin and at least one stream. */
    public static boolean describesMedia(String body) {
        return body != null
                && body.length() <= MAX_BYTES
                && ORIGIN.matcher(body).find()
                && lines(body).stream().anyMatch(line -> MEDIA.matcher(line).matches());
    }

    /** Whether two descriptions of one party are one and the same by their origin. */
    public static boolean same(String one, String other) {
        if (one == null || other == null) {
            return false;
        }
        Matcher a = ORIGIN.matcher(one);
        Matcher b = ORIGIN.matcher(other);
        return a.find()
                && b.find()
                && a.group(1).equals(b.group(1))
                && a.group(2).equals(b.group(2));
    }

    private static List<String> lines(String body) {
        List<String> lines = new ArrayList<>();
        body.lines().map(String::strip).forEach(lines::add);
        return lines;
    }
}
