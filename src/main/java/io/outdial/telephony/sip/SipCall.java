package io.outdial.telephony.sip;

import io.outdial.kernel.AttemptId;
import io.outdial.kernel.Outcome;
import io.outdial.kernel.TenantId;
import io.outdial.platform.NotSent;
import io.outdial.telephony.CallBrief;
import io.outdial.telephony.CallEvent;
import io.outdial.telephony.CallRequest;
import io.outdial.telephony.LocalCall;
import io.outdial.telephony.LookUp;
import io.outdial.telephony.Placed;
import io.outdial.telephony.decide.CallNews;
import io.outdial.telephony.decide.CallState;
import io.outdial.telephony.decide.SipOutcomes;
import io.outdial.telephony.sip.DialogStore.Kept;
import io.outdial.telephony.sip.decide.CallAction;
import io.outdial.telephony.sip.decide.CallInput;
import io.outdial.telephony.sip.decide.CallInput.Kind;
import io.outdial.telephony.sip.decide.CallMachine;
import io.outdial.telephony.sip.decide.CallTimer;
import io.outdial.telephony.sip.decide.Leg;
import io.outdial.telephony.sip.decide.LegState;
import io.outdial.telephony.sip.decide.Reasons;
import io.outdial.telephony.sip.decide.Sdp;
import io.outdial.telephony.sip.decide.SipIds;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import javax.sip.message.Request;
import javax.sip.message.Response;

/**
 * A call: {@link CallMachine} with messages, timers and news around it. Everything happens in its mailbox; what others may ask
 * from any thread is in volatile fields.
 */
final class SipCall implements LocalCall {

    private static final Duration CANCEL_ANSWERED_WITHIN = Duration.ofSeconds(32); // 64 times T1
    /** A refusal within this time after "trying" is the trunk's answer to the request; later ones are the call's end. */
    private static final Duration REFUSES_WITHIN = Duration.ofSeconds(1);

    private static final int FIRST_RETRY_MILLIS = 2_100; // RFC 3261 section 14.1
    private static final int MOST_REOFFERS = 3;

    /**
     * What is asked for.
     *
     * @param agent who takes the call once it was answered, by what is to be said
     */
    record Order(CallRequest request, Trunk trunk, Party customer, AgentParty agent) {

        String providerCallId() {
            return SipIds.callId(request.attempt(), Leg.CUSTOMER);
        }
    }

    /** The agent's side needs to know what will be said. */
    interface AgentParty {
        Party of(CallBrief brief);
    }

    private final Order order;
    private final SipParts parts;
    private final Mailbox mailbox;
    private final SipCalls calls;
    private final SipNews news;
    private final SipPlacing placing = new SipPlacing();
    private final Map<CallTimer, Long> timers = new EnumMap<>(CallTimer.class);
    private final Map<Leg, Response> successes = new EnumMap<>(Leg.class);
    private final SipLeg customer;
    private final PeerRequests peers;
    private final SessionRefresh refresh;
    private SipLeg agent;
    private Instant answeredAt;
    private volatile CallMachine machine;
    private final AtomicBoolean finished = new AtomicBoolean();
    private volatile CallEvent.Ended ended;

    SipCall(Order order, SipParts parts, Mailbox mailbox, SipCalls calls) {
        this.order = order;
        this.parts = parts;
        this.mailbox = mailbox;
        this.calls = calls;
        news = new SipNews(order, parts, mailbox);
        machine = CallMachine.fresh(order.trunk().plan().flow());
        customer = new SipLeg(Leg.CUSTOMER, order.providerCallId(), order.customer(), parts, mailbox);
        peers = new PeerRequests(this, parts);
        refresh = new SessionRefresh(this, parts);
    }

    Order order() {
        return order;
    }

    /** Answers once the trunk has said something of the call; may be asked for by several at once. */
    Uni<Placed> placed() {
        return placing.answer();
    }

    void start() {
        mailbox.post(() -> {
            if (order.request().sendBefore() != null
                    && order.request().sendBefore().passed()) {
                placing.fail(new NotSent("it was too late to send it"));
                calls.never(this);
            } else {
                take(CallInput.of(Kind.START));
            }
        });
    }

    @Override
    public TenantId tenant() {
        return order.request().tenant();
    }

    @Override
    public AttemptId attempt() {
        return order.request().attempt();
    }

    @Override
    public boolean over() {
        return ended != null;
    }

    @Override
    public void hangUp(String why) {
        mailbox.post(() -> take(CallInput.hangUp(why)));
    }

    LookUp lookUp() {
        CallEvent.Ended over = ended;
        return over == null ? new LookUp.Live(order.providerCallId()) : new LookUp.Over(over);
    }

    void post(Runnable task) {
        mailbox.post(task);
    }

    SipLeg leg(Leg which) {
        return which == Leg.CUSTOMER ? customer : agent;
    }

