package io.outdial.campaign;

import io.outdial.kernel.CampaignId;
import java.time.Instant;

/** A campaign as stored: the document, and where it stands. {@code scriptVersion} is the pinned one, null before. */
record Campaign(
        CampaignId id,
        CampaignState state,
        String stateReason,
        Instant stateChangedAt,
        String stateChangedBy,
        CampaignSpec spec,
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
