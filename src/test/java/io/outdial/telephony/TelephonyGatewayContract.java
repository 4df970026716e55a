package io.outdial.telephony;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.outdial.kernel.AttemptId;
import io.outdial.kernel.CampaignId;
import io.outdial.kernel.Outcome;
import io.outdial.kernel.TenantId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** What every adapter keeps. The called person picks up and talks for a while. */
public abstract class TelephonyGatewayContract {

    protected static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final TenantId TENANT = TenantId.next();

    private final List<CallEvent> events = new CopyOnWriteArrayList<>();

    /** A gateway whose calls end by themselves, or go on until they are hung up. */
    protected abstract TelephonyGateway gateway(CallEventSink sink, boolean endless);

    public static CallRequest request(TenantId tenant, AttemptId attempt, String to) {
        return new CallRequest(
                tenant,
                CampaignId.next(),
                attempt,
                to,
                null,
                Duration.ofSeconds(30),
                true,
                false,
                null,
                null,
                "en",
                "Hello",
                Map.of(),
                null,
                null);
    }

    @Test
    void aCallRingsIsAnsweredAndEnds() {
        TelephonyGateway gateway = gateway(events::add, false);
        AttemptId attempt = AttemptId.next();
        assertThat(place(gateway, attempt)).isInstanceOf(Placed.Accepted.class);
        await().atMost(PATIENCE).until(() -> events.size() == 3);
        assertThat(events.get(0)).isInstanceOf(CallEvent.Ringing.class);
        assertThat(events.get(1)).isInstanceOf(CallEvent.Answered.class);
        assertThat(events.get(2)).isInstanceOfSatisfying(CallEvent.Ended.class, end -> assertThat(end.outcome())
                .isEqualTo(Outcome.ANSWERED_HUMAN));
        assertThat(events)
                .allMatch(event ->
                        event.attempt().equals(attempt) && event.tenant().equals(TENANT));
        assertThat(lookUp(gateway, attempt)).isEqualTo(new LookUp.Over((CallEvent.Ended) events.get(2)));
    }

    @Test
    void theSameAttemptTwiceIsOneCall() {
        TelephonyGateway gateway = gateway(events::add, false);
        AttemptId attempt = AttemptId.next();
        Placed first = place(gateway, attempt);
        assertThat(place(gateway, attempt)).isEqualTo(first);
        AttemptId later = AttemptId.next();
        await().atMost(PATIENCE).until(() -> events.size() == 3);
        assertThat(place(gateway, attempt)).isEqualTo(first);
        place(gateway, later);
        await().atMost(PATIENCE).until(() -> events.size() == 6);
        assertThat(events.subList(3, 6)).allMatch(event -> event.attempt().equals(later));
    }

    @Test
    void hangingUpEndsALiveCall() {
        TelephonyGateway gateway = gateway(events::add, true);
        AttemptId attempt = AttemptId.next();
        String id = ((Placed.Accepted) place(gateway, attempt)).providerCallId();
        await().atMost(PATIENCE).until(() -> events.size() == 2);
        assertThat(lookUp(gateway, attempt)).isEqualTo(new LookUp.Live(id));
        gateway.hangUp(TENANT, attempt, id).await().atMost(PATIENCE);
        gateway.hangUp(TENANT, attempt, id).await().atMost(PATIENCE);
        await().atMost(PATIENCE).until(() -> lookUp(gateway, attempt) instanceof LookUp.Over);
        await().atMost(PATIENCE).until(() -> events.size() == 3);
        assertThat(events.get(2)).isInstanceOf(CallEvent.Ended.class);
    }

    @Test
    void anUnknownAttemptAndAnothersAttemptAreAbsent() {
        TelephonyGateway gateway = gateway(events::add, true);
        AttemptId attempt = AttemptId.next();
        place(gateway, attempt);
        assertThat(lookUp(gateway, AttemptId.next())).isNotInstanceOf(LookUp.Live.class);
        assertThat(gateway.lookUp(TenantId.next(), attempt).await().atMost(PATIENCE))
                .isNotInstanceOf(LookUp.Live.class);
    }

    private static Placed place(TelephonyGateway gateway, AttemptId attempt) {
        return gateway.place(request(TENANT, attempt, "+966501234567")).await().atMost(PATIENCE);
    }

    private static LookUp lookUp(TelephonyGateway gateway, AttemptId attempt) {
        return gateway.lookUp(TENANT, attempt).await().atMost(PATIENCE);
    }
}