    /** The leg whose identifier a message carries; null for none. */
    SipLeg leg(String callId) {
        return customer.callId().equals(callId)
                ? customer
                : agent != null && agent.callId().equals(callId) ? agent : null;
    }

    CallMachine machine() {
        return machine;
    }

    SessionRefresh refresh() {
        return refresh;
    }

    PeerRequests peers() {
        return peers;
    }

    /** @return false when it was finished before */
    boolean finish() {
        return finished.compareAndSet(false, true);
    }

    /** Whether neither side can say anything that would still need an answer. */
    boolean done() {
        return machine.done();
    }

    void take(CallInput input) {
        CallMachine.Step step = machine.on(input);
        machine = step.next();
        for (Leg each : Leg.values()) {
            if (machine.isGivenUp(each)) {
                leg(each).giveUp();
            }
        }
        step.actions().forEach(this::perform);
        if (machine.done() && calls.done(this)) {
            refresh.stop();
            successes.clear();
            customer.shrink();
            if (agent != null) {
                agent.shrink();
            }
        }
    }

    private void perform(CallAction action) {
        switch (action.kind()) {
            case INVITE -> invite(action);
            case CANCEL -> leg(action.leg()).cancel();
            case ACK -> acknowledge(action);
            case BYE -> bye(action.leg());
            case REOFFER -> reoffer(1);
            case ASK -> ask();
            case START_TIMER -> startTimer(action.timer());
            case STOP_TIMER -> stopTimer(action.timer());
            case TELL_RINGING -> {
                placing.accept(order.providerCallId());
                news.tell(news.news("ringing").ringing());
            }
            case TELL_ANSWERED -> {
                placing.accept(order.providerCallId());
                answeredAt = Instant.now(parts.clock());
                news.tell(news.news("answered").answered());
            }
            case TELL_END -> end(action.outcome(), action.reason());
        }
    }

    private void invite(CallAction action) {
        SipLeg leg = leg(action.leg());
        String body = action.body() == CallAction.Body.NONE
                ? null
                : action.body() == CallAction.Body.INACTIVE
                        ? leg.offerInactive(order.trunk().plan().codecs())
                        : leg.describe(leg(action.leg().other()).remoteSdp());
        try {
            leg.invite(body, response -> invited(leg, response));
        } catch (NotSent e) {
            if (leg == customer) {
                placing.fail(e);
                calls.never(this);
            }
            mailbox.post(() -> take(CallInput.refused(leg.which, Outcome.CONGESTION, e.getMessage())));
        }
    }

    private void invited(SipLeg leg, Response response) {
        if (response == null) {
            take(CallInput.of(Kind.SILENT, leg.which));
            return;
        }
        if (leg == customer) {
            order.trunk().health().heard();
        }
        int status = response.getStatusCode();
        if (status < 200) {
            if (status == 100 && leg == customer) {
                parts.vertx()
                        .setTimer(
                                REFUSES_WITHIN.toMillis(),
                                id -> mailbox.post(() -> placing.accept(order.providerCallId())));
            }
            take(CallInput.of(status == 100 ? Kind.TRYING : Kind.RINGING, leg.which));
        } else if (status < 300) {
            success(leg, response);
        } else {
            refused(leg, response);
        }
    }

    private void success(SipLeg leg, Response response) {
        if (leg.knows(response)) {
            leg.repeated(response);
        } else if (leg.isFork(response)) {
            leg.letGo(response);
        } else {
            successes.put(leg.which, response);
            leg.established(response);
            take(CallInput.of(Kind.ANSWERED, leg.which));
            if (machine.leg(leg.which) == LegState.UP || machine.leg(leg.which) == LegState.UNACKED) {
                news.keep(new Kept(leg.which, leg.dialog(), Instant.now(parts.clock())));
                refresh.begin(leg);
            }
        }
    }

    private void refused(SipLeg leg, Response response) {
        int status = response.getStatusCode();
        OptionalInt cause = Reasons.cause(SipMessages.value(response, "Reason"));
        Integer known = cause.isPresent() ? cause.getAsInt() : null;
        if (leg == customer && status == 503) {
            order.trunk().health().wait(SipMessages.value(response, "Retry-After"));
        }
        // Who was only asked to prove who calls, or for a longer session, when the call was given up has refused
        // nothing.
        boolean asked = machine.isGivenUp(leg.which) && (status == 401 || status == 407 || status == 422);
        Outcome outcome = asked ? Outcome.NO_ANSWER : SipOutcomes.of(status, known);
        String reason = "SIP " + status + (known == null ? "" : ", Q.850 cause " + known);
        take(CallInput.refused(leg.which, outcome, reason));
    }

    /** A success that no request under way waits for: a repeated one, or the late one of another branch. */
    void stray(SipLeg leg, Response response) {
        if (SipMessages.method(response).equals(Request.INVITE) && response.getStatusCode() / 100 == 2) {
            success(leg, response);
        }
    }

