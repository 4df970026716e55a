package io.outdial.kernel;

import java.util.UUID;

/** Identifies a campaign of one tenant. Time-ordered (UUIDv7) when made by {@link #next()}. */
public record CampaignId(UUID value) implements Comparable<CampaignId> {

    public static CampaignId next() {
        return new CampaignId(Uuid7.next());
    }

    /** @throws IllegalArgumentException when the text is not a UUID */
    public static CampaignId fromString(String text) {
        return new CampaignId(UUID.fromString(text));
    }

    @Override
    public int compareTo(CampaignId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
