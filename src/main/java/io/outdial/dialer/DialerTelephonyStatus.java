package io.outdial.dialer;

import io.outdial.campaign.TelephonyStatus;
import io.outdial.telephony.GuardedTelephony;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Optional;

/** Tells campaigns whether calls could be placed. */
@ApplicationScoped
class DialerTelephonyStatus implements TelephonyStatus {

    private final GuardedTelephony telephony;

    DialerTelephonyStatus(GuardedTelephony telephony) {
        this.telephony = telephony;
    }

    @Override
    public Uni<Boolean> available() {
        return telephony.available();
    }

    @Override
    public Optional<Instant> misconfiguredSince(Instant now) {
        return telephony.misconfiguredSince(now);
    }
}
