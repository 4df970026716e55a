package io.outdial.kernel;

import java.util.regex.Pattern;

/** A telephone number in E.164 form, {@code +} and 7 to 15 digits. Its text form is masked: numbers are personal data. */
public record PhoneNumber(String e164) {

    /** What such a number looks like, as a regular expression. */
    public static final String E164 = "\\+[1-9][0-9]{6,14}";

    /** What is said of a text that does not. */
    public static final String NOT_E164 = "must be an E.164 number";

    private static final Pattern FORM = Pattern.compile(E164);

    public PhoneNumber {
        if (!isE164(e164)) {
            throw new IllegalArgumentException("not an E.164 number");
        }
    }

    public static boolean isE164(String text) {
        return text != null && FORM.matcher(text).matches();
    }

    /** All but the first four and the last two characters hidden: {@code +966*******12}. */
    public static String mask(String e164) {
        if (e164 == null || e164.length() < 8) {
            return "***";
        }
        int hidden = e164.length() - 6;
        return e164.substring(0, 4) + "*".repeat(hidden) + e164.substring(e164.length() - 2);
    }

    public String masked() {
        return mask(e164);
    }

    @Override
    public String toString() {
        return masked();
    }
}
