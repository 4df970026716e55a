package io.outdial.audience;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.UUID;

/**
 * An audience kept under a name.
 *
 * @param audience as it was saved; relative dates are taken when it is used
 * @param status {@code active}, or {@code retired}: kept for what referred to it, and of no further use
 */
public record SavedAudience(
        UUID id,
        String name,
        JsonNode audience,
        String status,
        long version,
        String createdBy,
        Instant createdAt,
        Instant updatedAt) {}
