package io.outdial.telephony;

import io.outdial.kernel.TenantId;
import java.time.Instant;
import java.util.UUID;

/**
 * A connection broke or is well again; observed asynchronously, once per change over all replicas.
 *
 * @param reason why it broke; null when it is well
 */
public record ConnectionHealth(
        TenantId tenant, UUID connection, String name, boolean broken, String reason, Instant at) {}
