package io.outdial.platform;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SizedSqlTest {

    private final SizedSql pick = SizedSql.load("dialer", "pick");

    @Test
    void queuesOfOneSizeShareAPlan() {
        assertThat(pick.over(1_000)).isEqualTo(pick.over(9_999));
    }

    @Test
    void aQueueTenTimesAsLongHasAPlanOfItsOwn() {
        assertThat(pick.over(999)).isNotEqualTo(pick.over(1_000));
    }

    @Test
    void anySizeHasAStatementThatIsKept() {
        for (long rows : new long[] {0, 1, 9, 10, 1_000_000_000_000L}) {
            assertThat(NamedSql.isKept(pick.over(rows))).isTrue();
        }
    }
}
