package io.outdial.e2e;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Checks digest authentication (RFC 2617, MD5, qop auth), which this sipp cannot do for a proxy's challenge. */
public final class Digest {

    private static final Pattern PARAMETER = Pattern.compile("(\\w+)\\s*=\\s*(?:\"([^\"]*)\"|([^,\\s]+))");

    private Digest() {}

    /** The parameters of a request's {@code Proxy-Authorization}; none when it has none. */
    public static Map<String, String> parameters(SipMessage request) {
        Map<String, String> found = new HashMap<>();
        Matcher each = PARAMETER.matcher(request.header("Proxy-Authorization").orElse(""));
        while (each.find()) {
            found.put(each.group(1).toLowerCase(Locale.ROOT), each.group(2) == null ? each.group(3) : each.group(2));
        }
        return found;
    }

    /** Whether whoever sent this request knows the password. */
    public static boolean proves(SipMessage request, String user, String password) {
        Map<String, String> given = parameters(request);
        String secret = md5(user + ":" + given.get("realm") + ":" + password);
        String what = md5(request.method() + ":" + given.get("uri"));
        String expected = md5(String.join(
                ":", secret, given.get("nonce"), given.get("nc"), given.get("cnonce"), given.get("qop"), what));
        return user.equals(given.get("username")) && expected.equals(given.get("response"));
    }

    private static String md5(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
