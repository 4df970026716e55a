package io.outdial.telephony.sip.decide;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How a session is kept from living for ever when a side is gone (RFC 4028).
 *
 * @param seconds after which the session is over unless it was refreshed
 * @param ours whether we refresh it
 */
public record SessionTimer(int seconds, boolean ours) {

    /** The least that anybody may ask for (RFC 4028 section 4). */
    public static final int LEAST = 90;

    private static final Pattern VALUE =
            Pattern.compile("\\s*(\\d{1,9})\\s*(?:;.*?refresher\\s*=\\s*(uac|uas))?.*", Pattern.CASE_INSENSITIVE);

    /**
     * What was agreed by a response to our request. Where the other side does not know session timers we refresh, which tells
     * us whether it is still there.
     *
     * @param header the response's {@code Session-Expires}; null when it has none
     * @param asked what we asked for
     */
    public static SessionTimer agreed(String header, int asked) {
        Matcher value = header == null ? null : VALUE.matcher(header);
        if (value == null || !value.matches()) {
            return new SessionTimer(asked, true);
        }
        int seconds = Math.max(LEAST, Integer.parseInt(value.group(1)));
        return new SessionTimer(
                seconds, value.group(2) == null || value.group(2).equalsIgnoreCase("uac"));
    }

    /**
     * What we agree to when the other side refreshes: it goes on refreshing unless it names us.
     *
     * @param header the request's {@code Session-Expires}; null when it has none, and then the timer stays as it is
     */
    public SessionTimer asked(String header) {
        Matcher value = header == null ? null : VALUE.matcher(header);
        if (value == null || !value.matches()) {
            return this;
        }
        int wanted = Math.max(LEAST, Integer.parseInt(value.group(1)));
        return new SessionTimer(wanted, "uas".equalsIgnoreCase(value.group(2)));
    }

    /** The value of {@code Min-SE} in a 422, at least {@link #LEAST}; what was asked when it cannot be read. */
    public static int least(String header, int asked) {
        Matcher value = header == null ? null : VALUE.matcher(header);
        return value == null || !value.matches() ? asked : Math.max(LEAST, Integer.parseInt(value.group(1)));
    }

    /** When we refresh: half way. */
    public Duration refreshAfter() {
        return Duration.ofSeconds(seconds / 2);
    }

    /** When we give up on the other side's refresh and end the session: a little before it is over (section 10). */
    public Duration givenUpAfter() {
        return Duration.ofSeconds(seconds - Math.min(32, seconds / 3));
    }
}
