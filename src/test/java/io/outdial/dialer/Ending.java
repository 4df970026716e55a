package io.outdial.dialer;

import io.outdial.kernel.Disposition;
import io.outdial.kernel.Outcome;
import io.outdial.telephony.CallEvent;
import io.outdial.telephony.CallQuality;
import java.math.BigDecimal;
import java.time.Instant;

/** Ends of calls, said the short way. */
final class Ending {

    private final Scene scene;
    private final Claimed call;
    private final Instant at;
    private Outcome outcome = Outcome.ANSWERED_HUMAN;
    private Disposition disposition = Disposition.NONE;
    private BigDecimal cost = BigDecimal.ZERO;
    private CallQuality quality;
    private Integer satisfaction;
    private Instant callbackAt;
    private String recording;

    private Ending(Scene scene, Claimed call, Instant at) {
        this.scene = scene;
        this.call = call;
        this.at = at;
    }

    static Ending of(Scene scene, Claimed call, Instant at) {
        return new Ending(scene, call, at);
    }

    Ending as(Outcome said) {
        outcome = said;
        return this;
    }

    Ending saying(Disposition said) {
        disposition = said;
        return this;
    }

    Ending costing(String amount) {
        cost = new BigDecimal(amount);
        return this;
    }

    Ending sounding(CallQuality measured) {
        quality = measured;
        return this;
    }

    Ending rated(Integer stars) {
        satisfaction = stars;
        return this;
    }

    Ending askingFor(Instant callback) {
        disposition = Disposition.CALLBACK_REQUESTED;
        callbackAt = callback;
        return this;
    }

    Ending recordedAt(String url) {
        recording = url;
        return this;
    }

    CallEvent.Ended event() {
        return new CallEvent.Ended(
                scene.tenant,
                call.id(),
                at,
                outcome,
                disposition,
                null,
                outcome.answered() ? 42 : 0,
                cost,
                quality,
                satisfaction,
                callbackAt,
                recording);
    }
}
