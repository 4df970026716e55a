package io.outdial.customer;

import java.util.List;
import java.util.Map;

/**
 * Everything that is stored about one person (GDPR, articles 15 and 20; the Saudi Personal Data Protection Law, article 4).
 *
 * @param customer unmasked
 * @param records by kind: {@code consents}, {@code doNotCall}, {@code targets}, {@code calls}, {@code conversions}; the newest
 *     ten thousand of each
 * @param truncated the kinds of which there are more
 */
public record PersonalData(
        CustomerView customer, Map<String, List<Map<String, Object>>> records, List<String> truncated) {}
