package io.outdial.telephony;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.hasItem;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.outdial.kernel.AttemptId;
import io.outdial.kernel.Outcome;
import io.outdial.kernel.TenantId;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.microprofile.faulttolerance.exceptions.TimeoutException;
import org.junit.jupiter.api.Test;

@QuarkusTest
class GuardedTelephonyTest {

    private static final FixedSettings QUICK =
            new FixedSettings(Duration.ofMillis(200), Duration.ofSeconds(2), 4, 0.5, Duration.ofSeconds(2));

    private static final Duration PATIENCE = Duration.ofSeconds(10);

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
        GuardedTelephony guarded = guard(Uni.createFrom().nothing());
        assertThatThrownBy(() -> place(guarded)).isInstanceOf(TimeoutException.class);
        assertThat(metrics.counter("outdial.telephony.calls.placed", "result", "unknown")
                        .count())
                .isEqualTo(1);
    }

    @Test
    void failuresOpenTheCircuitAndNothingIsSent() {
        GuardedTelephony guarded = guard(Uni.createFrom().failure(new IllegalStateException("gone")));
        for (int i = 0; i < 4; i++) {
            assertThatThrownBy(() -> place(guarded)).isInstanceOf(IllegalStateException.class);
        }
        staysOpen(guarded);
    }

    @Test
    void refusalsForConfigurationAreAnswersAndOpenTheCircuit() {
        Placed refused = new Placed.Refused(Outcome.CONFIG_ERROR, "401");
        GuardedTelephony guarded = guard(Uni.createFrom().item(refused));
        for (int i = 0; i < 4; i++) {
            assertThat(place(guarded)).isEqualTo(refused);
        }
        Instant now = Instant.now();
        Optional<Instant> since = guarded.misconfiguredSince(now);
        assertThat(since).isPresent();
        staysOpen(guarded);
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
        leftAlone(guard(Uni.createFrom().item(new Placed.Refused(Outcome.CONGESTION, "429", anHour))), false);
        sent.set(0);
        leftAlone(guard(Uni.createFrom().failure(new UnclearAnswer("503", anHour))), true);
    }

    private void leftAlone(GuardedTelephony guarded, boolean unclear) {
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
        await().atMost(PATIENCE).until(() -> guarded.room() == Integer.MAX_VALUE);
    }

    private void staysOpen(GuardedTelephony guarded) {
        assertThat(place(guarded)).isEqualTo(Placed.Refused.unasked("circuit open"));
        assertThat(sent).hasValue(4);
        assertThat(guarded.available().await().atMost(PATIENCE)).isFalse();
        await().atMost(PATIENCE).until(() -> guarded.available().await().atMost(PATIENCE));
    }

    private static Placed place(GuardedTelephony guarded) {
        return guarded.place(TelephonyGatewayContract.request(TenantId.next(), AttemptId.next(), "+966501234567"))
                .await()
                .atMost(PATIENCE);
    }

    private GuardedTelephony guard(Uni<Placed> answer) {
        return new GuardedTelephony(new FakeGateway(answer), QUICK, metrics, Clock.systemUTC());
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
