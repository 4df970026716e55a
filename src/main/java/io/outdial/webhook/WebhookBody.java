package io.outdial.webhook;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A subscription as it is written.
 *
 * @param eventTypes null for every type, also those that are added later
 * @param enabled null for true
 */
public record WebhookBody(
        @Schema(
                description = "Where messages are sent: a public https:// address",
                format = "uri",
                examples = "https://crm.example.com/hooks/outdial")
        @NotBlank
        @Size(max = 2000)
        String url,

        @Schema(description = "What to send; without it everything, also types that are added later")
        @Size(min = 1, max = 50)
        List<@NotNull EventType> eventTypes,

        @Size(max = 500) String description,

        @Schema(description = "Whether messages are sent; enabling forgets earlier failures", defaultValue = "true")
        Boolean enabled) {

    static WebhookBody of(Webhook webhook) {
        return new WebhookBody(
                webhook.url(),
                webhook.eventTypes() == null
                        ? null
                        : webhook.eventTypes().stream().map(EventType::read).toList(),
                webhook.description(),
                webhook.enabled());
    }

    List<String> codes() {
        return eventTypes == null
                ? null
                : eventTypes.stream().map(EventType::code).distinct().toList();
    }
}
