package io.outdial.campaign;

import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Row;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/**
 * Documents of campaigns that were read before. Every batch of the dialer reads its campaigns, and a document does not change
 * without its campaign's version. The thousand that were asked for last are kept.
 */
final class KnownSpecs {

    private static final int KEPT = 1000;

    private final SpecJson json;
    private final Map<UUID, Known> known = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<UUID, Known> eldest) {
            return size() > KEPT;
        }
    };

    private record Known(long version, OffsetDateTime updatedAt, CampaignSpec spec) {}

    KnownSpecs(SpecJson json) {
        this.json = json;
    }

    /**
     * @param row with {@code campaign_id}, {@code version}, {@code updated_at} and the text of {@code spec}
     * @throws UnreadableSpec when the stored document does not fit
     */
    CampaignSpec read(Row row) {
        UUID id = row.getUUID("campaign_id");
        long version = row.getLong("version");
        OffsetDateTime updatedAt = row.getOffsetDateTime("updated_at");
        synchronized (known) {
            Known found = known.get(id);
            if (found != null && found.version == version && found.updatedAt.equals(updatedAt)) {
                return found.spec;
            }
        }
        CampaignSpec spec = json.read(new JsonObject(row.getString("spec")));
        synchronized (known) {
            known.put(id, new Known(version, updatedAt, spec));
        }
        return spec;
    }
}
