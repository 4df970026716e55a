package io.outdial.content;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GivenNameTest {

    @ParameterizedTest
    @CsvSource({
        "Sara Ahmed, Sara",
        "سارة أحمد, سارة",
        "عبد الرحمن القحطاني, عبد الرحمن",
        "عَبْد الله محمد, عَبْد الله",
        "عبدالله محمد, عبدالله",
        "عبد ال رحمن محمد, عبد ال رحمن",
        "أبو بكر الصديق, أبو بكر",
        "ابو بكر, ابو بكر",
        "أم كلثوم إبراهيم, أم كلثوم",
        "Abdul Rahman Khan, Abdul Rahman",
        "Abd al-Rahman Khan, Abd al-Rahman",
        "ABD EL RAHMAN Khan, ABD EL RAHMAN",
        "Umm Kulthum, Umm Kulthum",
        "Abdul, Abdul",
        "Abdul Khan, Abdul Khan",
        "Al Gore, Al",
        "Anna, Anna"
    })
    void somebodyIsAddressedByAWholeName(String full, String given) {
        assertThat(GivenName.of(full.split(" "))).isEqualTo(given);
    }
}
