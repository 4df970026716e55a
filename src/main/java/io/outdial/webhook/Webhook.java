package io.outdial.webhook;

import io.outdial.webhook.decide.EndpointHealth;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * A subscription.
 *
 * @param eventTypes codes; null for every type
 * @param secret sealed, like the others
 * @param oldSecret signs too until {@code oldSecretUntil}; null without any
 * @param health {@link EndpointHealth#disabledReason} is why the service disabled it; null when a person did
 */
record Webhook(
        UUID id,
        String url,
        List<String> eventTypes,
        String description,
        boolean enabled,
        byte[] secret,
        byte[] oldSecret,
        Instant oldSecretUntil,
        EndpointHealth health,
        long version,
        Instant createdAt,
        Instant updatedAt) {

    boolean wants(EventType type) {
        return eventTypes == null || eventTypes.contains(type.code());
    }

    /** The sealed secrets that sign at this moment, the newest first. */
    List<byte[]> signing(Instant now) {
        return oldSecret != null && oldSecretUntil.isAfter(now) ? List.of(secret, oldSecret) : List.of(secret);
    }

    Webhook with(WebhookBody body, Instant now) {
        boolean enable = body.enabled() == null || body.enabled();
        // Whoever changes or enables it wants it tried at once.
        return new Webhook(
                id,
                body.url(),
                body.codes(),
                body.description(),
                enable,
                secret,
                oldSecret,
                oldSecretUntil,
                enable ? EndpointHealth.GOOD : health,
                version,
                createdAt,
                now);
    }

    Webhook with(byte[] newSecret, Instant oldUntil, Instant now) {
        return new Webhook(
                id,
                url,
                eventTypes,
                description,
                enabled,
                newSecret,
                secret,
                oldUntil,
                health,
                version,
                createdAt,
                now);
    }
}
