package io.outdial.insight;

import io.outdial.kernel.Money;
import java.time.Instant;
import java.util.UUID;

/**
 * A conversion told from outside.
 *
 * @param externalId the teller's own id; null when it gave none
 * @param name what it was, such as {@code contract_signed}; may be null
 * @param attributedBy {@code call} when the call was named, else what led to it: {@code customer} or {@code phone}
 */
public record Conversion(
        UUID id,
        String externalId,
        String name,
        UUID callId,
        UUID campaignId,
        UUID customerId,
        Money value,
        Instant occurredAt,
        String attributedBy) {}
