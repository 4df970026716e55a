package io.outdial.telephony.sip.decide;

import static org.assertj.core.api.Assertions.assertThat;

import io.outdial.kernel.Outcome;
import io.outdial.telephony.sip.decide.CallAction.Body;
import io.outdial.telephony.sip.decide.CallInput.Kind;
import io.outdial.telephony.sip.decide.CallMachine.Stage;
import io.outdial.telephony.sip.decide.CallMachine.Step;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every state that can be reached, with every input: what must hold of all of them, and the ways that matter one by one. */
class CallMachineTest {

    private static final Set<LegState> LET_GO = EnumSet.of(LegState.CLOSING, LegState.DONE);

    private static List<CallInput> inputs() {
        List<CallInput> all = new ArrayList<>();
        for (Kind kind : Kind.values()) {
            for (Leg leg : Leg.values()) {
                if (kind == Kind.REFUSED) {
                    all.add(CallInput.refused(leg, Outcome.BUSY, "SIP 486"));
                    all.add(CallInput.refused(leg, Outcome.NO_ANSWER, "SIP 487"));
                } else {
                    all.add(CallInput.of(kind, leg, "why"));
                }
            }
        }
        return all;
    }

    /** Walks every state × input there is. */
    private static int walk(CallFlow flow, BiConsumer<CallMachine, Map.Entry<CallInput, Step>> check) {
        Set<CallMachine> seen = new HashSet<>();
        Deque<CallMachine> open = new ArrayDeque<>();
        open.add(CallMachine.fresh(flow));
        seen.add(CallMachine.fresh(flow));
        while (!open.isEmpty()) {
            CallMachine state = open.poll();
            for (CallInput input : inputs()) {
                Step step = state.on(input);
                check.accept(state, Map.entry(input, step));
                if (seen.add(step.next())) {
                    open.add(step.next());
                }
            }
        }
        return seen.size();
    }

    private static long count(Step step, CallAction.Kind kind, Leg leg) {
        return step.actions().stream()
                .filter(each -> each.kind() == kind && (leg == null || each.leg() == leg))
                .count();
    }

    @ParameterizedTest
    @EnumSource(CallFlow.class)
    void theWalkReachesEveryStageAndEveryStateOfEachLeg(CallFlow flow) {
        Set<Stage> stages = new HashSet<>();
        Set<LegState> customers = new HashSet<>();
        Set<LegState> agents = new HashSet<>();
        int states = walk(flow, (state, each) -> {
            stages.add(state.stage());
            customers.add(state.customer());
            agents.add(state.agent());
        });
        assertThat(states).isGreaterThan(40);
        Set<Stage> all = EnumSet.allOf(Stage.class);
        Set<LegState> full = EnumSet.allOf(LegState.class);
        Set<LegState> agreed = EnumSet.complementOf(EnumSet.of(LegState.UNACKED));
        if (flow == CallFlow.DELAYED_OFFER) {
            all.remove(Stage.BRIDGING);
        }
        assertThat(stages).isEqualTo(all);
        assertThat(customers).isEqualTo(flow == CallFlow.DELAYED_OFFER ? full : agreed);
        assertThat(agents).isEqualTo(flow == CallFlow.DELAYED_OFFER ? agreed : full);
    }

    @ParameterizedTest
    @EnumSource(CallFlow.class)
    void aCancelIsSentOnlyAfterAProvisionalResponse(CallFlow flow) {
        walk(flow, (state, each) -> {
            for (Leg leg : Leg.values()) {
                if (count(each.getValue(), CallAction.Kind.CANCEL, leg) > 0) {
                    boolean heard = each.getKey().kind() == Kind.TRYING
                            || each.getKey().kind() == Kind.RINGING
                            || state.leg(leg) == LegState.PROCEEDING;
                    assertThat(heard).isTrue();
                    assertThat(each.getValue().next().leg(leg)).isEqualTo(LegState.CANCELLING);
                }
            }
        });
    }

    @ParameterizedTest
    @EnumSource(CallFlow.class)
    void everySuccessIsAcknowledgedAtOnceOrWaitsForItsAnswer(CallFlow flow) {
        walk(flow, (state, each) -> {
            CallInput in = each.getKey();
            Step step = each.getValue();
            boolean fresh = in.kind() == Kind.ANSWERED
                    && !EnumSet.of(LegState.IDLE, LegState.UNACKED, LegState.UP, LegState.CLOSING)
                            .contains(state.leg(in.leg()));
            if (fresh) {
                boolean waits = step.next().leg(in.leg()) == LegState.UNACKED;
                assertThat(count(step, CallAction.Kind.ACK, in.leg())).isEqualTo(waits ? 0 : 1);
            }
            for (Leg leg : Leg.values()) {
                if (state.leg(leg) == LegState.UNACKED && step.next().leg(leg) != LegState.UNACKED) {
                    assertThat(count(step, CallAction.Kind.ACK, leg)).isEqualTo(1);
                }
            }
        });
    }

