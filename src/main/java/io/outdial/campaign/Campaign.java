package io.outdial.campaign;

import io.outdial.kernel.CampaignId;
import java.time.Instant;

/**
 * A campaign as stored: the document, and where it stands.
 *
 * @param unreadable why the stored document cannot be read, a sentence; null when it can. Then {@code spec} has only what
 *     is also kept in columns
 * @param startAt when it is to start; once it is active, when it did
 * @param endAt after which nothing is placed, a duration counted from {@code startAt}; null in a draft that says none
 * @param scriptVersion the pinned one, null before it is scheduled
 */
record Campaign(
        CampaignId id,
        CampaignState state,
        String stateReason,
        Cause.View stateCause,
        Instant stateChangedAt,
        String stateChangedBy,
        CampaignSpec spec,
        String unreadable,
        Instant startAt,
        Instant endAt,
        Integer scriptVersion,
        int reservedLines,
        Instant nextAttemptAt,
        long version,
        String createdBy,
        Instant createdAt,
        Instant updatedAt,
        Instant activatedAt,
        Instant finishedAt) {}
