package io.outdial.telephony.sip.decide;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Answers to digest challenges (RFC 7616, and RFC 8760 for SIP), in the best algorithm that both sides know. */
public final class Digest {

    /** From the worst to the best, with the JDK's names. */
    private static final List<String> KNOWN = List.of("MD5", "SHA-512-256", "SHA-256");

    private static final Map<String, String> JDK =
            Map.of("MD5", "MD5", "SHA-256", "SHA-256", "SHA-512-256", "SHA-512/256");

    private Digest() {}

    /**
     * What the other side asks to be proven.
     *
     * @param algorithm null means MD5
     * @param qop the offered qualities, comma separated; null where the server is older than RFC 2617
     * @param opaque handed back as it is; may be null
     */
    public record Challenge(String realm, String nonce, String algorithm, String qop, String opaque, boolean stale) {

        String base() {
            String name = algorithm == null ? "MD5" : algorithm.toUpperCase(Locale.ROOT);
            return name.endsWith("-SESS") ? name.substring(0, name.length() - 5) : name;
        }

        boolean session() {
            return algorithm != null && algorithm.toUpperCase(Locale.ROOT).endsWith("-SESS");
        }

        boolean authenticates() {
            return qop == null
                    || List.of(qop.toLowerCase(Locale.ROOT).split("[, ]+")).contains("auth");
        }

        boolean answerable() {
            return realm != null && nonce != null && KNOWN.contains(base()) && authenticates();
        }
    }

    /** The challenge to answer among those of one realm; empty when none can be. */
    public static Optional<Challenge> best(List<Challenge> offered) {
        return offered.stream()
                .filter(Challenge::answerable)
                .max((a, b) -> Integer.compare(KNOWN.indexOf(a.base()), KNOWN.indexOf(b.base())));
    }

    /**
     * The value of the header that answers.
     *
     * @param cnonce fresh and unguessable for each answer
     * @param count how many requests carry this nonce with this one, from 1
     */
    public static String answer(
            Challenge challenge, String user, String password, String method, String uri, String cnonce, int count) {
        String nc = String.format(Locale.ROOT, "%08x", count);
        String identity = hash(challenge, user + ":" + challenge.realm() + ":" + password);
        if (challenge.session()) {
            identity = hash(challenge, identity + ":" + challenge.nonce() + ":" + cnonce);
        }
        String request = hash(challenge, method + ":" + uri);
        String middle = challenge.qop() == null ? "" : nc + ":" + cnonce + ":auth:";
        String response = hash(challenge, identity + ":" + challenge.nonce() + ":" + middle + request);
        StringBuilder header = new StringBuilder("Digest username=").append(quoted(user));
        header.append(", realm=").append(quoted(challenge.realm()));
        header.append(", nonce=").append(quoted(challenge.nonce()));
        header.append(", uri=")
                .append(quoted(uri))
                .append(", response=\"")
                .append(response)
                .append('"');
        if (challenge.algorithm() != null) {
            header.append(", algorithm=").append(challenge.algorithm());
        }
        if (challenge.qop() != null) {
            header.append(", qop=auth, nc=").append(nc).append(", cnonce=").append(quoted(cnonce));
        } else if (challenge.session()) {
            header.append(", cnonce=").append(quoted(cnonce));
        }
        if (challenge.opaque() != null) {
            header.append(", opaque=").append(quoted(challenge.opaque()));
        }
        return header.toString();
    }

    private static String hash(Challenge challenge, String text) {
        try {
            MessageDigest digest = MessageDigest.getInstance(JDK.get(challenge.base()));
            return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
