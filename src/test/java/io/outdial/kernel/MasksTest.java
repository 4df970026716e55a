package io.outdial.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MasksTest {

    @Test
    void aMaskSaysThatThereIsSomethingAndNoMore() {
        assertThat(Masks.name("Sara")).isEqualTo("***");
        assertThat(Masks.name("李")).isEqualTo("***");
        assertThat(Masks.name(null)).isNull();
        assertThat(Masks.email("sara@example.com")).isEqualTo("s***@example.com");
        assertThat(Masks.email("\"a@b\"@example.com")).isEqualTo("\"***@example.com");
        assertThat(Masks.email("@example.com")).isEqualTo("***");
        assertThat(Masks.email(null)).isNull();
    }

    @Test
    void masksAreKnownAndValuesAreNot() {
        assertThat(new String[] {"***", "s***@example.com", "***@example.com"}).allMatch(Masks::isMask);
        assertThat(new String[] {"Sara", "s**@example.com", "sara***@example.com", "*", ""})
                .noneMatch(Masks::isMask);
    }
}
