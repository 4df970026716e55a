package io.outdial.telephony.vapi;

import io.outdial.platform.WebhookSignatures;
import io.vertx.core.MultiMap;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Whether a message is the platform's: it carries the secret itself ({@code X-Vapi-Secret}), or an HMAC-SHA256 in hex over
 * {@code <timestamp>.<raw body>}, which is what a custom credential of type HMAC does unless it is set otherwise
 * (docs.vapi.ai/server-url/server-authentication).
 */
final class VapiSignature {

    static final String SECRET = "X-Vapi-Secret";
    static final String SIGNATURE = "x-signature";
    static final String TIMESTAMP = "x-timestamp";

    /** Timestamps above it are milliseconds; as seconds it is the year 5138. */
    private static final long MILLIS_FROM = 100_000_000_000L;

    private VapiSignature() {}

    /**
     * How messages are signed.
     *
     * @param header of the signature
     * @param timestampHeader seconds or milliseconds since 1970
     * @param prefix before the digest, such as {@code sha256=}; may be empty
     */
    record Plan(String header, String timestampHeader, String prefix) {}

    /** @param plan null when messages carry the secret itself */
    static boolean verify(Plan plan, String secret, MultiMap headers, byte[] body, Instant now) {
        if (plan == null) {
            String sent = headers.get(SECRET);
            return sent != null
                    && MessageDigest.isEqual(
                            secret.getBytes(StandardCharsets.UTF_8), sent.getBytes(StandardCharsets.UTF_8));
        }
        String signature = headers.get(plan.header());
        String timestamp = headers.get(plan.timestampHeader());
        if (signature == null || timestamp == null || !signature.startsWith(plan.prefix()) || !isNow(timestamp, now)) {
            return false;
        }
        byte[] digest = hex(signature.substring(plan.prefix().length()));
        return MessageDigest.isEqual(mac(secret, timestamp, body), digest);
    }

    private static boolean isNow(String timestamp, Instant now) {
        try {
            long said = Long.parseLong(timestamp);
            Instant at = said >= MILLIS_FROM ? Instant.ofEpochMilli(said) : Instant.ofEpochSecond(said);
            return Duration.between(at, now).abs().compareTo(WebhookSignatures.TOLERANCE) <= 0;
        } catch (RuntimeException e) {
            return false; // no number, or one that is no instant
        }
    }

    private static byte[] hex(String text) {
        try {
            return HexFormat.of().parseHex(text.toLowerCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            return new byte[0];
        }
    }

    private static byte[] mac(String secret, String timestamp, byte[] body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            mac.update((timestamp + ".").getBytes(StandardCharsets.UTF_8));
            return mac.doFinal(body);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
