package io.outdial.telephony.sip;

import io.outdial.platform.NotSent;
import io.outdial.telephony.CallMemory;
import io.outdial.telephony.LiveCalls;
import io.outdial.telephony.sip.decide.Dialog;
import io.outdial.telephony.sip.decide.SipIds;
import io.vertx.core.Vertx;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import javax.sip.message.Request;

/** What calls work with. */
@Singleton
class SipParts {

    private final SipTransport transport;
    private final Hops hops;
    private final CallMemory memory;
    private final LiveCalls live;
    private final DialogStore dialogs;
    private final Times times;

    SipParts(SipTransport transport, Hops hops, CallMemory memory, LiveCalls live, DialogStore dialogs, Times times) {
        this.transport = transport;
        this.hops = hops;
        this.memory = memory;
        this.live = live;
        this.dialogs = dialogs;
        this.times = times;
    }

    /** Time, and when it is up. */
    @Singleton
    static class Times {
        final Vertx vertx;
        final Clock clock;
        final double speed;

        @jakarta.inject.Inject
        Times(Vertx vertx, Clock clock) {
            this(vertx, clock, 1);
        }

        /** @param speed seconds of session timers per second, which are too long to be waited for in tests */
        Times(Vertx vertx, Clock clock, double speed) {
            this.vertx = vertx;
            this.clock = clock;
            this.speed = speed;
        }
    }

    SipTransport transport() {
        return transport;
    }

    Hops hops() {
        return hops;
    }

    CallMemory memory() {
        return memory;
    }

    LiveCalls live() {
        return live;
    }

    DialogStore dialogs() {
        return dialogs;
    }

    Vertx vertx() {
        return times.vertx;
    }

    Clock clock() {
        return times.clock;
    }

    /** How long a session timer of this time takes. */
    long sessionMillis(Duration time) {
        return Math.max(1, (long) (time.toMillis() / times.speed));
    }

    SipMessages.Here here(Target target) {
        transport.provider();
        return new SipMessages.Here(transport.address(), transport.port(target.transport()), target.transport());
    }

    /** Acknowledges the success that made a dialog which nobody wants. */
    void acknowledge(Dialog dialog, Target target) {
        Request ack = SipMessages.request(
                Request.ACK,
                dialog,
                here(target),
                SipIds.branch(dialog.callId() + dialog.remoteTag(), Request.ACK, dialog.cseq()));
        transport.acknowledge(ack, target, hops.of(dialog, target));
    }

    /** Ends a dialog that nobody keeps, without waiting for the answer. */
    void bye(Dialog dialog, Target target) {
        try {
            Request bye = SipMessages.request(
                    Request.BYE,
                    dialog,
                    here(target),
                    SipIds.branch(dialog.callId() + dialog.remoteTag(), Request.BYE, dialog.cseq()));
            transport.send(bye, target, hops.of(dialog, target), SipLeg.IGNORED);
        } catch (NotSent e) {
            // The other side notices that nobody refreshes the session.
        }
    }
}
