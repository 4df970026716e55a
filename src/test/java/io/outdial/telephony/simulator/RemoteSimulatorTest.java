package io.outdial.telephony.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.outdial.kernel.AttemptId;
import io.outdial.kernel.TenantId;
import io.outdial.kernel.Uuid7;
import io.outdial.platform.NotSent;
import io.outdial.support.SecondLane;
import io.outdial.telephony.CallEvent;
import io.outdial.telephony.CallEventSink;
import io.outdial.telephony.CallReference;
import io.outdial.telephony.CallRequest;
import io.outdial.telephony.Deadline;
import io.outdial.telephony.LookUp;
import io.outdial.telephony.TelephonyGateway;
import io.outdial.telephony.TelephonyGatewayContract;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The simulator over HTTP keeps what every adapter keeps, and what only a process of its own can. */
@SecondLane
class RemoteSimulatorTest extends TelephonyGatewayContract {

    private static final TenantId TENANT = TenantId.next();

    @TempDir
    private Path directory;

    private final Vertx vertx = Vertx.vertx();
    private final List<AutoCloseable> started = new ArrayList<>();

    @Override
    protected TelephonyGateway gateway(CallEventSink sink, boolean endless) {
        return join(serve("answer-rate=1", "speed=100", "talk-seconds=" + (endless ? 86_400 : 20)), sink);
    }

    @AfterEach
    void stop() throws Exception {
        for (AutoCloseable each : started) {
            each.close();
        }
        get(vertx.close());
    }

    @Test
    void itIsAnAuthorityOnWhatWasCalledSinceItStarted() {
        RemoteSimulator gateway = join(serve("answer-rate=1"), event -> true);
        assertThat(gateway.capabilities().lookUpIsAuthoritative()).isTrue();
        AttemptId before = new AttemptId(olderThan(Uuid7.next()));
        await().atMost(PATIENCE).until(() -> lookUp(gateway, AttemptId.next()) instanceof LookUp.Absent);
        assertThat(lookUp(gateway, before)).isInstanceOf(LookUp.Unsure.class);
    }

    @Test
    void aLostAnswerIsAFailureAndTheCallIsThere() {
        RemoteSimulator gateway = join(serve("answer-rate=1", "lost-response-rate=1"), event -> true);
        CallRequest request = request(TENANT, AttemptId.next(), "+966501234567");
        assertThatThrownBy(() -> gateway.place(request).await().atMost(PATIENCE))
                .isNotInstanceOf(NotSent.class);
        assertThat(lookUp(gateway, request.attempt())).isInstanceOf(LookUp.Live.class);
    }

    @Test
    void withoutAConnectionNothingWasSent() {
        RemoteSimulator gateway = join(URI.create("http://localhost:1"), event -> true);
        assertThatThrownBy(() -> gateway.place(request(TENANT, AttemptId.next(), "+966501234567"))
                        .await()
                        .atMost(PATIENCE))
                .isInstanceOf(NotSent.class);
        assertThat(gateway.available().await().atMost(PATIENCE)).isFalse();
    }

    @Test
    void tooLateNothingIsSent() throws Exception {
        Path journal = directory.resolve("journal");
        RemoteSimulator gateway = join(serve("answer-rate=1", "journal=" + journal), event -> true);
        CallRequest late = late(request(TENANT, AttemptId.next(), "+966501234567"));
        assertThatThrownBy(() -> gateway.place(late).await().atMost(PATIENCE)).isInstanceOf(NotSent.class);
        assertThat(Files.readString(journal)).isEmpty();
    }

    @Test
    void eventsOfAReplicaThatLeavesBeforeTheyAreSafeGoToTheNext() {
        URI url = serve("answer-rate=1", "speed=1000");
        List<CallEvent> lost = new CopyOnWriteArrayList<>();
        RemoteSimulator first = join(url, new CallEventSink() {
            @Override
            public boolean offer(CallEvent event) {
                throw new AssertionError("a source that keeps its events says so");
            }

            @Override
            public boolean offer(CallEvent event, Runnable written) {
                return lost.add(event);
            }
        });
        AttemptId attempt = AttemptId.next();
        first.place(request(TENANT, attempt, "+966501234567")).await().atMost(PATIENCE);
        await().atMost(PATIENCE).until(() -> lost.size() == 3);
        first.close();

        List<CallEvent> events = new CopyOnWriteArrayList<>();
        join(url, events::add);
        await().atMost(PATIENCE).until(() -> events.size() == 3);
        assertThat(events).isEqualTo(lost);
    }

    private static LookUp lookUp(TelephonyGateway gateway, AttemptId attempt) {
        return gateway.lookUp(new CallReference(TENANT, attempt, null, null, Instant.EPOCH))
                .await()
                .atMost(PATIENCE);
    }

    private static UUID olderThan(UUID id) {
        return new UUID(id.getMostSignificantBits() - (60_000L << 16), id.getLeastSignificantBits());
    }

    private static CallRequest late(CallRequest request) {
        return new CallRequest(
                request.tenant(),
                request.campaign(),
                request.attempt(),
                request.to(),
                null,
                request.ringTimeout(),
                true,
                false,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                Deadline.in(Duration.ofMillis(-1)));
    }

    private URI serve(String... settings) {
        List<String> named = new ArrayList<>();
        for (String setting : settings) {
            named.add("outdial.telephony.simulator." + setting);
        }
        EventFeed feed = new EventFeed();
        var simulator = new Simulator(SimulatorCommand.settings(named), Duration.ofHours(1), Clock.systemUTC(), feed);
        started.add(simulator);
        int port = get(new SimulatorServer(vertx, simulator, feed).listen("localhost", 0))
                .actualPort();
        return URI.create("http://localhost:" + port);
    }

    private RemoteSimulator join(URI url, CallEventSink sink) {
        RemoteSimulator gateway = new RemoteSimulator(vertx, url, sink);
        gateway.start();
        started.add(0, gateway);
        return gateway;
    }

    private static <T> T get(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
