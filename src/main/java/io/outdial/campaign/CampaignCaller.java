package io.outdial.campaign;

import io.outdial.kernel.CampaignId;
import io.outdial.kernel.TenantId;
import io.outdial.platform.Caller;
import io.outdial.platform.Sight;
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
        return new Command(tenant(), id, ifMatch, name(), caller, now());
    }

    TenantId tenant() {
        return caller.tenant();
    }

    String name() {
        return caller.name();
    }

    boolean openPersonalData() {
        return caller.openPersonalData();
    }

    Sight sight() {
        return caller;
    }

    Instant now() {
        return clock.instant();
    }
}
