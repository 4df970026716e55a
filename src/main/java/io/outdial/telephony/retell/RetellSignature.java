package io.outdial.telephony.retell;

import io.outdial.platform.WebhookSignatures;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The header {@code X-Retell-Signature: v=<milliseconds>,d=<digest>}: HMAC-SHA256 in hex with an API key over the raw body
 * followed by the milliseconds (docs.retellai.com/features/secure-webhook; the platform's SDKs verify it so).
 */
final class RetellSignature {

    static final String HEADER = "X-Retell-Signature";

    private static final Pattern FORM = Pattern.compile("v=([0-9]{1,15}),d=([0-9a-f]{64})");

    private RetellSignature() {}

    /** @param signature as received; null when the header is missing */
    static boolean verify(String key, String signature, byte[] body, Instant now) {
        Matcher parts = FORM.matcher(signature == null ? "" : signature);
        if (!parts.matches()) {
            return false;
        }
        Instant at = Instant.ofEpochMilli(Long.parseLong(parts.group(1)));
        byte[] expected = mac(key, body, parts.group(1));
        return MessageDigest.isEqual(expected, HexFormat.of().parseHex(parts.group(2)))
                && Duration.between(at, now).abs().compareTo(WebhookSignatures.TOLERANCE) <= 0;
    }

    private static byte[] mac(String key, byte[] body, String millis) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            mac.update(body);
            return mac.doFinal(millis.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
