package io.outdial.telephony.sip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.outdial.e2e.Baresip;
import io.outdial.e2e.Digest;
import io.outdial.e2e.Scenario;
import io.outdial.e2e.SipMessage;
import io.outdial.e2e.Sipp;
import io.outdial.e2e.Sipp.Transport;
import io.outdial.kernel.AttemptId;
import io.outdial.kernel.Outcome;
import io.outdial.support.QuietMachine;
import io.outdial.telephony.AdapterHarness;
import io.outdial.telephony.CallEvent;
import io.outdial.telephony.CallReference;
import io.outdial.telephony.CallRequest;
import io.outdial.telephony.Placed;
import io.outdial.telephony.TelephonyGateway;
import io.outdial.telephony.TelephonyGatewayContract;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The adapter against SIP user agents that other people wrote. */
class SipTrunkE2E {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String TO = "+966501234567";
    private static final io.outdial.kernel.TenantId TENANT = io.outdial.kernel.TenantId.next();

    private final SipBench bench = new SipBench();
    private final List<CallEvent> events = new CopyOnWriteArrayList<>();
    private AdapterHarness harness;

    @AfterEach
    void stop() {
        bench.close();
    }

    private TelephonyGateway open(String trunk, String agent, Map<String, String> credentials, String... more) {
        JsonObject settings = new JsonObject()
                .put("host", "127.0.0.1")
                .put("port", Integer.parseInt(trunk.substring(trunk.indexOf(':') + 1)))
                .put("agent", agent)
                .put("agentAnswerWithin", "PT20S");
        for (int i = 0; i < more.length; i += 2) {
            settings.put(more[i], more[i + 1]);
        }
        harness = new AdapterHarness(TENANT, events::add, credentials);
        return harness.open(bench.adapter(harness), settings);
    }

    private TelephonyGateway open(Sipp trunk, Sipp agent) {
        return open(trunk.address(), agent.uri("noura"), Map.of());
    }

    private Placed place(TelephonyGateway gateway, AttemptId attempt, Duration ring) {
        CallRequest of = TelephonyGatewayContract.request(TENANT, attempt, TO);
        CallRequest asked = new CallRequest(
                TENANT,
                of.campaign(),
                attempt,
                TO,
                null,
                ring,
                false,
                false,
                null,
                null,
                "en",
                of.script(),
                of.variables(),
                null,
                null,
                null,
                null,
                of.sendBefore());
        return gateway.place(asked).await().atMost(PATIENCE);
    }

    private Placed place(TelephonyGateway gateway) {
        return place(gateway, AttemptId.next(), Duration.ofSeconds(20));
    }

    private CallEvent.Ended end() {
        await().atMost(PATIENCE).until(() -> events.stream().anyMatch(CallEvent.Ended.class::isInstance));
        return (CallEvent.Ended) events.get(events.size() - 1);
    }

    private void nothingIsLeft() {
        // A BYE that nobody answers is given up after 32 seconds.
        await().atMost(Duration.ofSeconds(60)).until(() -> bench.calls.open() == 0);
        assertThat(bench.dialogs.kept).isEmpty();
        assertThat(bench.calls.leaked()).isZero();
    }

