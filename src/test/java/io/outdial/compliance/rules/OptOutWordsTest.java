package io.outdial.compliance.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.outdial.compliance.rules.OptOutWords.OptOut;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OptOutWordsTest {

    private static final List<String> PHRASES = List.of("stop calling", "لا تتصل", "Não ligue");

    @ParameterizedTest
    @CsvSource({
        "Please STOP calling me!, true",
        "Stop... calling, true",
        "I will stop. Calling you later is fine., true",
        "non-stop calling-card, true",
        "stopping calling, false",
        "stop, false",
        "لَا تتّصل بي, true",
        "nao ligue mais, true",
        "'', false"
    })
    void aPhraseIsHeardAsWholeWords(String said, boolean optOut) {
        assertThat(OptOutWords.heard(null, PHRASES, null, said).isPresent()).isEqualTo(optOut);
    }

    @ParameterizedTest
    @CsvSource({"9, 129, true", "9, 12, false", "*, 1*, true", "9, '', false"})
    void aKeyCountsWheneverItIsPressed(String key, String pressed, boolean optOut) {
        assertThat(OptOutWords.heard(key, PHRASES, pressed, null).isPresent()).isEqualTo(optOut);
    }

    @Test
    void theRecordSaysHow() {
        assertThat(OptOutWords.heard("9", PHRASES, "9", "stop calling")).contains(new OptOut("dtmf", "pressed 9"));
        assertThat(OptOutWords.heard("9", PHRASES, "1", "stop calling"))
                .contains(new OptOut("phrase", "said: stop calling"));
        assertThat(OptOutWords.heard(null, null, "9", "stop calling")).isEmpty();
    }
}
