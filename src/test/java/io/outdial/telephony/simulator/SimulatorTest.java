package io.outdial.telephony.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import io.outdial.kernel.AttemptId;
import io.outdial.kernel.CampaignId;
import io.outdial.kernel.Disposition;
import io.outdial.kernel.Outcome;
import io.outdial.kernel.TenantId;
import io.outdial.support.SecondLane;
import io.outdial.telephony.CallEvent;
import io.outdial.telephony.CallEventSink;
import io.outdial.telephony.CallReference;
import io.outdial.telephony.CallRequest;
import io.outdial.telephony.Deadline;
import io.outdial.telephony.LookUp;
import io.outdial.telephony.Placed;
import io.outdial.telephony.TelephonyGateway;
import io.outdial.telephony.TelephonyGatewayContract;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SecondLane
class SimulatorTest extends TelephonyGatewayContract {

    private static final TenantId TENANT = TenantId.next();
    private final List<Simulator> started = new ArrayList<>();

    @Override
    protected TelephonyGateway gateway(CallEventSink sink, boolean endless) {
        return simulator(sink, "answer-rate=1", "speed=100", "talk-seconds=" + (endless ? 86_400 : 20));
    }

    @AfterEach
    void stop() {
        started.forEach(Simulator::close);
    }

    @Test
    void anothersCallIsNotShown() {
        Simulator simulator = simulator(event -> true, "answer-rate=1", "talk-seconds=86400");
        AttemptId attempt = AttemptId.next();
        simulator.place(request(TENANT, attempt, phone(1))).await().atMost(PATIENCE);
        var asked = new CallReference(
                TenantId.next(), attempt, null, phone(1), Clock.systemUTC().instant());
        assertThat(simulator.lookUp(asked).await().atMost(PATIENCE)).isInstanceOf(LookUp.Absent.class);
    }

    @Test
    void equalArgumentsGiveAnEqualPlan() {
        Odds odds = Odds.of(settings());
        for (int i = 0; i < 1_000; i++) {
            assertThat(CallPlan.of(odds, 7, phone(i), i)).isEqualTo(CallPlan.of(odds, 7, phone(i), i));
        }
        assertThat(CallPlan.of(odds, 7, phone(1), 0)).isNotEqualTo(CallPlan.of(odds, 8, phone(1), 0));
        assertThat(CallPlan.of(odds, 7, phone(1), 0)).isNotEqualTo(CallPlan.of(odds, 7, phone(1), 1));
    }

    @Test
    void aMachineIsTalkedToOnlyWhenThereIsSomethingToSay() {
        CallEvent.Ended told = ended("machine-rate=1", Outcome.ANSWERED_MACHINE, "please call back", null, false);
        assertThat(told.reason()).isEqualTo("voicemail left");
        CallEvent.Ended hungUpOn = ended("machine-rate=1", Outcome.ANSWERED_MACHINE, null, null, false);
        assertThat(hungUpOn.reason()).isNull();
        assertThat(hungUpOn.talkSeconds()).isLessThanOrEqualTo(3);
    }

    @Test
    void aRecordingExistsWhenItWasAskedFor() {
        assertThat(ended("answer-rate=1", Outcome.ANSWERED_HUMAN, null, null, true)
                        .recordingUrl())
                .isNotBlank();
        assertThat(ended("answer-rate=1", Outcome.ANSWERED_HUMAN, null, null, false)
                        .recordingUrl())
                .isNull();
    }

    @Test
    void whoAsksForAPersonIsPutThroughWhenThereIsANumber() {
        String reason = "transferred to +966112345678";
        Odds odds = Odds.of(settings("answer-rate=1", "success-rate=0"));
        int i = 0;
        while (CallPlan.of(odds, 42, phone(i), 0).disposition() != Disposition.ESCALATED) {
            i++;
        }
        CallPlan plan = CallPlan.of(odds, 42, phone(i), 0);
        assertThat(over(plan, "+966112345678").reason()).isEqualTo(reason);
        assertThat(over(plan, null).reason()).isNull();
    }

    private static CallEvent.Ended over(CallPlan plan, String transferTo) {
        SimulatedCall call = new SimulatedCall(request(phone(1), null, transferTo, false), plan);
        call.answered(Instant.EPOCH);
        return call.over(Instant.EPOCH.plusSeconds(60), 1);
    }

    private static CallEvent.Ended ended(
            String rate, Outcome outcome, String voicemail, String transferTo, boolean record) {
        CallPlan plan = CallPlan.of(Odds.of(settings(rate)), 42, phone(1), 0);
        assertThat(plan.outcome()).isEqualTo(outcome);
        SimulatedCall call = new SimulatedCall(request(phone(1), voicemail, transferTo, record), plan);
        call.answered(Instant.EPOCH);
        return call.over(Instant.EPOCH.plusSeconds(60), 1);
    }

    private static CallRequest request(String to, String voicemail, String transferTo, boolean record) {
        return new CallRequest(
                TENANT,
                CampaignId.next(),
                AttemptId.next(),
                to,
                null,
                Duration.ofSeconds(60),
                true,
                record,
                null,
                null,
                "en",
                "Hello",
                Map.of(),
                voicemail,
                transferTo,
                null,
                null,
                Deadline.in(Duration.ofSeconds(60)));
    }

