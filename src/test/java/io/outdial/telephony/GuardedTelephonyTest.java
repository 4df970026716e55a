package io.outdial.telephony;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.hasItem;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.outdial.kernel.AttemptId;
import io.outdial.kernel.Outcome;
import io.outdial.kernel.TenantId;
import io.outdial.support.QuietMachine;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.microprofile.faulttolerance.exceptions.TimeoutException;
import org.junit.jupiter.api.Test;

@QuarkusTest
class GuardedTelephonyTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    /** How long a circuit is open, and a provider left alone: what happens meanwhile takes milliseconds. */
    private static final Duration SOON = Duration.ofSeconds(1);

    private static final FixedSettings QUICK = new FixedSettings(PATIENCE, SOON, 4, 0.5, SOON);
    private static final FixedSettings IMPATIENT = new FixedSettings(Duration.ofMillis(200), SOON, 4, 0.5, SOON);

    @Inject
    GuardedTelephony inUse;

    private final AtomicInteger sent = new AtomicInteger();
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();

    @Test
    void theSimulatorIsInUseAndReady() {
        assertThat(inUse.gateway().name()).isEqualTo("simulator");
        assertThat(inUse.available().await().atMost(PATIENCE)).isTrue();
        RestAssured.get("/q/health/ready").then().statusCode(200).body("checks.name", hasItem("telephony"));
    }

    @Test
    void noAnswerInTimeIsAFailure() {
        GuardedTelephony guarded = guard(Uni.createFrom().nothing(), IMPATIENT);
        assertThatThrownBy(() -> place(guarded)).isInstanceOf(TimeoutException.class);
        assertThat(metrics.counter("outdial.telephony.calls.placed", "result", "unknown")
                        .count())
                .isEqualTo(1);
    }

    @Test
    void failuresOpenTheCircuitAndNothingIsSent() {
        AtomicReference<GuardedTelephony> opened = new AtomicReference<>();
        QuietMachine.seen(SOON, () -> {
            GuardedTelephony guarded = guard(Uni.createFrom().failure(new IllegalStateException("gone")));
            for (int i = 0; i < 4; i++) {
                assertThatThrownBy(() -> place(guarded)).isInstanceOf(IllegalStateException.class);
            }
            isOpen(guarded);
            opened.set(guarded);
        });
        closes(opened.get());
    }

    @Test
    void refusalsForConfigurationAreAnswersAndOpenTheCircuit() {
        Placed refused = new Placed.Refused(Outcome.CONFIG_ERROR, "401");
        AtomicReference<GuardedTelephony> opened = new AtomicReference<>();
        QuietMachine.seen(SOON, () -> {
            GuardedTelephony guarded = guard(Uni.createFrom().item(refused));
            for (int i = 0; i < 4; i++) {
                assertThat(place(guarded)).isEqualTo(refused);
            }
            isOpen(guarded);
            opened.set(guarded);
        });
        GuardedTelephony guarded = opened.get();
        Instant now = Instant.now();
        Optional<Instant> since = guarded.misconfiguredSince(now);
        assertThat(since).isPresent();
        closes(guarded);
        assertThat(guarded.misconfiguredSince(now))
                .as("an open circuit says nothing")
                .isEqualTo(since);
    }

    @Test
    void congestionLeavesTheCircuitClosed() {
        GuardedTelephony guarded = guard(Uni.createFrom().item(new Placed.Refused(Outcome.CONGESTION, "503")));
        for (int i = 0; i < 10; i++) {
            place(guarded);
        }
        assertThat(sent).hasValue(10);
        assertThat(guarded.misconfiguredSince(Instant.now())).isEmpty();
    }

    @Test
    void aProviderThatAsksToBeLeftAloneIsSentNothingForThatTimeWhichIsBounded() {
        Duration anHour = Duration.ofHours(1);
        leftAlone(Uni.createFrom().item(new Placed.Refused(Outcome.CONGESTION, "429", anHour)), false);
        leftAlone(Uni.createFrom().failure(new UnclearAnswer("503", anHour)), true);
    }

    private void leftAlone(Uni<Placed> answer, boolean unclear) {
        AtomicReference<GuardedTelephony> left = new AtomicReference<>();
        QuietMachine.seen(SOON, () -> {
            left.set(guard(answer));
            isLeftAlone(left.get(), unclear);
        });
        await().atMost(PATIENCE).until(() -> left.get().room() == Integer.MAX_VALUE);
    }

    private void isLeftAlone(GuardedTelephony guarded, boolean unclear) {
        if (unclear) {
            assertThatThrownBy(() -> place(guarded)).isInstanceOf(UnclearAnswer.class);
        } else {
            assertThat(((Placed.Refused) place(guarded)).reason()).isEqualTo("429");
        }
        assertThat(guarded.room()).isZero();
        assertThat(guarded.broken()).as("it is well, it has enough").isFalse();
        assertThat(((Placed.Refused) place(guarded)).outcome()).isEqualTo(Outcome.CONGESTION);
        assertThat(guarded.available().await().atMost(PATIENCE)).isFalse();
        assertThat(sent).hasValue(1);
    }

    private void isOpen(GuardedTelephony guarded) {
        assertThat(place(guarded)).isEqualTo(Placed.Refused.unasked("circuit open"));
        assertThat(sent).hasValue(4);
        assertThat(guarded.available().await().atMost(PATIENCE)).isFalse();
    }

    private static void closes(GuardedTelephony guarded) {
        await().atMost(PATIENCE).until(() -> guarded.available().await().atMost(PATIENCE));
    }

    private static Placed place(GuardedTelephony guarded) {
        return guarded.place(TelephonyGatewayContract.request(TenantId.next(), AttemptId.next(), "+966501234567"))
                .await()
                .atMost(PATIENCE);
    }

    private GuardedTelephony guard(Uni<Placed> answer) {
        return guard(answer, QUICK);
    }

    private GuardedTelephony guard(Uni<Placed> answer, FixedSettings settings) {
        sent.set(0);
        return new GuardedTelephony(new FakeGateway(answer), settings, metrics, Clock.systemUTC());
    }

    private final class FakeGateway implements TelephonyGateway {

        private final Uni<Placed> answer;

        FakeGateway(Uni<Placed> answer) {
            this.answer = answer;
        }

        @Override
        public String name() {
            return "fake";
        }

        @Override
        public Capabilities capabilities() {
            return new Capabilities(Duration.ZERO, false, false, false, false, false);
        }

        @Override
        public Uni<Placed> place(CallRequest request) {
            sent.incrementAndGet();
            return answer;
        }

        @Override
        public Uni<Void> hangUp(CallReference call) {
            return Uni.createFrom().voidItem();
        }

        @Override
        public Uni<LookUp> lookUp(CallReference call) {
            return Uni.createFrom().item(new LookUp.Unsure());
        }

        @Override
        public Uni<Boolean> available() {
            return Uni.createFrom().item(true);
        }
    }
}
