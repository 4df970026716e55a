package io.outdial.telephony;

import io.outdial.kernel.Outcome;
import io.smallrye.mutiny.Uni;
import java.time.Duration;

/** Stands in when no adapter is switched on: refuses every call as a matter of configuration, and never lost one. */
final class NoTelephony implements TelephonyGateway {

    static final String NAME = "none";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Capabilities capabilities() {
        return new Capabilities(Duration.ZERO, false, false, Duration.ZERO, false, false, false, false);
    }

    @Override
    public Uni<Placed> place(CallRequest request) {
        return Uni.createFrom().item(new Placed.Refused(Outcome.CONFIG_ERROR, "no telephony adapter is switched on"));
    }

    @Override
    public Uni<Void> hangUp(CallReference call) {
        return Uni.createFrom().voidItem();
    }

    /** Another adapter may have made the call before it was switched off, so this one cannot tell. */
    @Override
    public Uni<LookUp> lookUp(CallReference call) {
        return Uni.createFrom().item(new LookUp.Unsure());
    }

    @Override
    public Uni<Boolean> available() {
        return Uni.createFrom().item(false);
    }
}
