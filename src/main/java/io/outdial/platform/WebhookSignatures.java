package io.outdial.platform;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signatures of the Standard Webhooks specification (standardwebhooks.com, version 1): HMAC-SHA256 over id, timestamp and the
 * raw body, joined by dots, in the headers {@code webhook-id}, {@code webhook-timestamp} and {@code webhook-signature}.
 */
public final class WebhookSignatures {

    public static final String ID = "webhook-id";
    public static final String TIMESTAMP = "webhook-timestamp";
    public static final String SIGNATURE = "webhook-signature";

    /** A message that is older or newer than this is refused, so that a captured one is of no use later. */
    public static final Duration TOLERANCE = Duration.ofMinutes(5);

    private static final String PREFIX = "whsec_";
    private static final int MIN_KEY_BYTES = 16;
    private static final SecureRandom RANDOM = new SecureRandom();

    private WebhookSignatures() {}

    /** Whether this is a secret: at least 16 bytes in base64, with or without {@code whsec_} before it. */
    public static boolean isSecret(String text) {
        try {
            return key(text).length >= MIN_KEY_BYTES;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** A secret of 24 random bytes. */
    public static String newSecret() {
        byte[] bytes = new byte[24];
        RANDOM.nextBytes(bytes);
        return PREFIX + Base64.getEncoder().encodeToString(bytes);
    }

    /** The three headers of a message to send. */
    public static Map<String, String> headers(String secret, String id, Instant at, byte[] body) {
        return headers(List.of(secret), id, at, body);
    }

    /** The same while a secret is being changed: signed with each, so that whoever knows one of them can verify. */
    public static Map<String, String> headers(List<String> secrets, String id, Instant at, byte[] body) {
        String timestamp = Long.toString(at.getEpochSecond());
        String signatures = secrets.stream()
                .map(secret -> sign(secret, id, timestamp, body))
                .collect(Collectors.joining(" "));
        return Map.of(ID, id, TIMESTAMP, timestamp, SIGNATURE, signatures);
    }

    static String sign(String secret, String id, String timestamp, byte[] body) {
        return "v1," + Base64.getEncoder().encodeToString(mac(secret, id, timestamp, body));
    }

    /**
     * Whether a message is from who knows the secret, in time that does not depend on how wrong it is. Several signatures,
     * separated by spaces, are how a secret is changed: one of them must hold.
     *
     * @param id as received; null when the header is missing, like the others
     */
    public static boolean verify(
            String secret, String id, String timestamp, String signatures, byte[] body, Instant now) {
        if (id == null || timestamp == null || signatures == null || !isNow(timestamp, now)) {
            return false;
        }
        byte[] expected = mac(secret, id, timestamp, body);
        boolean holds = false;
        for (String signature : signatures.split(" ")) {
            if (signature.startsWith("v1,")) {
                holds |= MessageDigest.isEqual(expected, decoded(signature.substring(3)));
            }
        }
        return holds;
    }

    private static boolean isNow(String timestamp, Instant now) {
        try {
            Instant at = Instant.ofEpochSecond(Long.parseLong(timestamp));
            return Duration.between(at, now).abs().compareTo(TOLERANCE) <= 0;
        } catch (RuntimeException e) {
            return false; // no number, or one that is no instant
        }
    }

    private static byte[] decoded(String base64) {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            return new byte[0];
        }
    }

    private static byte[] key(String secret) {
        return Base64.getDecoder().decode(secret.startsWith(PREFIX) ? secret.substring(PREFIX.length()) : secret);
    }

    private static byte[] mac(String secret, String id, String timestamp, byte[] body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key(secret), "HmacSHA256"));
            mac.update((id + "." + timestamp + ".").getBytes(StandardCharsets.UTF_8));
            return mac.doFinal(body);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
