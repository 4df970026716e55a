package io.outdial.telephony;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.outdial.kernel.AttemptId;
import io.outdial.kernel.Outcome;
import io.outdial.kernel.TenantId;
import io.outdial.platform.NotSent;
import io.outdial.support.QuietMachine;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.mutiny.Uni;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** A request is sent again only where that can make no second call, and a guard heals by itself. */
@QuarkusTest
class CarefulResendTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration DELAY = Duration.ofMillis(500);
    private static final Uni<Placed> ACCEPTED = Uni.createFrom().item(new Placed.Accepted("c"));
    private static final Uni<Placed> NOT_SENT = Uni.createFrom().failure(() -> new NotSent("no connection"));
    private static final Uni<Placed> LOST = Uni.createFrom().failure(() -> new IOException("reset"));
    private static final Uni<Placed> FULL = Uni.createFrom().item(new Placed.Refused(Outcome.CONGESTION, "429"));
    private static final Uni<Placed> WRONG = Uni.createFrom().item(new Placed.Refused(Outcome.CONFIG_ERROR, "401"));

    private final List<Boolean> circuit = new ArrayList<>();
    private final Queue<Uni<Placed>> answers = new ArrayDeque<>();
    private int asked;

    @SafeVarargs
    private GuardedTelephony guard(Duration window, Integer perSecond, Uni<Placed>... replies) {
        asked = 0;
        circuit.clear();
        answers.clear();
        answers.addAll(Arrays.asList(replies));
        TelephonyGateway gateway = new TelephonyGateway() {
            @Override
            public String name() {
                return "scripted";
            }

            @Override
            public Capabilities capabilities() {
                return new Capabilities(window, true, true, Duration.ZERO, true, true, true, true);
            }

            @Override
            public Uni<Placed> place(CallRequest request) {
                asked++;
                return answers.size() > 1 ? answers.remove() : answers.peek();
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
        };
        TelephonySettings settings = new SmallRyeConfigBuilder()
                .withMapping(TelephonySettings.class)
                .withDefaultValue("outdial.telephony.place-timeout", "PT10S")
                .withDefaultValue("outdial.telephony.breaker.window", "4")
                .withDefaultValue("outdial.telephony.breaker.delay", DELAY.toString())
                .build()
                .getConfigMapping(TelephonySettings.class);
        return new GuardedTelephony(
                gateway,
                settings,
                new GuardedTelephony.Bounds(perSecond, 10, true),
                new GuardedTelephony.Watch(
                        new SimpleMeterRegistry(),
                        Clock.systemUTC(),
                        new ProviderHealth(),
                        (open, reason) -> circuit.add(open)));
    }

    private static Placed place(GuardedTelephony guard) {
        return guard.place(TelephonyGatewayContract.request(TenantId.next(), AttemptId.next(), "+966501234567"))
                .await()
                .atMost(PATIENCE);
    }

    @Test
    void whatNeverLeftIsSentAgain() {
        assertThat(place(guard(Duration.ZERO, null, NOT_SENT, NOT_SENT, ACCEPTED)))
                .isInstanceOf(Placed.Accepted.class);
        assertThat(asked).isEqualTo(3);
    }

    @Test
    void whatNeverLeavesIsARefusalAndNotAMystery() {
        assertThat(place(guard(Duration.ZERO, null, NOT_SENT)))
                .isInstanceOfSatisfying(Placed.Refused.class, refused -> assertThat(refused.outcome())
                        .isEqualTo(Outcome.CONGESTION));
        assertThat(asked).isEqualTo(3);
    }

    @Test
    void whatMayHaveArrivedIsNotSentAgainToAProviderThatWouldNotKnowIt() {
        GuardedTelephony guard = guard(Duration.ZERO, null, LOST, ACCEPTED);
        assertThatThrownBy(() -> place(guard)).hasRootCauseInstanceOf(IOException.class);
        assertThat(asked).isEqualTo(1);
    }

    @Test
    void whatMayHaveArrivedIsSentAgainToAProviderThatRecognisesIt() {
        assertThat(place(guard(Duration.ofHours(1), null, LOST, ACCEPTED))).isInstanceOf(Placed.Accepted.class);
        assertThat(asked).isEqualTo(2);
    }

    @Test
    void aWindowShorterThanTheWaitForAnswersIsNoWindow() {
        GuardedTelephony guard = guard(Duration.ofSeconds(1), null, LOST, ACCEPTED);
        assertThatThrownBy(() -> place(guard)).hasRootCauseInstanceOf(IOException.class);
    }

    @Test
    void aRefusalAfterARequestThatMayHaveArrivedProvesNothing() {
        GuardedTelephony guard = guard(Duration.ofHours(1), null, LOST, FULL);
        assertThatThrownBy(() -> place(guard)).hasMessageContaining("may have arrived");
    }

    @Test
    void aRefusalIsNeverAskedForAgain() {
        place(guard(Duration.ofHours(1), null, FULL, ACCEPTED));
        assertThat(asked).isEqualTo(1);
    }

    @Test
    void beyondItsRateNothingIsSent() {
        QuietMachine.seen(Duration.ofSeconds(1), () -> {
            GuardedTelephony guard = guard(Duration.ZERO, 2, ACCEPTED);
            assertThat(place(guard)).isInstanceOf(Placed.Accepted.class);
            assertThat(place(guard)).isInstanceOf(Placed.Accepted.class);
            assertThat(place(guard)).isInstanceOf(Placed.Refused.class);
            assertThat(asked).isEqualTo(2);
            assertThat(guard.room())
                    .as("its own limit is not the provider's fault")
                    .isEqualTo(Integer.MAX_VALUE);
        });
    }

    @Test
    void anOpenCircuitLetsOneProbeThroughAndClosesAgain() {
        AtomicReference<GuardedTelephony> opened = new AtomicReference<>();
        QuietMachine.seen(DELAY, () -> {
            opened.set(guard(Duration.ZERO, null, WRONG, WRONG, WRONG, WRONG, ACCEPTED));
            for (int i = 0; i < 4; i++) {
                place(opened.get());
            }
            assertThat(opened.get().room()).isZero();
            assertThat(place(opened.get())).isInstanceOf(Placed.Refused.class);
            assertThat(asked).isEqualTo(4);
        });
        GuardedTelephony guard = opened.get();
        await().atMost(PATIENCE).until(() -> guard.room() == 1);
        await().atMost(PATIENCE).until(() -> place(guard) instanceof Placed.Accepted);
        assertThat(guard.room()).isEqualTo(Integer.MAX_VALUE);
        assertThat(circuit).containsExactly(true, false);
    }
}
