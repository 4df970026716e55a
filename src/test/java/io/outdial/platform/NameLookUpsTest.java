package io.outdial.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.outdial.kernel.TenantId;
import io.outdial.telephony.AdapterHarness;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Names whose servers do not answer. */
class NameLookUpsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final TenantId MINE = TenantId.next();
    private static final TenantId THEIRS = TenantId.next();

    private final CountDownLatch answered = new CountDownLatch(1);
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final NameLookUps names = new NameLookUps(this::answer);

    private InetAddress[] answer(String host) throws UnknownHostException {
        asked.add(host);
        if (host.startsWith("slow")) {
            try {
                answered.await();
            } catch (InterruptedException e) {
                throw new UnknownHostException(host);
            }
        }
        return new InetAddress[] {InetAddress.getByAddress(host, new byte[] {8, 8, 8, 8})};
    }

    @AfterEach
    void answerAll() {
        answered.countDown();
    }

    private List<Future<InetAddress[]>> slow(TenantId tenant, int many) {
        return IntStream.range(0, many)
                .mapToObj(i -> names.of(tenant, "slow" + i + "." + tenant))
                .toList();
    }

    private static <T> T get(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aTenantsSlowNamesKeepNobodyElseWaiting() {
        slow(MINE, NameLookUps.MAX_PER_TENANT);
        assertThat(names.of(MINE, "another.example").cause()).isInstanceOf(NotSent.class);
        assertThat(get(names.of(THEIRS, "theirs.example"))).hasSize(1);
    }

    @Test
    void thereAreSoManyThreadsAndNoMore() {
        for (int tenants = 0; tenants < NameLookUps.MAX / NameLookUps.MAX_PER_TENANT; tenants++) {
            slow(TenantId.next(), NameLookUps.MAX_PER_TENANT);
        }
        assertThat(names.of(MINE, "mine.example").cause()).isInstanceOf(NotSent.class);
    }

    @Test
    void aPlaceIsFreeWhenTheAnswerCame() {
        List<Future<InetAddress[]>> slow = slow(MINE, NameLookUps.MAX_PER_TENANT);
        answered.countDown();
        slow.forEach(NameLookUpsTest::get);
        assertThat(get(names.of(MINE, "another.example"))).hasSize(1);
    }

    @Test
    void aNameIsAskedForOnceAtATime() {
        Future<InetAddress[]> first = names.of(MINE, "slow.example");
        Future<InetAddress[]> second = names.of(THEIRS, "slow.example");
        answered.countDown();
        assertThat(get(first)).isEqualTo(get(second));
        assertThat(asked).containsExactly("slow.example");
    }

    @Test
    void noWorkerOfTheServiceWaitsForAName() {
        Vertx vertx = Vertx.vertx(new VertxOptions().setWorkerPoolSize(1));
        try {
            OutboundAddresses addresses = new OutboundAddresses(vertx, AdapterHarness.outbound(), this::answer);
            addresses.find(MINE, "slow.example");
            await().atMost(PATIENCE).until(() -> !asked.isEmpty());
            assertThat(get(vertx.executeBlocking(() -> "done"))).isEqualTo("done");
        } finally {
            answerAll();
            get(vertx.close());
        }
    }
}