    @ParameterizedTest
    @EnumSource(CallFlow.class)
    void aDialogIsEndedByExactlyOneByeUnlessTheOtherSideEndedIt(CallFlow flow) {
        walk(flow, (state, each) -> {
            for (Leg leg : Leg.values()) {
                LegState before = state.leg(leg);
                LegState after = each.getValue().next().leg(leg);
                long byes = count(each.getValue(), CallAction.Kind.BYE, leg);
                boolean up = before == LegState.UP || before == LegState.UNACKED;
                boolean answeredNow =
                        each.getKey().kind() == Kind.ANSWERED && each.getKey().leg() == leg;
                boolean endedByThem =
                        each.getKey().kind() == Kind.BYE && each.getKey().leg() == leg;
                assertThat(byes).isLessThanOrEqualTo(1);
                if (byes == 1) {
                    assertThat(up || answeredNow).isTrue();
                    assertThat(after).isEqualTo(LegState.CLOSING);
                }
                if (up && LET_GO.contains(after)) {
                    assertThat(byes == 1).isNotEqualTo(endedByThem);
                }
            }
        });
    }

    @ParameterizedTest
    @EnumSource(CallFlow.class)
    void theEndIsToldOnceAndNothingAfterIt(CallFlow flow) {
        walk(flow, (state, each) -> {
            long ends = count(each.getValue(), CallAction.Kind.TELL_END, null);
            boolean tells = each.getValue().actions().stream()
                    .anyMatch(action -> action.kind().name().startsWith("TELL"));
            if (state.told()) {
                assertThat(tells).isFalse();
            }
            assertThat(each.getValue().next().told()).isEqualTo(state.told() || ends == 1);
            if (ends == 1) {
                List<CallAction> actions = each.getValue().actions();
                assertThat(actions.get(actions.size() - 1).kind()).isEqualTo(CallAction.Kind.TELL_END);
                assertThat(actions.get(actions.size() - 1).outcome()).isNotNull();
                assertThat(LET_GO).contains(each.getValue().next().customer());
            }
        });
    }

    @ParameterizedTest
    @EnumSource(CallFlow.class)
    void theAgentIsCalledOnlyWhenTheFenceLetsTheCallGoOn(CallFlow flow) {
        walk(flow, (state, each) -> {
            if (count(each.getValue(), CallAction.Kind.INVITE, Leg.AGENT) > 0) {
                assertThat(state.stage()).isEqualTo(Stage.FENCING);
                assertThat(each.getKey().kind()).isEqualTo(Kind.MAY_GO_ON);
            }
        });
    }

    @ParameterizedTest
    @EnumSource(CallFlow.class)
    void whatTimersAloneBringEndsEveryCall(CallFlow flow) {
        List<CallInput> timers = new ArrayList<>();
        for (Leg leg : Leg.values()) {
            timers.add(CallInput.of(Kind.SILENT, leg));
            timers.add(CallInput.of(Kind.BYE_DONE, leg));
        }
        for (CallTimer timer : CallTimer.values()) {
            timers.add(CallInput.timer(timer));
        }
        walk(flow, (state, each) -> {
            CallMachine at = each.getValue().next();
            for (int round = 0; round < 4 && at.customer() != LegState.IDLE; round++) {
                for (CallInput timer : timers) {
                    at = at.on(timer).next();
                }
            }
            assertThat(at.done() || at.customer() == LegState.IDLE).isTrue();
        });
    }

    @ParameterizedTest
    @EnumSource(CallFlow.class)
    void anOutcomeFitsWhatHappened(CallFlow flow) {
        Map<CallMachine, Boolean> answered = new HashMap<>();
        answered.put(CallMachine.fresh(flow), false);
        walk(flow, (state, each) -> {
            boolean before = answered.getOrDefault(state, false);
            boolean now = before
                    || (each.getKey().kind() == Kind.ANSWERED && each.getKey().leg() == Leg.CUSTOMER);
            answered.merge(each.getValue().next(), now, Boolean::logicalOr);
            for (CallAction action : each.getValue().actions()) {
                if (action.outcome() == Outcome.ANSWERED_HUMAN) {
                    assertThat(state.stage()).isEqualTo(Stage.TALKING);
                }
                if (action.outcome() == Outcome.ABANDONED) {
                    assertThat(now).isTrue();
                }
            }
        });
    }

