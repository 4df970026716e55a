package io.outdial.customer;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberToTimeZonesMapper;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
import java.time.ZoneId;
import java.util.Set;
import java.util.stream.Collectors;

/** Telephone numbers and the time zones they may be in. Pure; safe for any thread. */
final class Phones {

    private static final PhoneNumberUtil NUMBERS = PhoneNumberUtil.getInstance();
    private static final PhoneNumberToTimeZonesMapper ZONES = PhoneNumberToTimeZonesMapper.getInstance();
    private static final Set<String> KNOWN_ZONES = Set.copyOf(ZoneId.getAvailableZoneIds());

    private Phones() {}

    /** The number in E.164 form; null when it is not valid. {@code country} (ISO 3166-1) is that of a national form. */
    static String e164(String text, String country) {
        PhoneNumber number = parse(text, country);
        return number == null || !NUMBERS.isValidNumber(number) ? null : NUMBERS.format(number, PhoneNumberFormat.E164);
    }

    static boolean isZone(String name) {
        return KNOWN_ZONES.contains(name);
    }

    /**
     * Every zone the customer may be in, sorted, joined by {@code |}: the customer's own when it is known, else those of
     * the number; null when neither says.
     */
    static String zones(String ownZone, String e164) {
        if (ownZone != null) {
            return ownZone;
        }
        PhoneNumber number = parse(e164, "ZZ");
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
