package io.outdial.telephony.sip.decide;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What may go into a message at all. Everything that a tenant or a customer gave passes here before it is put into a header, so
 * that no value can end its line, its quotes or its angle brackets and say more than it is.
 */
public final class SipText {

    /** Longest value of a header of ours. */
    public static final int MAX_VALUE = 400;

    private static final Pattern NUMBER = Pattern.compile("\\+[1-9][0-9]{4,14}");
    private static final Pattern USER = Pattern.compile("[A-Za-z0-9_.!~*'()&=+$-]{1,80}");
    private static final Pattern NAME =
            Pattern.compile("(?=.{1,253}$)[A-Za-z0-9]([A-Za-z0-9-]{0,62})(\\.[A-Za-z0-9]([A-Za-z0-9-]{0,62}))*");
    private static final Pattern IP6 = Pattern.compile("\\[[0-9A-Fa-f:.]{2,45}]");
    private static final Pattern PLAIN = Pattern.compile("[\\x20-\\x7e]{1," + MAX_VALUE + "}");
    private static final Pattern SECRET = Pattern.compile("[^\\x00-\\x1f\\x7f]{1,200}");

    private SipText() {}

    /** E.164 with its plus. */
    public static boolean isNumber(String text) {
        return text != null && NUMBER.matcher(text).matches();
    }

    /** The part before the at sign, without anything that would have to be escaped. */
    public static boolean isUser(String text) {
        return text != null && USER.matcher(text).matches();
    }

    /** A name or an address; IPv6 in brackets. */
    public static boolean isHost(String text) {
        return text != null
                && (NAME.matcher(text).matches() || IP6.matcher(text).matches());
    }

    /** A name or password for digests: anything without control characters. */
    public static boolean isSecret(String text) {
        return text != null && SECRET.matcher(text).matches();
    }

    /** A value for a header of its own; empty when it cannot be sent as it is, and then it is left out. */
    public static Optional<String> value(String text) {
        return text != null && PLAIN.matcher(text).matches() && !text.isBlank()
                ? Optional.of(text.strip())
                : Optional.empty();
    }
}
