package io.outdial.customer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ImportedRowTest {

    @Test
    void aRowIsAsLargeAsWhatIsInside() {
        String text = "x".repeat(8_000);
        Map<String, Object> cells = Map.of("a", List.of(text, text), "b", Map.of("c", Map.of("d", List.of(text))));
        assertThat(new ImportedRow(1, cells, Map.of(), null).size()).isBetween(24_000L, 25_000L);
    }

    @Test
    void manySmallThingsAreNotNothing() {
        List<Integer> numbers = java.util.Collections.nCopies(10_000, 1);
        assertThat(new ImportedRow(1, Map.of("a", numbers), Map.of(), null).size())
                .isGreaterThan(100_000);
    }
}
