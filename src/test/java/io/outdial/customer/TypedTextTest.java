package io.outdial.customer;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberType;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TypedTextTest {

    private static final ZoneId RIYADH = ZoneId.of("Asia/Riyadh");

    @Test
    void cellsLookLikeTheirTypes() {
        assertThat(TypedText.inferCell("12.5")).isEqualTo(AttributeType.NUMBER);
        assertThat(TypedText.inferCell("0055")).isEqualTo(AttributeType.TEXT);
        assertThat(TypedText.inferCell("1234567890123456")).isEqualTo(AttributeType.TEXT);
        assertThat(TypedText.inferCell("4.9e-324")).isEqualTo(AttributeType.NUMBER);
        assertThat(TypedText.inferCell("1e-999")).isEqualTo(AttributeType.TEXT); // a thousand digits, written out
        assertThat(TypedText.inferCell("true")).isEqualTo(AttributeType.BOOLEAN);
        assertThat(TypedText.inferCell("yes")).isEqualTo(AttributeType.TEXT);
        assertThat(TypedText.inferCell("2026-02-28")).isEqualTo(AttributeType.DATE);
        assertThat(TypedText.inferCell("2026-02-30")).isEqualTo(AttributeType.TEXT);
        assertThat(TypedText.inferCell("2026-11-29T18:00:00+03:00")).isEqualTo(AttributeType.TIMESTAMP);
        assertThat(TypedText.inferCell("=1+1")).isEqualTo(AttributeType.TEXT);
        assertThat(TypedText.inferJson("12")).isEqualTo(AttributeType.TEXT);
    }

    @Test
    void valuesFitOrDoNot() {
        assertThat(TypedText.as(AttributeType.NUMBER, "a lot", RIYADH)).isNull();
        assertThat(TypedText.as(AttributeType.NUMBER, 7, RIYADH)).isEqualTo(7.0);
        assertThat(TypedText.as(AttributeType.DATE, "2026-13-45", RIYADH)).isNull();
        assertThat(TypedText.as(AttributeType.DATE, "2026-01-02", RIYADH)).isEqualTo(LocalDate.of(2026, 1, 2));
        assertThat(TypedText.as(AttributeType.TIMESTAMP, "2026-01-02", RIYADH))
                .isEqualTo(Instant.parse("2026-01-01T21:00:00Z"));
        assertThat(TypedText.as(AttributeType.TIMESTAMP, "2026-01-02 03:00", RIYADH))
                .isEqualTo(Instant.parse("2026-01-02T00:00:00Z"));
    }

    /** Whatever way a timestamp is read, a parser of the library's says what it means. */
    @Test
    void aTimestampMeansWhatTheStandardSays() {
        List<String> days = List.of("2026-01-02", "2024-02-29", "2023-02-29", "2026-13-01", "9999-12-31", "0001-01-01");
        List<String> times =
                List.of("00:00:00", "23:59:59", "07:08:09", "24:00:00", "12:60:00", "12:00:60", "1a:00:00");
        List<String> offsets =
                List.of("Z", "+03:00", "-05:30", "+17:59", "+18:00", "+18:01", "-00:00", "+03:60", "+3:000", "+0b:00");
        for (String day : days) {
            for (String time : times) {
                for (String offset : offsets) {
                    assertThat(TypedText.instant(day + "T" + time + offset, RIYADH))
                            .as(day + "T" + time + offset)
                            .isEqualTo(parsed(day + "T" + time + offset));
                    assertThat(TypedText.instant(day + " " + time + offset, RIYADH))
                            .as(day + " " + time + offset)
                            .isEqualTo(parsed(day + "T" + time + offset));
                }
            }
        }
    }

    private static Instant parsed(String iso) {
        try {
            return OffsetDateTime.parse(iso).toInstant();
        } catch (DateTimeException noTime) {
            return null;
        }
    }

    @Test
    void theMajorityDecidesAndATieIsText() {
        assertThat(TypedText.majority(Map.of(AttributeType.NUMBER, 3, AttributeType.TEXT, 2)))
                .isEqualTo(AttributeType.NUMBER);
        assertThat(TypedText.majority(Map.of(AttributeType.NUMBER, 2, AttributeType.DATE, 2)))
                .isEqualTo(AttributeType.TEXT);
    }

    @Test
    void aNumberInItsFinalFormIsKeptAsParsingItWouldKeepIt() {
        PhoneNumberUtil numbers = PhoneNumberUtil.getInstance();
        for (String region : numbers.getSupportedRegions()) {
            for (PhoneNumberType type : numbers.getSupportedTypesForRegion(region)) {
                String text = numbers.format(numbers.getExampleNumberForType(region, type), PhoneNumberFormat.E164);

                assertThat(Phones.e164(text, "SA")).isEqualTo(Phones.e164(" " + text, "SA"));
            }
        }
        assertThat(Phones.e164("+9660555000070", "SA")).isEqualTo("+966555000070");
        assertThat(Phones.e164("+96655500007", "SA")).isNull();
    }

    @Test
    void phonesBecomeE164AndTellTheirZones() {
        assertThat(Phones.e164(" 055 500 0070", "SA")).isEqualTo("+966555000070");
        assertThat(Phones.e164("00966 55 123", "SA")).isNull();
        assertThat(Phones.zones(null, "+966555000070")).isEqualTo("Asia/Riyadh");
        assertThat(Phones.zones("Asia/Dubai", "+966555000070")).isEqualTo("Asia/Dubai");
        assertThat(Phones.zones(null, "+79161234567")).contains("|");
    }

    @Test
    void nestedAttributesBecomeDottedNames() {
        assertThat(Flat.of(Map.of("car", Map.of("loan", Map.of("open", true)), "tags", List.of("a", "b"))))
                .containsEntry("car.loan.open", List.of(true))
                .containsEntry("tags", List.of("a", "b"));
        assertThat(Flat.of(Map.of("car", Map.of("loan", 1, "make", "kia"), "car.loan", 2)))
                .containsExactlyInAnyOrderEntriesOf(Map.of("car.loan", List.of(2), "car.make", List.of("kia")));
    }

    @Test
    void coreColumnsAreKnownInBothCases() {
        assertThat(ImportColumns.canonical("externalId")).isEqualTo("external_id");
        assertThat(ImportColumns.canonical("Time Zone")).isEqualTo("time_zone");
        assertThat(ImportColumns.canonical("propertyValue")).isEqualTo("propertyValue");
        for (CoreField field : CoreField.values()) {
            assertThat(ImportColumns.canonical(field.camel())).isEqualTo(field.snake());
        }
    }
}
