package io.outdial.telephony;

import static org.assertj.core.api.Assertions.assertThat;

import io.outdial.kernel.TenantId;
import org.junit.jupiter.api.Test;

/** Messages of nobody in particular get so much of the memory and no more. */
class CallbackRoomTest {

    private static final TenantId MINE = TenantId.next();
    private static final TenantId THEIRS = TenantId.next();

    private final CallbackRoom room = new CallbackRoom(100, 60);

    @Test
    void oneTenantsMessagesLeaveRoomForThoseOfOthers() {
        assertThat(room.take(MINE, 60)).isTrue();
        assertThat(room.take(MINE, 1)).isFalse();
        assertThat(room.take(THEIRS, 40)).isTrue();
        assertThat(room.held()).isEqualTo(100);
    }

    @Test
    void thereIsNoMoreRoomThanAllOfIt() {
        room.take(MINE, 60);
        assertThat(room.take(THEIRS, 41)).isFalse();
        assertThat(room.held()).isEqualTo(60);
    }

    @Test
    void whatIsGivenBackIsRoomAgain() {
        room.take(MINE, 40);
        room.take(MINE, 20);
        room.give(MINE, 60);
        assertThat(room.held()).isZero();
        assertThat(room.take(MINE, 60)).isTrue();
    }
}
