package io.outdial.compliance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ObjectiveTest {

    @Test
    void thePatternIsOfAllOfThem() {
        assertThat(Objective.ANY)
                .isEqualTo(Stream.of(Objective.values()).map(Objective::code).collect(Collectors.joining("|")));
        assertThat(Stream.of(Objective.values()).map(Objective::code)).allMatch(Objective.NOT_ONE::contains);
    }
}
