package io.outdial.audience;

import io.outdial.kernel.PhoneNumber;
import java.util.List;
import java.util.UUID;

/**
 * A customer who matches an audience.
 *
 * @param name absent without the scope customers:pii
 * @param phone E.164, masked without the scope customers:pii
 */
record MatchedCustomer(
        UUID id, String externalId, String name, String phone, String city, List<String> neighborhoods, String status) {

    MatchedCustomer masked() {
        return new MatchedCustomer(id, externalId, null, PhoneNumber.mask(phone), city, neighborhoods, status);
    }
}
