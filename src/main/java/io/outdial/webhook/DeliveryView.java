package io.outdial.webhook;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A delivery as the API shows it. */
@Schema(name = "Delivery")
public record DeliveryView(
        UUID id,

        @Schema(description = "What the message has in its header webhook-id, in every attempt")
        UUID messageId,

        EventType type,

        @Schema(description = "pending, delivered or dead", examples = "delivered")
        String state,

        @Schema(description = "When it is tried next; null unless it is pending")
        Instant nextAttemptAt,

        Instant createdAt,
        Instant finishedAt,

        @Schema(description = "Status of the last answer; null when there was none")
        Integer lastStatus,

        @Schema(description = "Why the last attempt failed; null when it did not")
        String lastError,

        @Schema(description = "Every attempt, in order") List<Attempt> attempts,

        @Schema(description = "The message; in the answer for one delivery only")
        @JsonInclude(JsonInclude.Include.NON_NULL)
        @JsonRawValue
        String message) {

    /**
     * @param status of the answer; null when there was none
     * @param error why it failed; null when the message was taken
     */
    @Schema(name = "DeliveryAttempt")
    public record Attempt(Instant at, int durationMillis, Integer status, String error) {}

    static DeliveryView of(Delivery.Logged d) {
        return new DeliveryView(
                d.id(),
                d.message(),
                d.type(),
                d.state(),
                d.state().equals("pending") ? d.nextAt() : null,
                d.createdAt(),
                d.finishedAt(),
                d.lastStatus(),
                d.lastError(),
                d.log(),
                d.body());
    }
}