    private static CallMachine after(CallFlow flow, CallInput... inputs) {
        CallMachine at = CallMachine.fresh(flow);
        for (CallInput input : inputs) {
            at = at.on(input).next();
        }
        return at;
    }

    private static CallInput of(Kind kind, Leg leg) {
        return CallInput.of(kind, leg);
    }

    @Test
    void anEarlyOfferIsBridgedByTheAgentsOffer() {
        CallMachine connecting = after(
                CallFlow.EARLY_OFFER,
                CallInput.of(Kind.START),
                of(Kind.TRYING, Leg.CUSTOMER),
                of(Kind.RINGING, Leg.CUSTOMER),
                of(Kind.ANSWERED, Leg.CUSTOMER),
                CallInput.of(Kind.MAY_GO_ON));
        Step answered = connecting.on(of(Kind.ANSWERED, Leg.AGENT));
        assertThat(answered.actions()).containsExactly(CallAction.of(CallAction.Kind.REOFFER, Leg.CUSTOMER));
        Step bridged = answered.next().on(CallInput.of(Kind.BRIDGED));
        assertThat(bridged.actions())
                .containsExactly(
                        CallAction.of(CallAction.Kind.STOP_TIMER, CallTimer.AGENT),
                        CallAction.of(CallAction.Kind.ACK, Leg.AGENT, Body.OTHERS));
        assertThat(bridged.next().stage()).isEqualTo(Stage.TALKING);
    }

    @Test
    void aDelayedOfferIsAnsweredWithTheAgentsAnswer() {
        CallMachine connecting = after(
                CallFlow.DELAYED_OFFER,
                CallInput.of(Kind.START),
                of(Kind.ANSWERED, Leg.CUSTOMER),
                CallInput.of(Kind.MAY_GO_ON));
        assertThat(connecting.customer()).isEqualTo(LegState.UNACKED);
        Step answered = connecting.on(of(Kind.ANSWERED, Leg.AGENT));
        assertThat(answered.actions())
                .containsExactly(
                        CallAction.of(CallAction.Kind.STOP_TIMER, CallTimer.AGENT),
                        CallAction.of(CallAction.Kind.ACK, Leg.AGENT, Body.NONE),
                        CallAction.of(CallAction.Kind.ACK, Leg.CUSTOMER, Body.OTHERS));
    }

    @Test
    void aSuccessThatCrossesTheCancelIsAcknowledgedAndEnded() {
        CallMachine cancelling = after(
                CallFlow.EARLY_OFFER,
                CallInput.of(Kind.START),
                of(Kind.RINGING, Leg.CUSTOMER),
                CallInput.of(Kind.RING_TIMEOUT));
        assertThat(cancelling.customer()).isEqualTo(LegState.CANCELLING);
        Step crossed = cancelling.on(of(Kind.ANSWERED, Leg.CUSTOMER));
        assertThat(crossed.actions())
                .containsExactly(
                        CallAction.of(CallAction.Kind.ACK, Leg.CUSTOMER, Body.NONE),
                        CallAction.of(CallAction.Kind.BYE, Leg.CUSTOMER),
                        CallAction.end(Outcome.ABANDONED, "not answered in time"));
    }

    @Test
    void beforeAnyResponseACancelWaitsForOne() {
        CallMachine wanted = after(CallFlow.EARLY_OFFER, CallInput.of(Kind.START), CallInput.hangUp("stopped"));
        assertThat(wanted.customer()).isEqualTo(LegState.CANCEL_WANTED);
        Step heard = wanted.on(of(Kind.TRYING, Leg.CUSTOMER));
        assertThat(heard.actions()).contains(CallAction.of(CallAction.Kind.CANCEL, Leg.CUSTOMER));
        Step refused = heard.next().on(CallInput.refused(Leg.CUSTOMER, Outcome.NO_ANSWER, "SIP 487"));
        assertThat(refused.actions()).containsExactly(CallAction.end(Outcome.NO_ANSWER, "stopped"));
    }

    @Test
    void silenceIsNotNoAnswer() {
        Step silent = after(CallFlow.EARLY_OFFER, CallInput.of(Kind.START)).on(of(Kind.SILENT, Leg.CUSTOMER));
        assertThat(silent.actions()).contains(CallAction.end(Outcome.UNKNOWN, "the trunk gave no response"));
    }
}
