package io.outdial.compliance;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import com.google.i18n.phonenumbers.Phonenumber;
import io.outdial.kernel.PhoneNumber;
import io.outdial.platform.Problem;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads numbers for the lists. Any well-formed number may be blocked, also one that no plan assigns today. */
final class Phones {

    static final Pattern E164 = Pattern.compile(PhoneNumber.E164);
    private static final Pattern AREA = Pattern.compile("[2-9][0-9]{2}");
    private static final Pattern LOCAL = Pattern.compile("[2-9][0-9]{2}-?[0-9]{4}");

    private Phones() {}

    static Optional<String> e164(String text) {
        String trimmed = text.strip();
        return E164.matcher(trimmed).matches() ? Optional.of(trimmed) : Optional.empty();
    }

    /** The form of the United States' registry: an area code and a number in it. */
    static Optional<String> ofUsRegistry(String area, String number) {
        return AREA.matcher(area.strip()).matches()
                        && LOCAL.matcher(number.strip()).matches()
                ? Optional.of("+1" + area.strip() + number.strip().replace("-", ""))
                : Optional.empty();
    }

    /**
     * @param country where a number without a country code is from, ISO 3166-1 alpha-2; null: such a number is refused
     * @throws Problem when it cannot be a number
     */
    static String parse(String pointer, String text, String country) {
        Optional<String> international = e164(text);
        if (international.isPresent()) {
            return international.get();
        }
        PhoneNumberUtil util = PhoneNumberUtil.getInstance();
        try {
            Phonenumber.PhoneNumber number = util.parse(text, country);
            if (util.isPossibleNumber(number)) {
                return util.format(number, PhoneNumberFormat.E164);
            }
        } catch (NumberParseException e) {
            // answered below, like a number that is too short
        }
        throw Problem.invalid(pointer, "invalid_phone", "This is not a telephone number.");
    }
}
