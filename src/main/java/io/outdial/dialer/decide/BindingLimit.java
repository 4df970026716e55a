package io.outdial.dialer.decide;

import io.outdial.compliance.rules.Reason;
import io.outdial.kernel.Coded;

/** What holds a campaign back; docs/retries-and-limits.md says what each counts. */
public enum BindingLimit implements Coded {
    TENANT_CONCURRENT_CALLS,
    TENANT_CALLS_PER_SECOND,
    TENANT_DAILY_CALLS,
    /** The replica that claimed has as many calls under way as it may have. */
    REPLICA_ROOM,
    MAX_CONCURRENT_CALLS,
    CALLS_PER_MINUTE,
    CALLS_PER_HOUR,
    MAX_DAILY_CALLS,
    BUDGET,
    /** What the provider bears now. */
    PROVIDER_PACE,
    /** The campaign goes slower because too few conversations succeed. */
    SUCCESS_PACE,
    /** No connection that the campaign may use takes a call: each is full, paused, broken or missing. */
    CONNECTION,
    /** Nobody may be called at this hour. */
    CALLING_WINDOW,
    /** The tenant may not use the campaign's regulatory pack any more. */
    REGULATION_NOT_ALLOWED,
    /** A registry that the regulatory pack demands is missing or too old. */
    REGISTRY_STALE;

    /** Whether it is a limit of all the tenant's campaigns together, or of the replica. */
    public boolean isShared() {
        return this == TENANT_CONCURRENT_CALLS
                || this == TENANT_CALLS_PER_SECOND
                || this == TENANT_DAILY_CALLS
                || this == REPLICA_ROOM;
    }

    /** What keeps a campaign from calling anybody at all. @throws IllegalArgumentException when it keeps only some */
    public static BindingLimit of(Reason blocked) {
        return switch (blocked) {
            case REGULATION_NOT_ALLOWED -> REGULATION_NOT_ALLOWED;
            case REGISTRY_STALE -> REGISTRY_STALE;
            default -> throw new IllegalArgumentException(blocked + " blocks no whole campaign");
        };
    }
}
