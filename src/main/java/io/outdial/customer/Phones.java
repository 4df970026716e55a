package io.outdial.customer;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberToTimeZonesMapper;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
import io.outdial.kernel.TimeZones;
import java.util.Set;
import java.util.stream.Collectors;

/** Telephone numbers and the time zones they may be in. Pure; safe for any thread. */
final class Phones {

    private static final PhoneNumberUtil NUMBERS = PhoneNumberUtil.getInstance();
    private static final PhoneNumberToTimeZonesMapper ZONES = PhoneNumberToTimeZonesMapper.getInstance();
    private static final Set<Integer> CALLING_CODES = NUMBERS.getSupportedCallingCodes();

    private Phones() {}

    /** The number in E.164 form; null when it is not valid. {@code country} (ISO 3166-1) is that of a national form. */
    static String e164(String text, String country) {
        if (inFinalForm(text) != null) {
            return text;
        }
        PhoneNumber number = parse(text, country);
        return number == null || !NUMBERS.isValidNumber(number) ? null : NUMBERS.format(number, PhoneNumberFormat.E164);
    }

    /**
     * The number, if the text is a valid one in E.164 form as it stands, as most numbers of a file are; else null. Parsing,
     * which knows every way to write a number, takes five times as long.
     */
    private static PhoneNumber inFinalForm(String text) {
        PhoneNumber number = split(text);
        return number == null || !NUMBERS.isValidNumber(number) ? null : number;
    }

    /** The country's code and the rest, if nothing but digits follows a plus sign; null where it takes parsing to tell. */
    private static PhoneNumber split(String text) {
        int digits = text.length() - 1;
        if (digits < 7 || digits > 15 || text.charAt(0) != '+') {
            return null;
        }
        for (int i = 1; i <= digits; i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return null;
            }
        }
        int end = 2;
        while (!CALLING_CODES.contains(Integer.parseInt(text, 1, end, 10))) { // none begins with another
            if (++end > 4) {
                return null;
            }
        }
        if (text.charAt(end) == '0') { // it may be one of the number's, or one too many
            return null;
        }
        return new PhoneNumber()
                .setCountryCode(Integer.parseInt(text, 1, end, 10))
                .setNationalNumber(Long.parseLong(text, end, digits + 1, 10));
    }

    static boolean isZone(String name) {
        return TimeZones.isName(name);
    }

    /**
     * Every zone the customer may be in, sorted, joined by {@code |}: the customer's own when it is known, else those of
     * the number; null when neither says.
     *
     * @param e164 as {@link #e164} answers it: valid, which is not looked at again
     */
    static String zones(String ownZone, String e164) {
        if (ownZone != null) {
            return ownZone;
        }
        PhoneNumber known = split(e164);
        PhoneNumber number = known == null ? parse(e164, "ZZ") : known;
        if (number == null) {
            return null;
        }
        String zones = ZONES.getTimeZonesForNumber(number).stream()
                .filter(zone -> !zone.equals(PhoneNumberToTimeZonesMapper.getUnknownTimeZone()))
                .filter(Phones::isZone)
                .distinct()
                .sorted()
                .collect(Collectors.joining("|"));
        return zones.isEmpty() ? null : zones;
    }

    private static PhoneNumber parse(String text, String country) {
        try {
            return NUMBERS.parse(text, country);
        } catch (NumberParseException e) {
            return null;
        }
    }
}
