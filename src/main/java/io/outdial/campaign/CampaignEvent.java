package io.outdial.campaign;

import io.outdial.kernel.Coded;

/** What happens to a campaign and is kept, in order, for whoever watches it. */
public enum CampaignEvent implements Coded {
    STATE_CHANGED,
    /** A quality guard, or the share of abandoned calls that the law allows, paused it. */
    GUARD_TRIPPED,
    /** A scheduled campaign could not start, for a reason that was not known yet. */
    ACTIVATION_REFUSED,
    /** Nobody knows what became of some of its calls; they keep their lines until somebody does. */
    ATTEMPTS_HELD,
    CONNECTION_BROKEN,
    CONNECTION_HEALTHY
}
