package io.outdial.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Properties begin at one seed, without a word of theirs: two of them draw the same number. */
class SeedTest {

    private static final Set<Long> DRAWN = new HashSet<>();

    @Property(tries = 1)
    void oneDraws(@ForAll("numbers") long number) {
        DRAWN.add(number);
        assertThat(DRAWN).hasSize(1);
    }

    @Property(tries = 1)
    void anotherDrawsTheSame(@ForAll("numbers") long number) {
        DRAWN.add(number);
        assertThat(DRAWN).hasSize(1);
    }

    @Provide
    Arbitrary<Long> numbers() {
        return Arbitraries.randomValue(Random::nextLong);
    }
}
