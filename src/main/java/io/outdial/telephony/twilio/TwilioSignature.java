package io.outdial.telephony.twilio;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeSet;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * {@code X-Twilio-Signature}: HMAC-SHA1 under the auth token over the address as the provider was given it and, of a form, each
 * field in the order of the names, name and value without anything between (Twilio, "Webhooks security"). Values are taken as
 * they came: nothing is trimmed or normalised.
 */
final class TwilioSignature {

    private TwilioSignature() {}

    /**
     * Whether a form was signed for this address, in time that does not depend on how wrong the signature is. Providers
     * differ in whether they name the default port, so both forms are tried.
     *
     * @param signature as received; null when the header is missing
     */
    static boolean verify(String token, String url, SortedMap<String, List<String>> form, String signature) {
        if (signature == null) {
            return false;
        }
        StringBuilder fields = new StringBuilder();
        form.forEach((name, values) ->
                new TreeSet<>(values).forEach(value -> fields.append(name).append(value)));
        byte[] given = decoded(signature);
        boolean holds = false;
        for (String form1 : List.of(withoutPort(url), withPort(url), url)) {
            holds |= MessageDigest.isEqual(mac(token, form1 + fields), given);
        }
        return holds;
    }

    /** Of any other body: the address carries its digest, {@code bodySHA256}. */
    static boolean verify(String token, String url, byte[] body, String signature) {
        String digest = digestIn(url);
        return digest != null
                && MessageDigest.isEqual(
                        sha256(body).getBytes(StandardCharsets.US_ASCII), digest.getBytes(StandardCharsets.US_ASCII))
                && verify(token, url, new java.util.TreeMap<>(), signature);
    }

    private static String digestIn(String url) {
        int query = url.indexOf('?');
        for (String pair : query < 0 ? new String[0] : url.substring(query + 1).split("&")) {
            if (pair.startsWith("bodySHA256=")) {
                return pair.substring("bodySHA256=".length());
            }
        }
        return null;
    }

    static String sign(String token, String url, Map<String, String> form) {
        StringBuilder text = new StringBuilder(url);
        new java.util.TreeMap<>(form).forEach((name, value) -> text.append(name).append(value));
        return Base64.getEncoder().encodeToString(mac(token, text.toString()));
    }

    private static String withoutPort(String url) {
        return url.replaceFirst("^(https?://[^/?:\\[]+|https?://\\[[^]]*])(:\\d+)", "$1");
    }

    private static String withPort(String url) {
        String bare = withoutPort(url);
        return bare.equals(url)
                ? url.replaceFirst("^(https?://[^/?]+)", "$1" + (url.startsWith("https") ? ":443" : ":80"))
                : url;
    }

    private static byte[] decoded(String base64) {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            return new byte[0];
        }
    }

    private static String sha256(byte[] body) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] mac(String token, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(token.getBytes(StandardCharsets.UTF_8), "HmacSHA1"));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
