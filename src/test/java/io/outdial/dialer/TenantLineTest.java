package io.outdial.dialer;

import static org.assertj.core.api.Assertions.assertThat;

import io.outdial.kernel.TenantId;
import java.util.List;
import org.junit.jupiter.api.Test;

class TenantLineTest {

    private final TenantId first = TenantId.next();
    private final TenantId second = TenantId.next();
    private final TenantId third = TenantId.next();

    @Test
    void theyAreServedInTheOrderInWhichTheyCame() {
        TenantLine line = new TenantLine(3, 10);
        line.join(List.of(second, first));
        line.join(List.of(third, first));
        assertThat(List.of(line.next(), line.next(), line.next())).containsExactly(second, first, third);
        assertThat(line.next()).isNull();
    }

    @Test
    void noMoreAreServedAtOnceThanThereArePlaces() {
        TenantLine line = new TenantLine(2, 10);
        line.join(List.of(first, second, third));
        line.next();
        line.next();
        assertThat(line.next()).isNull();
        line.leave(first, false);
        assertThat(line.next()).isEqualTo(third);
    }

    @Test
    void whoIsServedDoesNotWaitBesideThat() {
        TenantLine line = new TenantLine(2, 10);
        line.join(List.of(first));
        line.next();
        line.join(List.of(first));
        assertThat(line.next()).isNull();
    }

    @Test
    void whoWantsMoreWaitsBehindTheOthers() {
        TenantLine line = new TenantLine(1, 10);
        line.join(List.of(first, second));
        line.leave(line.next(), true);
        assertThat(line.next()).isEqualTo(second);
        line.leave(second, false);
        assertThat(line.next()).isEqualTo(first);
    }

    @Test
    void whoFindsNoRoomInLineHasToComeAgain() {
        TenantLine line = new TenantLine(3, 1);
        line.join(List.of(first, second));
        assertThat(line.waiting()).isOne();
        assertThat(line.next()).isEqualTo(first);
        assertThat(line.next()).isNull();
    }

    @Test
    void nobodyIsServedAnyMoreWhenItIsClosed() {
        TenantLine line = new TenantLine(1, 10);
        line.join(List.of(first, second));
        line.next();
        line.close();
        line.leave(first, true);
        line.join(List.of(third));
        assertThat(line.next()).isNull();
        assertThat(line.isServing()).isFalse();
    }
}