    @Test
    void sharesAreKept() {
        Odds odds = Odds.of(settings("opt-out-rate=0.1", "success-rate=0.4", "congestion-rate=0.05"));
        Map<Outcome, Integer> counts = new EnumMap<>(Outcome.class);
        int congested = 0;
        int happy = 0;
        int optedOut = 0;
        double talk = 0;
        for (int i = 0; i < 10_000; i++) {
            CallPlan plan = CallPlan.of(odds, 42, phone(i), 0);
            counts.merge(plan.outcome(), 1, Integer::sum);
            congested += plan.congested() ? 1 : 0;
            if (plan.outcome() == Outcome.ANSWERED_HUMAN) {
                talk += plan.talkSeconds();
                switch (plan.disposition()) {
                    case OPTED_OUT -> optedOut++;
                    case INTERESTED, BOOKED, CONFIRMED, RENEWED, UPGRADED -> happy++;
                    default -> {}
                }
            }
        }
        odds.outcomes().forEach((outcome, share) -> assertThat(counts.get(outcome) / 10_000.0)
                .as(outcome.code())
                .isCloseTo(share, within(0.02)));
        double humans = counts.get(Outcome.ANSWERED_HUMAN);
        assertThat(congested / 10_000.0).isCloseTo(0.05, within(0.01));
        assertThat(optedOut / humans).isCloseTo(0.1, within(0.03));
        assertThat(happy / humans).isCloseTo(0.4, within(0.04));
        assertThat(talk / humans).isCloseTo(60, within(5.0));
    }

    @Test
    void sharesThatAreNotSetTakeWhatIsLeft() {
        assertThat(Odds.of(settings("busy-rate=1")).outcomes()).containsEntry(Outcome.BUSY, 1.0);
        assertThat(Odds.of(settings("answer-rate=0.5")).outcomes().values().stream()
                        .mapToDouble(Double::doubleValue)
                        .sum())
                .isCloseTo(1, within(1e-9));
        assertThatThrownBy(() -> Odds.of(settings("busy-rate=0.6", "answer-rate=0.6")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void settingsThatMakeNoSenseAreRefusedByName(@TempDir Path folder) {
        assertThatThrownBy(() -> Odds.of(settings("speed=0"))).hasMessageContaining("simulator.speed");
        assertThatThrownBy(() -> Odds.of(settings("opt-out-rate=0.6", "callback-rate=0.6")))
                .hasMessageContaining("opt-out-rate");
        assertThatThrownBy(() -> Odds.of(settings("congestion-rate=1.5"))).hasMessageContaining("congestion-rate");
        assertThatThrownBy(() -> simulator(event -> true, "journal=" + folder.resolve("missing/journal")))
                .hasMessageContaining("simulator.journal")
                .hasMessageContaining("missing");
    }

    @Test
    void tenThousandCallsAtOnceEndOnceEach() {
        var ended = new ConcurrentLinkedQueue<AttemptId>();
        var offers = new AtomicInteger();
        Simulator simulator = simulator(
                event -> {
                    // Full at every thousandth offer: nothing may be lost or sent twice.
                    if (offers.incrementAndGet() % 1_000 == 0) {
                        return false;
                    }
                    if (event instanceof CallEvent.Ended end) {
                        ended.add(end.attempt());
                    }
                    return true;
                },
                "speed=200");
        for (int i = 0; i < 10_000; i++) {
            assertThat(simulator
                            .place(request(TENANT, AttemptId.next(), phone(i)))
                            .await()
                            .atMost(PATIENCE))
                    .isInstanceOf(Placed.Accepted.class);
        }
        await().atMost(PATIENCE).until(() -> ended.size() == 10_000);
        assertThat(ended).doesNotHaveDuplicates();
    }

    @Test
    void aLostResponseFailsAndTheCallHappens() {
        var events = new ConcurrentLinkedQueue<CallEvent>();
        Simulator simulator = simulator(events::add, "lost-response-rate=1", "answer-rate=1", "speed=1000");
        assertThatThrownBy(() -> simulator
                        .place(request(TENANT, AttemptId.next(), phone(1)))
                        .await()
                        .atMost(PATIENCE))
                .hasMessageContaining("simulated loss");
        await().atMost(PATIENCE).until(() -> events.size() == 3);
    }

    @Test
    void theJournalHasALinePerRequestBeforeItsAnswerAndPerEnd(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("journal");
        Simulator simulator = simulator(event -> true, "journal=" + file, "busy-rate=1", "speed=1000");
        AttemptId attempt = AttemptId.next();
        simulator.place(request(TENANT, attempt, phone(1))).await().atMost(PATIENCE);
        assertThat(Files.readAllLines(file).get(0)).endsWith(" create " + attempt + " " + phone(1) + " accepted");
        await().atMost(PATIENCE).until(() -> Files.readAllLines(file).size() == 2);
        assertThat(Files.readAllLines(file).get(1)).endsWith(" end " + attempt + " " + phone(1) + " busy");
    }

    private Simulator simulator(CallEventSink sink, String... properties) {
        var simulator = new Simulator(settings(properties), Simulator.REMEMBERED, Clock.systemUTC(), sink);
        started.add(simulator);
        return simulator;
    }

    private static SimulatorSettings settings(String... properties) {
        var config = new SmallRyeConfigBuilder().withMapping(SimulatorSettings.class);
        for (String property : properties) {
            int equals = property.indexOf('=');
            config.withDefaultValue(
                    "outdial.telephony.simulator." + property.substring(0, equals), property.substring(equals + 1));
        }
        return config.build().getConfigMapping(SimulatorSettings.class);
    }

    private static String phone(int i) {
        return "+9665" + (10_000_000 + i);
    }
}
