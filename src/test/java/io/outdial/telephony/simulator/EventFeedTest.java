package io.outdial.telephony.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.outdial.kernel.AttemptId;
import io.outdial.kernel.TenantId;
import io.outdial.telephony.CallEvent;
import io.outdial.telephony.simulator.EventFeed.Delivery;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Events outlive the replicas that were given them. */
class EventFeedTest {

    private static final TenantId TENANT = TenantId.next();
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final EventFeed feed = new EventFeed();
    private final AttemptId call = AttemptId.next();
    private final List<Delivery> a = new ArrayList<>();
    private final List<Delivery> b = new ArrayList<>();
    private long now = System.nanoTime();

    @Test
    void anEventIsGivenToOneReplicaAndForgottenWhenItIsSafe() {
        feed.offer(ringing(call));
        take("a", a);
        take("b", b);
        assertThat(a).hasSize(1);
        assertThat(b).isEmpty();
        done("a", a);
        assertThat(feed.size()).isZero();
        afterSeconds(60);
        take("b", b);
        assertThat(b).isEmpty();
    }

    @Test
    void whoWaitsIsServedWhenSomethingHappens() {
        take("a", a);
        feed.offer(ringing(call));
        assertThat(a).hasSize(1);
    }

    @Test
    void aDeadReplicasEventsGoToAnotherInTheirOrder() {
        feed.offer(ringing(call));
        take("a", a);
        feed.offer(answered(call));
        take("b", b);
        assertThat(b).as("the next event waits for the first").isEmpty();
        afterSeconds(6);
        take("b", b);
        assertThat(b)
                .extracting(each -> each.event().getClass().getSimpleName())
                .containsExactly("Ringing", "Answered");
        done("b", b);
        assertThat(feed.size()).isZero();
    }

    @Test
    void aReplicaThatLeavesGivesItsEventsBackAtOnce() {
        feed.offer(ringing(call));
        take("a", a);
        take("b", b);
        feed.leave("a");
        assertThat(b).hasSize(1);
    }

    @Test
    void anEventThatGotLostOnItsWayIsDeliveredAgain() {
        feed.offer(ringing(call));
        take("a", a);
        for (int i = 0; i < 8; i++) {
            afterSeconds(4);
            take("a", a);
        }
        assertThat(a).hasSize(2);
        assertThat(a.get(1)).isEqualTo(a.get(0));
    }

    @Test
    void aReplicaWokenUpMaySayLateThatItWasDone() {
        feed.offer(ringing(call));
        take("a", a);
        afterSeconds(6);
        done("a", a);
        assertThat(feed.size()).isZero();
        feed.offer(answered(call));
        take("b", b);
        assertThat(b).hasSize(1);
    }

    @Test
    void theFeedIsBoundedAndSaysSo() {
        int taken = 0;
        while (feed.offer(ringing(AttemptId.next()))) {
            taken++;
        }
        assertThat(taken).isEqualTo(EventFeed.MAX_EVENTS);
    }

    private void take(String replica, List<Delivery> into) {
        feed.take(replica, 100, into::addAll, now);
    }

    private void done(String replica, List<Delivery> deliveries) {
        feed.done(replica, deliveries.stream().map(Delivery::number).toList(), now);
    }

    private void afterSeconds(int seconds) {
        now += seconds * SECOND;
        feed.expire(now);
    }

    private static CallEvent ringing(AttemptId call) {
        return new CallEvent.Ringing(TENANT, call, Instant.EPOCH);
    }

    private static CallEvent answered(AttemptId call) {
        return new CallEvent.Answered(TENANT, call, Instant.EPOCH);
    }
}
