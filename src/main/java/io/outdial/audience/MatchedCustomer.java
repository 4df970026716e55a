package io.outdial.audience;

import io.outdial.kernel.Masks;
import io.outdial.kernel.PhoneNumber;
import java.util.List;
import java.util.UUID;

/**
 * A customer who matches an audience.
 *
 * @param name masked without the scope customers:pii
 * @param phone E.164, masked without the scope customers:pii
 */
record MatchedCustomer(
        UUID id, String externalId, String name, String phone, String city, List<String> neighborhoods, String status) {

    MatchedCustomer masked() {
        return new MatchedCustomer(
                id, externalId, Masks.name(name), PhoneNumber.mask(phone), city, neighborhoods, status);
    }
}
