package io.outdial.dialer;

import io.outdial.campaign.CampaignClock;
import io.outdial.kernel.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.List;

/**
 * Starts campaigns whose moment has come, beside the turns: writing a target for each of a million people takes seconds, in
 * which neither the tenant's other campaigns nor other tenants wait.
 */
@ApplicationScoped
class CampaignStarts {

    /** A start keeps a processor of the database busy. */
    private static final int AT_ONCE = 2;

    /** Who finds no place is due again within a second. */
    private static final int MAX_IN_LINE = 1_000;

    private final Serving starts;

    CampaignStarts(CampaignClock campaignClock, Clock clock) {
        starts = new Serving("start of campaigns", new TenantLine(AT_ONCE, MAX_IN_LINE), tenant -> campaignClock
                .start(tenant, Instant.now(clock))
                .replaceWith(false));
    }

    /** Some campaign of the tenant is to be started; what is being started for it already goes on. */
    void offer(TenantId tenant) {
        starts.offer(List.of(tenant));
    }

    void stop() {
        starts.stop();
    }

    boolean isBusy() {
        return starts.isBusy();
    }
}
