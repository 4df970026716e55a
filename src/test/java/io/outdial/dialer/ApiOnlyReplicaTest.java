package io.outdial.dialer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.outdial.kernel.Disposition;
import io.outdial.kernel.Outcome;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.core.Vertx;
import jakarta.inject.Inject;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A replica with {@code outdial.dialer.enabled=false} is told of calls like any other: providers do not know which one dials. */
@QuarkusTest
class ApiOnlyReplicaTest {

    @Inject
    Bench bench;

    @Inject
    Vertx vertx;

    @Inject
    TenantTurns turns;

    @Inject
    Superseded superseded;

    @Test
    void whatItIsToldOfCallsIsSettled() {
        DialerSettings apiOnly = (DialerSettings) Proxy.newProxyInstance(
                DialerSettings.class.getClassLoader(),
                new Class<?>[] {DialerSettings.class},
                (self, method, arguments) ->
                        method.getName().equals("enabled") ? false : method.invoke(bench.settings, arguments));
        Signals signals = new Signals(apiOnly);
        Clock clock = Clock.systemUTC();
        SignalWriter writer = new SignalWriter(signals, bench.settlement, bench.permits, superseded, apiOnly, clock);
        new DialerLoop(vertx, new DueStore(bench.db), turns, new DialerLoop.News(signals, writer), apiOnly, clock)
                .start(null, null, null);
        Scene scene = new Scene(bench.db, Map.of(), 1);
        scene.closed();
        List<Claimed> claimed = bench.claim(scene, Scene.OPEN);
        bench.startSending(scene, claimed, Scene.OPEN);

        assertThat(signals.room()).isPositive();
        signals.offer(Bench.end(
                scene.tenant, claimed.get(0).id(), Outcome.ANSWERED_HUMAN, Disposition.OPTED_OUT, Scene.OPEN));

        await().atMost(Scene.PATIENCE).until(() -> scene.count("attempt") == 1);
        assertThat(scene.count("do_not_call")).isEqualTo(1);
        assertThat(signals.size()).isZero();
    }
}
