package io.outdial.insight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.outdial.kernel.TenantId;
import io.outdial.platform.Problem;
import io.outdial.platform.ProblemType;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class EventStreamsTest {

    private final EventStreams streams = new EventStreams(new FewStreams());
    private final TenantId tenant = TenantId.next();

    @Test
    void oneStreamTooManyIsRefusedAndAnotherTenantIsNot() {
        AssertSubscriber<Object> first = open(tenant);
        open(tenant).assertNotTerminated();
        assertThatThrownBy(() -> streams.requirePlace(tenant)).satisfies(EventStreamsTest::isFull);
        open(tenant).assertFailedWith(Problem.class);
        TenantId other = TenantId.next();
        streams.requirePlace(other);
        open(other).assertNotTerminated();

        first.cancel();
        assertThatCode(() -> streams.requirePlace(tenant)).doesNotThrowAnyException();
        open(tenant).assertNotTerminated();
        open(tenant).assertFailedWith(Problem.class);
    }

    @Test
    void aStreamThatEndsOrFailsGivesItsPlaceBack() {
        for (int i = 0; i < 5; i++) {
            streams.counted(tenant, Multi.createFrom().items(1, 2))
                    .subscribe()
                    .withSubscriber(AssertSubscriber.create(10))
                    .assertCompleted();
            streams.counted(tenant, Multi.createFrom().failure(new IllegalStateException("cut")))
                    .subscribe()
                    .withSubscriber(AssertSubscriber.create(10))
                    .assertFailedWith(IllegalStateException.class);
        }
        open(tenant).assertNotTerminated();
        open(tenant).assertNotTerminated();
        open(tenant).assertFailedWith(Problem.class);
    }

    private AssertSubscriber<Object> open(TenantId whose) {
        return streams.counted(whose, Multi.createFrom().nothing())
                .subscribe()
                .withSubscriber(AssertSubscriber.create(10));
    }

    private static void isFull(Throwable failure) {
        assertThat(failure).isInstanceOf(Problem.class);
        assertThat(((Problem) failure).type()).isEqualTo(ProblemType.TOO_MANY_REQUESTS);
    }

    private record FewStreams(int maxStreamsPerTenant, Duration heartbeat, Duration maxDuration)
            implements EventSettings {
        FewStreams() {
            this(2, Duration.ofSeconds(15), Duration.ofMinutes(30));
        }
    }
}