    private static List<String> shapes(Sipp sipp) {
        return sipp.journal().stream()
                .filter(message -> !message.method().equals("OPTIONS"))
                .map(SipMessage::shape)
                .toList();
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void aCallIsAnsweredTalksAndIsEndedByTheAgent(Transport transport) {
        try (Sipp trunk = Sipp.answering(Scenario.answer(), transport);
                Sipp agent = Sipp.answering(Scenario.answerThenHangUp(Duration.ofMillis(300)), transport)) {
            String over = transport == Transport.TCP ? "tcp" : "udp";
            TelephonyGateway gateway = open(trunk.address(), agent.uri("noura"), Map.of(), "transport", over);
            assertThat(place(gateway)).isInstanceOf(Placed.Accepted.class);
            assertThat(end().outcome()).isEqualTo(Outcome.ANSWERED_HUMAN);
            assertThat(end().reason()).isEqualTo("the agent hung up");
            nothingIsLeft();
            trunk.awaitReceived("BYE", 1);
            assertThat(shapes(trunk))
                    .containsSubsequence(
                            "INVITE",
                            "180 INVITE",
                            "200 INVITE",
                            "ACK",
                            "INVITE",
                            "200 INVITE",
                            "ACK",
                            "BYE",
                            "200 BYE");
            assertThat(shapes(agent)).containsSubsequence("INVITE", "200 INVITE", "ACK", "BYE", "200 BYE");
        }
    }

    @Test
    void theCarrierHangsUp() {
        try (Sipp trunk = Sipp.answering(Scenario.answerThenHangUp(Duration.ofMillis(400)));
                Sipp agent = Sipp.answering(Scenario.answer())) {
            place(open(trunk, agent));
            assertThat(end().outcome()).isEqualTo(Outcome.ANSWERED_HUMAN);
            assertThat(end().reason()).startsWith("the person hung up");
            agent.awaitReceived("BYE", 1);
            nothingIsLeft();
        }
    }

    @ParameterizedTest
    @CsvSource({"486, Busy Here, BUSY", "603, Decline, REJECTED", "404, Not Found, INVALID_NUMBER"})
    void aRefusalAfterRingingIsTheEnd(int status, String reason, Outcome outcome) {
        try (Sipp trunk = Sipp.answering(Scenario.ringThenRefuse(status, reason));
                Sipp agent = Sipp.answering(Scenario.answer())) {
            place(open(trunk, agent));
            assertThat(end().outcome()).isEqualTo(outcome);
            nothingIsLeft();
            assertThat(agent.received("INVITE")).isEmpty();
            trunk.awaitReceived("ACK", 1);
        }
    }

    @Test
    void whatIsNotAnsweredIsCancelled() {
        try (Sipp trunk = Sipp.answering(Scenario.ring());
                Sipp agent = Sipp.answering(Scenario.answer())) {
            place(open(trunk, agent), AttemptId.next(), Duration.ofMillis(500));
            assertThat(end().outcome()).isEqualTo(Outcome.NO_ANSWER);
            nothingIsLeft();
            assertThat(shapes(trunk)).containsSubsequence("INVITE", "180 INVITE", "CANCEL", "487 INVITE");
        }
    }

    @Test
    void anAnswerThatCrossesTheCancelIsAcknowledgedAndEnded() {
        try (Sipp trunk = Sipp.answering(Scenario.answerCrossingCancel());
                Sipp agent = Sipp.answering(Scenario.answer())) {
            place(open(trunk, agent), AttemptId.next(), Duration.ofMillis(500));
            assertThat(end().outcome()).isEqualTo(Outcome.ABANDONED);
            nothingIsLeft();
            assertThat(shapes(trunk)).containsSubsequence("CANCEL", "200 INVITE", "ACK", "BYE", "200 BYE");
            assertThat(agent.received("INVITE")).isEmpty();
        }
    }

    @Test
    void theTrunkAsksForAPassword() {
        try (Sipp trunk = Sipp.answering(Scenario.challenge());
                Sipp agent = Sipp.answering(Scenario.answerThenHangUp(Duration.ofMillis(200)))) {
            TelephonyGateway gateway =
                    open(trunk.address(), agent.uri("noura"), Map.of("password", "secret"), "username", "outdial");
            place(gateway);
            assertThat(end().outcome()).isEqualTo(Outcome.ANSWERED_HUMAN);
            nothingIsLeft();
            assertThat(Digest.proves(trunk.received("INVITE").get(1), "outdial", "secret"))
                    .isTrue();
        }
    }

    @Test
    void aTrunkWithoutRoomIsLeftAlone() {
        try (Sipp trunk = Sipp.answering(Scenario.refuse(503, "Service Unavailable", "Retry-After: 60"));
                Sipp agent = Sipp.answering(Scenario.answer())) {
            TelephonyGateway gateway = open(trunk, agent);
            assertThat(place(gateway)).isInstanceOfSatisfying(Placed.Refused.class, refused -> {
                assertThat(refused.outcome()).isEqualTo(Outcome.CONGESTION);
                assertThat(refused.retryAfter()).isBetween(Duration.ofSeconds(50), Duration.ofSeconds(60));
            });
            assertThat(place(gateway)).isInstanceOf(Placed.Refused.class);
            assertThat(trunk.received("INVITE")).hasSize(1);
            nothingIsLeft();
        }
    }

    @Test
    void aPersonWhoseAgentIsBusyIsLetGo() {
        try (Sipp trunk = Sipp.answering(Scenario.answer());
                Sipp agent = Sipp.answering(Scenario.refuse(486, "Busy Here"))) {
            place(open(trunk, agent));
            assertThat(end().outcome()).isEqualTo(Outcome.ABANDONED);
            trunk.awaitReceived("BYE", 1);
            nothingIsLeft();
        }
    }

    @Test
    void aHundredCallsASecondLeaveNothingBehind() throws InterruptedException {
        int calls = 1_500;
        try (Sipp trunk = Sipp.answering(Scenario.answer());
                Sipp agent = Sipp.answering(Scenario.answerThenHangUp(Duration.ofMillis(500)))) {
            TelephonyGateway gateway = open(trunk, agent);
            AtomicInteger accepted = new AtomicInteger();
            AtomicInteger others = new AtomicInteger();
            AtomicInteger asked = new AtomicInteger();
            ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
            long began = System.nanoTime();
            clock.scheduleAtFixedRate(
                    () -> {
                        if (asked.incrementAndGet() > calls) {
                            clock.shutdown();
                            return;
                        }
                        gateway.place(TelephonyGatewayContract.request(TENANT, AttemptId.next(), TO))
                                .subscribe()
                                .with(
                                        placed -> (placed instanceof Placed.Accepted ? accepted : others)
                                                .incrementAndGet(),
                                        failure -> others.incrementAndGet());
                    },
                    0,
                    10,
                    TimeUnit.MILLISECONDS);
            assertThat(clock.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
            double perSecond = calls * 1e9 / (System.nanoTime() - began);
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> accepted.get() + others.get() == calls && ends().count() >= accepted.get());
            nothingIsLeft();
            assertThat(perSecond).as("calls a second").isGreaterThan(QuietMachine.bound(95.0, 50.0));
            int few = QuietMachine.bound(calls / 50, calls / 2);
            assertThat(others.get()).as("calls that were not accepted").isLessThan(few);
            assertThat(trunk.received("INVITE").stream().map(SipMessage::callId).distinct())
                    .hasSizeBetween(accepted.get(), calls);
            // On a machine that is too slow for half a second an INVITE is repeated, which sipp takes for a mistake.
            int given = trunk.counts().failed();
            assertThat(given).as("calls that sipp gave up, " + trunk).isLessThan(few);
            int broken = given + others.get();
            assertThat(ends().filter(end -> end.outcome() == Outcome.ANSWERED_HUMAN)
                            .count())
                    .isGreaterThanOrEqualTo(calls - broken);
            assertThat(trunk.received("BYE").stream().map(SipMessage::callId).distinct())
                    .hasSizeGreaterThanOrEqualTo(calls - broken);
        }
    }

    private Stream<CallEvent.Ended> ends() {
        return events.stream().filter(CallEvent.Ended.class::isInstance).map(CallEvent.Ended.class::cast);
    }

    @ParameterizedTest
    @ValueSource(strings = {"early", "delayed"})
    void audioFlowsBetweenTheTwoAndNoneComesHere(String offer) throws IOException {
        try (Baresip carrier = Baresip.start("966501234567", 440);
                Baresip agent = Baresip.start("noura", 1000)) {
            int before = udpSockets(); // other tests of the same process leave some
            TelephonyGateway gateway = withoutPlus(carrier, agent, offer);
            AttemptId attempt = AttemptId.next();
            place(gateway, attempt, Duration.ofSeconds(20));
            await().atMost(PATIENCE).until(() -> agent.heardBytes() > 30_000);
            assertThat(udpSockets())
                    .as("this process listens for SIP and for nothing else; audio would take two more")
                    .isLessThanOrEqualTo(before + 1);
            gateway.hangUp(new CallReference(TENANT, attempt, null, TO, Instant.now()))
                    .await()
                    .atMost(PATIENCE);
            assertThat(end().outcome()).isEqualTo(Outcome.ANSWERED_HUMAN);
            nothingIsLeft();
            assertThat(agent.awaitRtp(1).received()).as("packets at the agent").isGreaterThan(80);
            assertThat(carrier.awaitRtp(1).received())
                    .as("packets at the person")
                    .isGreaterThan(80);
            assertThat(agent.heard(440)).as("the person's tone at the agent").isGreaterThan(0.9);
            if (offer.equals("delayed")) {
                // This baresip writes nothing of a call that began without media, although it plays it.
                assertThat(carrier.heard(1000))
                        .as("the agent's tone at the person")
                        .isGreaterThan(0.9);
            }
        }
    }

    private TelephonyGateway withoutPlus(Baresip carrier, Baresip agent, String offer) {
        JsonObject settings = new JsonObject()
                .put("host", "127.0.0.1")
                .put("port", Integer.parseInt(carrier.address().substring(10)))
                .put("agent", "sip:noura@" + agent.address())
                .put("offer", offer)
                .put("plus", false)
                .put("codecs", new io.vertx.core.json.JsonArray().add("PCMU"));
        harness = new AdapterHarness(TENANT, events::add, Map.of());
        return harness.open(bench.adapter(harness), settings);
    }

    /** Sockets of UDP that this process has open, as Linux shows them. */
    private static int udpSockets() throws IOException {
        Set<String> ours = new HashSet<>();
        try (Stream<Path> files = Files.list(Path.of("/proc/self/fd"))) {
            for (Path each : files.toList()) {
                if (Files.isSymbolicLink(each)) {
                    String to = Files.readSymbolicLink(each).toString();
                    if (to.startsWith("socket:[")) {
                        ours.add(to.substring(8, to.length() - 1));
                    }
                }
            }
        } catch (java.nio.file.NoSuchFileException gone) {
            // One of the files was the listing itself.
        }
        int found = 0;
        for (String table : List.of("/proc/net/udp", "/proc/net/udp6")) {
            for (String line : Files.readAllLines(Path.of(table))) {
                String[] fields = line.strip().split("\\s+");
                if (fields.length > 9 && ours.contains(fields[9])) {
                    found++;
                }
            }
        }
        return found;
    }
}
