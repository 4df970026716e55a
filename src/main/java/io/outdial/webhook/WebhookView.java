package io.outdial.webhook;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.outdial.platform.OnceShown;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A subscription as the API shows it. */
@Schema(name = "Webhook")
public record WebhookView(
        UUID id,
        @Schema(format = "uri") String url,

        @Schema(description = "null: every type") List<EventType> eventTypes,

        String description,
        boolean enabled,

        @Schema(description = "Why the service disabled it; null when a person did")
        String disabledReason,

        @Schema(description = "Shown once, when it is made; never again, not to a repeated request either")
        @JsonInclude(JsonInclude.Include.NON_NULL)
        String secret,

        @Schema(description = "Until when messages are signed with the secret before, too")
        Instant previousSecretUntil,

        @Schema(description = "Attempts in a row that failed")
        int failures,

        Instant failingSince,
        long version,
        Instant createdAt,
        Instant updatedAt)
        implements OnceShown {

    static WebhookView of(Webhook webhook) {
        return of(webhook, null);
    }

    /** @param secret to be shown this once; null to keep it hidden */
    static WebhookView of(Webhook webhook, String secret) {
        return new WebhookView(
                webhook.id(),
                webhook.url(),
                WebhookBody.of(webhook).eventTypes(),
                webhook.description(),
                webhook.enabled(),
                webhook.health().disabledReason(),
                secret,
                webhook.oldSecretUntil(),
                webhook.health().failures(),
                webhook.health().failingSince(),
                webhook.version(),
                webhook.createdAt(),
                webhook.updatedAt());
    }

    @Override
    public Object withoutSecret() {
        return new WebhookView(
                id,
                url,
                eventTypes,
                description,
                enabled,
                disabledReason,
                null,
                previousSecretUntil,
                failures,
                failingSince,
                version,
                createdAt,
                updatedAt);
    }

    @Override
    public String toString() {
        return "WebhookView[" + id + "]";
    }
}
