package io.outdial.campaign;

import io.outdial.kernel.CampaignId;
import io.outdial.kernel.TenantId;
import io.outdial.platform.Caller;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;

/** Who asks, and when. */
@ApplicationScoped
class CampaignCaller {

    private final Caller caller;
    private final Clock clock;

    CampaignCaller(Caller caller, Clock clock) {
        this.caller = caller;
        this.clock = clock;
    }

    Command command(CampaignId id, String ifMatch) {
        return new Command(tenant(), id, ifMatch, name(), now());
    }

    TenantId tenant() {
        return caller.tenant();
    }

    String name() {
        return caller.name();
    }

    boolean maySeePersonalData() {
        return caller.maySeePersonalData();
    }

    Instant now() {
        return clock.instant();
    }
}
