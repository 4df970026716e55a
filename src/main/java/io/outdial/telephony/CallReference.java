package io.outdial.telephony;

import io.outdial.kernel.AttemptId;
import io.outdial.kernel.PhoneNumber;
import io.outdial.kernel.TenantId;
import java.time.Instant;

/**
 * What is known of a call whose provider is asked about it or told to end it.
 *
 * @param providerCallId the provider's own id; null when its answer was lost
 * @param to the called number, E.164
 * @param sentAt when the request was about to leave; the call was made within seconds of it, or never
 */
public record CallReference(TenantId tenant, AttemptId attempt, String providerCallId, String to, Instant sentAt) {

    @Override
    public String toString() {
        return "CallReference[attempt=" + attempt + ", to=" + PhoneNumber.mask(to) + "]";
    }
}
