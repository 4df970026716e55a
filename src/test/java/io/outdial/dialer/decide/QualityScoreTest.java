package io.outdial.dialer.decide;

import static org.assertj.core.api.Assertions.assertThat;

import io.outdial.telephony.CallQuality;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QualityScoreTest {

    @ParameterizedTest
    @CsvSource({
        // all parts: (3·0.75 + 2·1 + 1·0.6 + 2·0.75 + 2·1) / 10
        "4.0, 500, 2, 0.5, 5, 0.835",
        "5.0, 100, 0, 1.0, 5, 1.0",
        "1.0, 9000, 9, -1.0, 1, 0.0",
        // one part alone has the whole weight
        "3.0, , , , , 0.5",
        ", 1750, , , , 0.5",
        ", , 1, , , 0.8",
        ", , , 0.0, , 0.5",
        ", , , , 2, 0.25",
        // two parts: (3·0.5 + 2·0.25) / 5
        "3.0, , , , 2, 0.4"
    })
    void itIsTheWeightedMeanOfWhatIsKnown(
            Double mos, Integer millis, Integer interruptions, Double sentiment, Integer rating, double score) {
        assertThat(QualityScore.of(new CallQuality(mos, millis, interruptions, sentiment), rating))
                .contains(score);
    }

    @Test
    void nothingKnownIsNoScore() {
        assertThat(QualityScore.of(null, null)).isEmpty();
        assertThat(QualityScore.of(new CallQuality(null, null, null, null), null))
                .isEmpty();
    }
}
