package io.outdial.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PromQlTest {

    @Test
    void itSaysWhatIsAskedFor() {
        PromQl read =
                new PromQl("sum by (le, pod) (rate(a_bucket{x=\"1\", y=~\"2|3\"}[5m])) / on (pod) b > -0.5 and c == 1");
        assertThat(read.selected())
                .containsExactly(
                        new PromQl.Selected("a_bucket", Map.of("x", "1", "y", "2|3")),
                        new PromQl.Selected("b", Map.of()),
                        new PromQl.Selected("c", Map.of()));
        assertThat(read.grouped()).containsExactlyInAnyOrder("le", "pod");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sum(",
                "rate(a[5])",
                "a b",
                "a{x=1}",
                "a{x=\"1\"",
                "frobnicate(a)",
                "a +",
                "a{x=~\"(\"}",
                "sum by pod (a)",
                "#"
            })
    void whatIsNoExpressionIsRefused(String expression) {
        assertThatIllegalArgumentException().isThrownBy(() -> new PromQl(expression));
    }
}
