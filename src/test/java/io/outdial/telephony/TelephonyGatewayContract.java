package io.outdial.telephony;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.outdial.kernel.AttemptId;
import io.outdial.kernel.CampaignId;
import io.outdial.kernel.Outcome;
import io.outdial.kernel.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** What every adapter keeps. The called person picks up and talks for a while. */
public abstract class TelephonyGatewayContract {

    protected static final Duration PATIENCE = Duration.ofSeconds(60);
    protected static final TenantId TENANT = TenantId.next();
    protected static final String TO = "+966501234567";

    private final List<CallEvent> events = new CopyOnWriteArrayList<>();

    /** A gateway whose calls end by themselves, or go on until they are hung up. */
    protected abstract TelephonyGateway gateway(CallEventSink sink, boolean endless);

    /** Whether a provider tells that the telephone rings. */
    protected boolean tellsRinging() {
        return true;
    }

    private int eventsOf(int calls, boolean ended) {
        return calls * ((tellsRinging() ? 2 : 1) + (ended ? 1 : 0));
    }

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
                null,
                null,
                null,
                Deadline.in(PATIENCE));
    }

    @Test
    void aCallRingsIsAnsweredAndEnds() {
        TelephonyGateway gateway = gateway(events::add, false);
        AttemptId attempt = AttemptId.next();
        String id = ((Placed.Accepted) place(gateway, attempt)).providerCallId();
        await().atMost(PATIENCE).until(() -> events.size() == eventsOf(1, true));
        if (tellsRinging()) {
            assertThat(events.remove(0)).isInstanceOf(CallEvent.Ringing.class);
        }
        assertThat(events.get(0)).isInstanceOf(CallEvent.Answered.class);
        assertThat(events.get(1)).isInstanceOfSatisfying(CallEvent.Ended.class, end -> assertThat(end.outcome())
                .isEqualTo(Outcome.ANSWERED_HUMAN));
        assertThat(events)
                .allMatch(event ->
                        event.attempt().equals(attempt) && event.tenant().equals(TENANT));
        if (gateway.capabilities().lookUp()) {
            assertThat(lookUp(gateway, attempt, id)).isInstanceOfSatisfying(LookUp.Over.class, over -> assertThat(
                            over.end().outcome())
                    .isEqualTo(Outcome.ANSWERED_HUMAN));
        }
    }

    @Test
    void theSameAttemptTwiceIsOneCallWhereTheAdapterSaysSo() {
        TelephonyGateway gateway = gateway(events::add, false);
        assumeTrue(gateway.capabilities().idempotent(), "a repeated request is not recognised");
        AttemptId attempt = AttemptId.next();
        Placed first = place(gateway, attempt);
        assertThat(place(gateway, attempt)).isEqualTo(first);
        AttemptId later = AttemptId.next();
        await().atMost(PATIENCE).until(() -> events.size() == eventsOf(1, true));
        assertThat(place(gateway, attempt)).isEqualTo(first);
        place(gateway, later);
        await().atMost(PATIENCE).until(() -> events.size() == eventsOf(2, true));
        assertThat(events.subList(eventsOf(1, true), eventsOf(2, true)))
                .allMatch(event -> event.attempt().equals(later));
    }

    @Test
    void hangingUpEndsALiveCall() {
        TelephonyGateway gateway = gateway(events::add, true);
        assumeTrue(gateway.capabilities().hangUp(), "calls cannot be ended from here");
        AttemptId attempt = AttemptId.next();
        String id = ((Placed.Accepted) place(gateway, attempt)).providerCallId();
        await().atMost(PATIENCE).until(() -> events.size() == eventsOf(1, false));
        assertThat(lookUp(gateway, attempt, id)).isEqualTo(new LookUp.Live(id));
        gateway.hangUp(reference(TENANT, attempt, id)).await().atMost(PATIENCE);
        gateway.hangUp(reference(TENANT, attempt, id)).await().atMost(PATIENCE);
        await().atMost(PATIENCE).until(() -> lookUp(gateway, attempt, id) instanceof LookUp.Over);
        await().atMost(PATIENCE).until(() -> events.size() == eventsOf(1, true));
        assertThat(events.get(events.size() - 1)).isInstanceOf(CallEvent.Ended.class);
    }

    @Test
    void aCallWhoseAnswerWasLostIsFound() {
        TelephonyGateway gateway = gateway(events::add, true);
        assumeTrue(gateway.capabilities().lookUp(), "the provider cannot be asked");
        AttemptId attempt = AttemptId.next();
        String id = ((Placed.Accepted) place(gateway, attempt)).providerCallId();
        assertThat(lookUp(gateway, attempt, null)).isEqualTo(new LookUp.Live(id));
    }

    @Test
    void aCallThatWasNeverMadeIsNotFound() {
        TelephonyGateway gateway = gateway(events::add, true);
        place(gateway, AttemptId.next());
        CallReference never = new CallReference(TENANT, AttemptId.next(), null, "+966507654321", Instant.now());
        LookUp found = gateway.lookUp(never).await().atMost(PATIENCE);
        assertThat(found).isInstanceOfAny(LookUp.Absent.class, LookUp.Unsure.class);
        if (gateway.capabilities().lookUpIsAuthoritative()) {
            assertThat(found).isInstanceOf(LookUp.Absent.class);
        }
    }

    private static Placed place(TelephonyGateway gateway, AttemptId attempt) {
        return gateway.place(request(TENANT, attempt, TO)).await().atMost(PATIENCE);
    }

    private static LookUp lookUp(TelephonyGateway gateway, AttemptId attempt, String id) {
        return gateway.lookUp(reference(TENANT, attempt, id)).await().atMost(PATIENCE);
    }

    private static CallReference reference(TenantId tenant, AttemptId attempt, String id) {
        return new CallReference(tenant, attempt, id, TO, Instant.now());
    }
}
