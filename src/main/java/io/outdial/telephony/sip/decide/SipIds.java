package io.outdial.telephony.sip.decide;

import io.outdial.kernel.AttemptId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;

/**
 * Identifiers that follow from the attempt alone, so that the same request sent again is the same transaction and rings nobody
 * twice while that lives (RFC 3261 section 17.2.3), and a late answer can be told to be ours by any replica.
 */
public final class SipIds {

    private static final String COOKIE = "z9hG4bK";

    private SipIds() {}

    public static String callId(AttemptId attempt, Leg leg) {
        return attempt + "-" + leg.name().toLowerCase(Locale.ROOT);
    }

    /** The tag of our side. */
    public static String tag(String callId) {
        return hash("tag", callId).substring(0, 20);
    }

    /** @param cseq of the request within its dialog */
    public static String branch(String callId, String method, long cseq) {
        return COOKIE + hash(method + " " + cseq, callId).substring(0, 28);
    }

    /** The number of the session that our descriptions in this dialog are of. */
    public static long session(String callId) {
        return Long.parseLong(hash("session", callId).substring(0, 12), 16);
    }

    private static String hash(String what, String callId) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest((what + "\n" + callId).getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
