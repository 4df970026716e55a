package io.outdial.webhook;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** What is known of one message to one webhook. */
final class Delivery {

    private Delivery() {}

    /**
     * One that is to be sent by whoever claimed it.
     *
     * @param attempt its number, from 1
     * @param tries the same, counted from when somebody last asked for it to be sent again
     */
    record Claimed(UUID id, UUID webhook, UUID message, String body, int attempt, int tries, Instant giveUpAt) {}

    /** One that is made: {@code id} and {@code message} are told apart, because webhooks share a message. */
    record Draft(UUID id, UUID webhook, UUID message, EventType type, String body) {}

    /**
     * What became of an attempt.
     *
     * @param state {@code pending delivered dead}
     * @param nextAt not before, while pending
     */
    record Result(
            Claimed claimed, Instant at, long millis, String state, Instant nextAt, Integer status, String error) {}

    /** One as the log keeps it; {@code body} is null in lists. */
    record Logged(
            UUID id,
            UUID webhook,
            UUID message,
            EventType type,
            String state,
            int attempts,
            Instant nextAt,
            Integer lastStatus,
            String lastError,
            Instant createdAt,
            Instant finishedAt,
            String body,
            List<DeliveryView.Attempt> log) {}
}
