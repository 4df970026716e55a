package io.outdial.telephony.sip;

import io.outdial.platform.NotSent;
import io.outdial.telephony.sip.decide.CallInput;
import io.outdial.telephony.sip.decide.CallInput.Kind;
import io.outdial.telephony.sip.decide.Leg;
import io.outdial.telephony.sip.decide.LegState;
import io.outdial.telephony.sip.decide.SessionTimer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import javax.sip.message.Request;
import javax.sip.message.Response;

/** Keeps the sessions of a call's two legs alive, and ends the call when one of them is dead. Confined to its mailbox. */
final class SessionRefresh {

    private final SipCall call;
    private final SipParts parts;
    private final Map<Leg, Long> timers = new EnumMap<>(Leg.class);

    SessionRefresh(SipCall call, SipParts parts) {
        this.call = call;
        this.parts = parts;
    }

    /** Begins the leg's time anew. */
    void begin(SipLeg leg) {
        SessionTimer timer = leg.timer();
        if (timer == null) {
            cancel(leg.which);
        } else if (timer.ours()) {
            in(leg, timer.refreshAfter(), () -> refresh(leg));
        } else {
            in(
                    leg,
                    timer.givenUpAfter(),
                    () -> call.take(CallInput.of(Kind.LOST, leg.which, "the session was not refreshed")));
        }
    }

    void stop() {
        for (Leg leg : Leg.values()) {
            cancel(leg);
        }
    }

    private void in(SipLeg leg, Duration time, Runnable then) {
        cancel(leg.which);
        timers.put(
                leg.which,
                parts.vertx()
                        .setTimer(
                                parts.sessionMillis(time),
                                id -> call.post(() -> {
                                    if (call.machine().leg(leg.which) == LegState.UP) {
                                        then.run();
                                    }
                                })));
    }

    private void cancel(Leg leg) {
        Long id = timers.remove(leg);
        if (id != null) {
            parts.vertx().cancelTimer(id);
        }
    }

    private void refresh(SipLeg leg) {
        if (leg.updates()) {
            try {
                leg.ask(Request.UPDATE, null, answer -> {
                    if (answer == null || answer.getStatusCode() >= 200) {
                        refreshed(leg, answer);
                    }
                });
            } catch (NotSent e) {
                refreshed(leg, null);
            }
        } else {
            call.offer(leg, leg.localSdp(), answer -> refreshed(leg, answer));
        }
    }

    private void refreshed(SipLeg leg, Response answer) {
        int status = answer == null ? 408 : answer.getStatusCode();
        if (status == 408 || status == 481) {
            call.take(CallInput.of(Kind.LOST, leg.which, "the other side does not know the call any more"));
        } else if (status < 300) {
            leg.timer(SessionTimer.agreed(
                    SipMessages.value(answer, "Session-Expires"), leg.timer().seconds()));
            begin(leg);
        } else {
            in(leg, leg.timer().refreshAfter().dividedBy(2), () -> refresh(leg));
        }
    }
}
