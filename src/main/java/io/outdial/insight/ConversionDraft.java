package io.outdial.insight;

import io.outdial.kernel.Money;
import io.outdial.kernel.PhoneNumber;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.UUID;

/**
 * A conversion as its teller knows it. Exactly one of call, customer and phone says whose it is.
 *
 * @param externalId the teller's own id: told twice, it is one conversion
 * @param phone E.164
 * @param campaignId the only campaign it may be credited to; any when absent
 * @param value what it is worth; the campaign's conversion value when absent
 * @param occurredAt when it happened; now when absent
 */
public record ConversionDraft(
        @Size(min = 1, max = 200) String externalId,
        UUID callId,
        UUID customerId,

        @Pattern(regexp = PhoneNumber.E164, message = PhoneNumber.NOT_E164)
        String phone,

        UUID campaignId,
        @Size(min = 1, max = 100) String name,
        Money value,
        Instant occurredAt) {}
