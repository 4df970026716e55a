package io.outdial.telephony.sip.decide;

import io.outdial.kernel.Outcome;
import io.outdial.telephony.sip.decide.CallAction.Body;
import io.outdial.telephony.sip.decide.CallAction.Kind;
import java.util.ArrayList;
import java.util.List;

/**
 * A call of two legs under third party call control (RFC 3725): the customer first, the agent once somebody has answered, then
 * each is told of the other's media. State × input → state and actions; it knows no time and no message.
 *
 * <p>What it keeps: a CANCEL only after a provisional response; every success is acknowledged, and one that is not wanted any
 * more is ended by BYE; the agent is called only after the fence has let the call go on; the end is told once, when nothing of
 * the customer's leg can ring or talk any more; every state comes to an end by timers alone.
 *
 * @param rang whether ringing was told
 * @param outcome null until something decided it
 * @param told whether the end was told
 */
public record CallMachine(
        CallFlow flow,
        Stage stage,
        LegState customer,
        LegState agent,
        boolean rang,
        Outcome outcome,
        String reason,
        boolean told) {

    /** How far the call as a whole has come. */
    public enum Stage {
        DIALLING,
        /** Answered; whether it may go on is being asked. */
        FENCING,
        /** The agent is called. */
        CONNECTING,
        /** The customer is offered the agent's media. */
        BRIDGING,
        TALKING,
        OVER
    }

    /** What follows from an input. */
    public record Step(CallMachine next, List<CallAction> actions) {}

    public static CallMachine fresh(CallFlow flow) {
        return new CallMachine(flow, Stage.DIALLING, LegState.IDLE, LegState.IDLE, false, null, null, false);
    }

    /** Whether nothing is left to do and nothing can come that would need an answer. */
    public boolean done() {
        return told && customer == LegState.DONE && agent == LegState.DONE;
    }

    public LegState leg(Leg which) {
        return which == Leg.CUSTOMER ? customer : agent;
    }

    /** Whether this leg's INVITE is cancelled, or will be as soon as it can be. */
    public boolean isGivenUp(Leg which) {
        return givenUp(leg(which));
    }

    private static boolean givenUp(LegState state) {
        return state == LegState.CANCEL_WANTED || state == LegState.CANCELLING;
    }

    /** An input that means nothing in this state changes nothing. */
    public Step on(CallInput input) {
        Turn turn = new Turn(this);
        turn.take(input);
        turn.finish();
        return new Step(turn.state(), List.copyOf(turn.actions));
    }

    /** One input being worked off. */
    private static final class Turn {
        private final CallFlow flow;
        private final List<CallAction> actions = new ArrayList<>(4);
        private Stage stage;
        private LegState customer;
        private LegState agent;
        private boolean rang;
        private Outcome outcome;
        private String reason;
        private boolean told;

        Turn(CallMachine before) {
            flow = before.flow;
            stage = before.stage;
            customer = before.customer;
            agent = before.agent;
            rang = before.rang;
            outcome = before.outcome;
            reason = before.reason;
            told = before.told;
        }

        CallMachine state() {
            return new CallMachine(flow, stage, customer, agent, rang, outcome, reason, told);
        }

        void take(CallInput in) {
            switch (in.kind()) {
                case START -> start();
                case TRYING -> provisional(in.leg());
                case RINGING -> {
                    provisional(in.leg());
                    if (in.leg() == Leg.CUSTOMER && customer == LegState.PROCEEDING && !rang) {
                        rang = true;
                        act(CallAction.of(Kind.TELL_RINGING));
                    }
                }
                case ANSWERED -> answered(in.leg());
                case REFUSED -> refused(in);
                case SILENT -> silent(in.leg());
                case MAY_GO_ON -> mayGoOn();
                case MUST_END -> {
                    if (stage == Stage.FENCING) {
                        end(Outcome.ABANDONED, "the attempt was given up");
                    }
                }
                case BRIDGED -> bridged();
                case NOT_BRIDGED -> {
                    if (stage == Stage.BRIDGING) {
                        end(Outcome.ABANDONED, in.reason());
                    }
                }
                case BYE -> ended(in, true);
                case LOST -> ended(in, false);
                case BYE_DONE -> {
                    if (leg(in.leg()) == LegState.CLOSING) {
                        set(in.leg(), LegState.DONE);
                    }
                }
                case HANG_UP -> end(soFar(), in.reason());
                case RING_TIMEOUT -> {
                    if (stage == Stage.DIALLING) {
                        end(Outcome.NO_ANSWER, "not answered in time");
                    }
                }
                case AGENT_TIMEOUT -> {
                    if (stage == Stage.CONNECTING || stage == Stage.BRIDGING) {
                        end(Outcome.ABANDONED, "the agent was not there in time");
                    }
                }
                case TOO_LONG -> {
                    if (stage != Stage.DIALLING) {
                        end(soFar(), "the longest time was over");
                    }
                }
                case CANCEL_TIMEOUT -> {
                    if (leg(in.leg()) == LegState.CANCELLING) {
                        set(in.leg(), LegState.DONE);
                    }
                }
            }
        }

        private void start() {
            if (stage == Stage.DIALLING && customer == LegState.IDLE) {
                customer = LegState.CALLING;
                act(CallAction.of(Kind.INVITE, Leg.CUSTOMER, flow == CallFlow.EARLY_OFFER ? Body.INACTIVE : Body.NONE));
                act(CallAction.of(Kind.START_TIMER, CallTimer.RING));
            }
        }

        private void provisional(Leg leg) {
            if (leg(leg) == LegState.CALLING) {
                set(leg, LegState.PROCEEDING);
            } else if (leg(leg) == LegState.CANCEL_WANTED) {
                cancel(leg);
            }
        }

        private void answered(Leg leg) {
            switch (leg(leg)) {
                case CALLING, PROCEEDING -> {
                    if (leg == Leg.CUSTOMER) {
                        customerAnswered();
                    } else {
                        agentAnswered();
                    }
                }
                case CANCEL_WANTED, CANCELLING, DONE -> {
                    act(CallAction.of(Kind.ACK, leg, refusal(leg)));
                    act(CallAction.of(Kind.BYE, leg));
                    set(leg, LegState.CLOSING);
                    if (leg == Leg.CUSTOMER && !told) {
                        outcome = Outcome.ABANDONED;
                    }
                }
                case IDLE, UNACKED, UP, CLOSING -> {
                    // Not a new dialog.
                }
            }
        }

        private void customerAnswered() {
            act(CallAction.of(Kind.STOP_TIMER, CallTimer.RING));
            if (flow == CallFlow.EARLY_OFFER) {
                act(CallAction.of(Kind.ACK, Leg.CUSTOMER, Body.NONE));
                customer = LegState.UP;
            } else {
                customer = LegState.UNACKED;
            }
            act(CallAction.of(Kind.TELL_ANSWERED));
            act(CallAction.of(Kind.START_TIMER, CallTimer.LONGEST));
            act(CallAction.of(Kind.ASK));
            stage = Stage.FENCING;
        }

        private void agentAnswered() {
            if (flow == CallFlow.EARLY_OFFER) {
                agent = LegState.UNACKED;
                stage = Stage.BRIDGING;
                act(CallAction.of(Kind.REOFFER, Leg.CUSTOMER));
            } else {
                act(CallAction.of(Kind.STOP_TIMER, CallTimer.AGENT));
                act(CallAction.of(Kind.ACK, Leg.AGENT, Body.NONE));
                act(CallAction.of(Kind.ACK, Leg.CUSTOMER, Body.OTHERS));
                agent = LegState.UP;
                customer = LegState.UP;
                stage = Stage.TALKING;
            }
        }

        private void mayGoOn() {
            if (stage == Stage.FENCING) {
                stage = Stage.CONNECTING;
                agent = LegState.CALLING;
                act(CallAction.of(Kind.INVITE, Leg.AGENT, flow == CallFlow.EARLY_OFFER ? Body.NONE : Body.OTHERS));
                act(CallAction.of(Kind.START_TIMER, CallTimer.AGENT));
            }
        }

        private void bridged() {
            if (stage == Stage.BRIDGING) {
                act(CallAction.of(Kind.STOP_TIMER, CallTimer.AGENT));
                act(CallAction.of(Kind.ACK, Leg.AGENT, Body.OTHERS));
                agent = LegState.UP;
                stage = Stage.TALKING;
            }
        }

        private void refused(CallInput in) {
            boolean cancelled = givenUp(leg(in.leg()));
            if (!cancelled && leg(in.leg()) != LegState.CALLING && leg(in.leg()) != LegState.PROCEEDING) {
                return;
            }
            set(in.leg(), LegState.DONE);
            if (in.leg() == Leg.AGENT) {
                end(Outcome.ABANDONED, "the agent did not take the call: " + in.reason());
            } else if (cancelled) {
                outcome = in.outcome();
            } else {
                end(in.outcome(), in.reason());
            }
        }

        private void silent(Leg leg) {
            boolean cancelled = givenUp(leg(leg));
            if (!cancelled && leg(leg) != LegState.CALLING && leg(leg) != LegState.PROCEEDING) {
                return;
            }
            boolean heard = leg(leg) == LegState.PROCEEDING || leg(leg) == LegState.CANCELLING;
            set(leg, LegState.DONE);
            if (leg == Leg.AGENT) {
                end(Outcome.ABANDONED, "the agent gave no answer");
            } else if (heard) {
                end(Outcome.NO_ANSWER, "no final response");
            } else {
                outcome = Outcome.UNKNOWN;
                end(Outcome.UNKNOWN, "the trunk gave no response");
            }
        }

        /** @param byOther whether the other side has said so itself, and needs no BYE */
        private void ended(CallInput in, boolean byOther) {
            LegState was = leg(in.leg());
            if (was == LegState.CLOSING && byOther) {
                set(in.leg(), LegState.DONE);
                return;
            }
            if (was != LegState.UP && was != LegState.UNACKED) {
                return;
            }
            if (byOther) {
                if (was == LegState.UNACKED) {
                    act(CallAction.of(Kind.ACK, in.leg(), refusal(in.leg())));
                }
                set(in.leg(), LegState.DONE);
            }
            end(soFar(), in.reason());
        }

        /** What the call has come to if it ends now. */
        private Outcome soFar() {
            return switch (stage) {
                case DIALLING -> Outcome.NO_ANSWER;
                case FENCING, CONNECTING, BRIDGING -> Outcome.ABANDONED;
                case TALKING, OVER -> Outcome.ANSWERED_HUMAN;
            };
        }

        private void end(Outcome how, String why) {
            if (stage == Stage.OVER) {
                return;
            }
            if (outcome == null) {
                outcome = how;
            }
            reason = why;
            if (stage == Stage.DIALLING) {
                act(CallAction.of(Kind.STOP_TIMER, CallTimer.RING));
            } else {
                act(CallAction.of(Kind.STOP_TIMER, CallTimer.AGENT));
                act(CallAction.of(Kind.STOP_TIMER, CallTimer.LONGEST));
            }
            stage = Stage.OVER;
            release(Leg.CUSTOMER);
            release(Leg.AGENT);
        }

        private void release(Leg leg) {
            switch (leg(leg)) {
                case IDLE -> set(leg, LegState.DONE);
                case CALLING -> set(leg, LegState.CANCEL_WANTED);
                case PROCEEDING -> cancel(leg);
                case UNACKED -> {
                    act(CallAction.of(Kind.ACK, leg, refusal(leg)));
                    act(CallAction.of(Kind.BYE, leg));
                    set(leg, LegState.CLOSING);
                }
                case UP -> {
                    act(CallAction.of(Kind.BYE, leg));
                    set(leg, LegState.CLOSING);
                }
                case CANCEL_WANTED, CANCELLING, CLOSING, DONE -> {
                    // Already on its way out.
                }
            }
        }

        private void cancel(Leg leg) {
            act(CallAction.of(Kind.CANCEL, leg));
            act(CallAction.of(
                    Kind.START_TIMER, leg == Leg.CUSTOMER ? CallTimer.CANCEL_CUSTOMER : CallTimer.CANCEL_AGENT));
            set(leg, LegState.CANCELLING);
        }

        /** Whoever made an offer gets an answer, if only to be told that there will be no media. */
        private Body refusal(Leg leg) {
            boolean offers = (leg == Leg.AGENT) == (flow == CallFlow.EARLY_OFFER);
            return offers ? Body.INACTIVE : Body.NONE;
        }

        void finish() {
            boolean silent = customer == LegState.CLOSING || customer == LegState.DONE;
            if (!told && stage == Stage.OVER && silent) {
                told = true;
                act(CallAction.end(outcome, reason));
            }
        }

        private LegState leg(Leg which) {
            return which == Leg.CUSTOMER ? customer : agent;
        }

        private void set(Leg which, LegState to) {
            if (which == Leg.CUSTOMER) {
                customer = to;
            } else {
                agent = to;
            }
        }

        private void act(CallAction action) {
            actions.add(action);
        }
    }
}
