package io.outdial.compliance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.outdial.kernel.TenantId;
import io.outdial.kernel.Uuid7;
import io.outdial.platform.Problem;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class ListFilePlacesTest {

    private final ListFilePlaces places = new ListFilePlaces(3, 2);
    private final TenantId one = new TenantId(Uuid7.next());
    private final TenantId other = new TenantId(Uuid7.next());

    @Test
    void oneHasTwoPlacesAndAllTogetherThree() {
        String read = places.within(
                one,
                () -> places.within(one, () -> {
                    assertThatThrownBy(() -> places.within(one, () -> "a third"))
                            .isInstanceOf(Problem.class)
                            .hasMessageContaining("try again");
                    return places.within(other, () -> {
                        assertThatThrownBy(() -> places.within(new TenantId(Uuid7.next()), () -> "a fourth"))
                                .isInstanceOf(Problem.class);
                        return "the third of all";
                    });
                }));
        assertThat(read).isEqualTo("the third of all");
    }

    @Test
    void aFileThatCannotBeReadGivesItsPlaceBack() {
        Supplier<String> broken = () -> {
            throw new IllegalStateException("cut off");
        };
        for (int i = 0; i < 5; i++) {
            assertThatThrownBy(() -> places.within(one, broken)).isInstanceOf(IllegalStateException.class);
        }
        assertThat(places.within(one, () -> "read")).isEqualTo("read");
    }
}
