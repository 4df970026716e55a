package io.outdial.kernel;

/** A telephone number in E.164 form, {@code +} and 7 to 15 digits. Its text form is masked: numbers are personal data. */
public record PhoneNumber(String e164) {

    public PhoneNumber {
        if (e164 == null || !e164.matches("\\+[1-9][0-9]{6,14}")) {
            throw new IllegalArgumentException("not an E.164 number");
        }
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