    private void acknowledge(CallAction action) {
        SipLeg leg = leg(action.leg());
        String body = action.body() == CallAction.Body.NONE
                ? null
                : action.body() == CallAction.Body.INACTIVE
                        ? leg.answerInactive(leg.remoteSdp() == null ? "" : leg.remoteSdp())
                        : leg.describe(leg(action.leg().other()).remoteSdp());
        leg.acknowledge(successes.get(action.leg()), body);
    }

    private void bye(Leg which) {
        try {
            leg(which).ask(Request.BYE, null, answer -> take(CallInput.of(Kind.BYE_DONE, which)));
        } catch (NotSent e) {
            mailbox.post(() -> take(CallInput.of(Kind.BYE_DONE, which)));
        }
    }

    private void reoffer(int tries) {
        if (!Sdp.describesMedia(agent.remoteSdp())) {
            mailbox.post(() -> take(CallInput.of(Kind.NOT_BRIDGED, null, "the agent described no media")));
            return;
        }
        String offer = tries == 1 ? customer.describe(agent.remoteSdp()) : customer.localSdp();
        offer(customer, offer, answer -> {
            int status = answer == null ? 408 : answer.getStatusCode();
            if (status < 300 && Sdp.describesMedia(customer.remoteSdp())) {
                take(CallInput.of(Kind.BRIDGED));
            } else if (status == 491 && tries < MOST_REOFFERS) {
                parts.vertx()
                        .setTimer(
                                FIRST_RETRY_MILLIS + 40L * tries,
                                id -> mailbox.post(() -> {
                                    if (machine.stage() == CallMachine.Stage.BRIDGING) {
                                        reoffer(tries + 1);
                                    }
                                }));
            } else {
                take(CallInput.of(Kind.NOT_BRIDGED, null, "the trunk did not take the agent's media: SIP " + status));
            }
        });
    }

    /**
     * Offers a side a new description within its dialog and acknowledges its answer.
     *
     * @param then gets the final response, null for none
     */
    void offer(SipLeg to, String body, Consumer<Response> then) {
        try {
            to.ask(Request.INVITE, body, response -> {
                if (response == null) {
                    then.accept(null);
                } else if (response.getStatusCode() >= 200) {
                    if (response.getStatusCode() < 300) {
                        to.learn(response);
                        to.acknowledge(response, null);
                    }
                    then.accept(response);
                }
            });
        } catch (NotSent e) {
            mailbox.post(() -> then.accept(null));
        }
    }

    private void ask() {
        parts.vertx().runOnContext(ignored -> parts.live()
                .brief(order.request().tenant(), order.request().attempt(), order.providerCallId())
                .subscribe()
                .with(
                        brief -> mailbox.post(() -> fenced(brief)),
                        failure -> mailbox.post(() -> {
                            take(CallInput.hangUp("whether the call may go on could not be asked"));
                        })));
    }

    private void fenced(Optional<CallBrief> brief) {
        if (brief.isEmpty()) {
            take(CallInput.of(Kind.MUST_END));
        } else if (machine.stage() == CallMachine.Stage.FENCING) {
            String callId = SipIds.callId(order.request().attempt(), Leg.AGENT);
            agent = new SipLeg(Leg.AGENT, callId, order.agent().of(brief.get()), parts, mailbox);
            calls.also(callId, this);
            take(CallInput.of(Kind.MAY_GO_ON));
        }
    }

    private void startTimer(CallTimer timer) {
        Duration time =
                switch (timer) {
                    case RING -> order.request().ringTimeout();
                    case AGENT -> order.trunk().agentAnswerWithin();
                    case LONGEST -> order.trunk().longestCall();
                    case CANCEL_CUSTOMER, CANCEL_AGENT -> CANCEL_ANSWERED_WITHIN;
                };
        stopTimer(timer);
        timers.put(
                timer,
                parts.vertx()
                        .setTimer(
                                Math.max(1, time.toMillis()), id -> mailbox.post(() -> take(CallInput.timer(timer)))));
    }

    private void stopTimer(CallTimer timer) {
        Long id = timers.remove(timer);
        if (id != null) {
            parts.vertx().cancelTimer(id);
        }
    }

    private void end(Outcome outcome, String reason) {
        Instant now = Instant.now(parts.clock());
        int seconds = answeredAt == null
                ? 0
                : Math.toIntExact(Math.min(
                        Integer.MAX_VALUE, Duration.between(answeredAt, now).toSeconds()));
        CallNews last = news.news("ended")
                .ended(outcome, reason, seconds)
                .costs(order.trunk().cost(outcome, seconds));
        ended = CallState.NOTHING
                .with(last)
                .end(order.request().tenant(), order.request().attempt());
        boolean toldByAnswer = outcome != Outcome.UNKNOWN
                && placing.refuse(outcome, reason, order.trunk().health().waitsFor());
        placing.fail(new IllegalStateException(reason)); // only reaches those who still wait: nobody knows
        if (!toldByAnswer) {
            news.tell(last);
        }
        news.forget();
        calls.over(this);
    }
}
