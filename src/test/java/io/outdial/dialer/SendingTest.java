package io.outdial.dialer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.outdial.telephony.LookUp;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.config.SmallRyeConfigBuilder;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Requests leave in time or not at all, whatever is waited for and however slow providers are. */
@QuarkusTest
class SendingTest {

    private static final Instant NOW = Scene.OPEN;

    @Inject
    Bench bench;

    private final Network network = new Network(new LookUp.Unsure(), false);

    /** A clock that somebody else moves on. */
    private static final class Moving extends Clock {
        private volatile Instant now;

        Moving(Instant now) {
            this.now = now;
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    @Test
    void aLeaseThatEndsWhileItsConnectionIsReadIsNotSentOn() {
        Scene scene = scene(2);
        List<Claimed> claimed = bench.claim(scene, NOW);
        Moving clock = new Moving(NOW);
        Sender sender = bench.sender(
                (tenant, key) -> {
                    clock.now = NOW.plus(bench.settings.lease()).plusSeconds(1);
                    return Bench.to(network).of(tenant, key);
                },
                bench.settings,
                new AnswerTimes(),
                clock);
        sender.send(scene.tenant, claimed).await().atMost(Scene.PATIENCE);
        assertThat(network.created).isEmpty();
        assertThat(scene.count("live_attempt")).as("put back").isZero();
    }

    @Test
    void noRequestLeavesAfterTheHoursInWhichItWasDecided() {
        Scene scene = scene(1);
        Instant closes =
                NOW.atZone(ZoneId.of("Asia/Riyadh")).with(LocalTime.of(21, 0)).toInstant();
        List<Claimed> claimed = bench.claim(scene, closes.minusSeconds(21));
        Clock clock = Clock.fixed(closes.minusSeconds(20), ZoneOffset.UTC);
        bench.sender(Bench.to(network), fourAtOnceWithinAMinute(), new AnswerTimes(), clock)
                .send(scene.tenant, claimed)
                .await()
                .atMost(Scene.PATIENCE);
        assertThat(network.requests).hasSize(1);
        assertThat(network.requests.get(0).sendBefore().nanoTime() - System.nanoTime())
                .as("not the minute that sending may take otherwise")
                .isLessThanOrEqualTo(Duration.ofSeconds(20).toNanos());
    }

    @Test
    void onlyWhatASlowProviderTakesInTimeIsCommittedToLeave() {
        Scene scene = scene(20);
        List<Claimed> claimed = bench.claim(scene, NOW);
        assertThat(claimed).hasSize(20);
        AnswerTimes answers = new AnswerTimes();
        answers.took(claimed.get(0).connection(), Duration.ofSeconds(40).toNanos());
        network.holdsAnswers();
        CompletableFuture<Void> sent = bench.sender(
                        Bench.to(network), fourAtOnceWithinAMinute(), answers, Clock.fixed(NOW, ZoneOffset.UTC))
                .send(scene.tenant, claimed)
                .subscribeAsCompletionStage();
        await().atMost(Scene.PATIENCE).until(() -> network.created.size() == 4);
        assertThat(scene.sql("select from live_attempt where tenant_id = $1 and state = 'sending'"))
                .as("the others stay provably unsent")
                .hasSize(4);

        network.answers();
        assertThat(sent).succeedsWithin(Scene.PATIENCE);
        assertThat(network.created).hasSize(20).doesNotHaveDuplicates();
    }

    private Scene scene(int customers) {
        Scene scene = new Scene(bench.db, Map.of(), customers);
        scene.closed();
        return scene;
    }

    private static DialerSettings fourAtOnceWithinAMinute() {
        return new SmallRyeConfigBuilder()
                .withMapping(DialerSettings.class)
                .withDefaultValue("outdial.dialer.max-concurrent-placements", "4")
                .withDefaultValue("outdial.dialer.send-within", "PT60S")
                .build()
                .getConfigMapping(DialerSettings.class);
    }
}
