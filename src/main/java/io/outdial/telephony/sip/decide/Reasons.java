package io.outdial.telephony.sip.decide;

import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The header {@code Reason} (RFC 3326): why, in the words of the network behind the trunk. */
public final class Reasons {

    private static final Pattern CAUSE =
            Pattern.compile("(?i)\\bQ\\.850\\s*;(?:[^,]*;)?\\s*cause\\s*=\\s*(\\d{1,3})\\b");

    private Reasons() {}

    /** The cause of Q.850; empty without one. */
    public static OptionalInt cause(String header) {
        Matcher found = header == null ? null : CAUSE.matcher(header);
        if (found == null || !found.find()) {
            return OptionalInt.empty();
        }
        int cause = Integer.parseInt(found.group(1));
        return cause >= 1 && cause <= 127 ? OptionalInt.of(cause) : OptionalInt.empty();
    }
}
