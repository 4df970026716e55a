package io.outdial.audience;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.outdial.audience.Audience.FollowUp;
import io.outdial.audience.query.Fields;
import io.outdial.audience.query.Node;
import io.outdial.audience.query.QueryException;
import io.outdial.kernel.TenantId;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import java.util.UUID;

/** What an audience refers to beside its own conditions: a saved audience, an earlier campaign. */
@ApplicationScoped
class AudienceReferences {

    static final String POINTER = "/savedAudienceId";

    private final ObjectMapper json;

    AudienceReferences(ObjectMapper json) {
        this.json = json;
    }

    /** The saved audience that is named, if one is; fails with {@link QueryException} when a reference leads nowhere. */
    Uni<Optional<Audience>> resolve(SqlConnection c, TenantId tenant, Audience audience) {
        return followed(c, tenant, audience.followUp(), "")
                .chain(() -> audience.savedAudienceId() == null
                        ? Uni.createFrom().item(Optional.<Audience>empty())
                        : saved(c, tenant, audience.savedAudienceId()).map(Optional::of))
                .call(saved -> saved.isEmpty()
                        ? Uni.createFrom().voidItem()
                        : followed(c, tenant, saved.get().followUp(), POINTER));
    }

    private Uni<Audience> saved(SqlConnection c, TenantId tenant, UUID id) {
        return c.preparedQuery("""
                        select audience from saved_audience
                        where tenant_id = $1 and audience_id = $2 and status = 'active'""").execute(Tuple.of(tenant.value(), id)).map(rows -> {
            if (rows.size() == 0) {
                throw new QueryException(POINTER, "unknown_audience", "There is no such saved audience in use.");
            }
            return read(rows.iterator().next().getJsonObject("audience"));
        });
    }

    Audience read(JsonObject stored) {
        try {
            return json.readValue(stored.encode(), Audience.class);
        } catch (JsonProcessingException e) {
            throw new QueryException(
                    POINTER, "unreadable", "The saved audience cannot be read any more; save it again.");
        }
    }

    private static Uni<Void> followed(SqlConnection c, TenantId tenant, FollowUp followUp, String prefix) {
        if (followUp == null) {
            return Uni.createFrom().voidItem();
        }
        FollowUpSql.check(followUp);
        return c.preparedQuery("select 1 from campaign where tenant_id = $1 and campaign_id = $2")
                .execute(Tuple.of(tenant.value(), followUp.campaignId()))
                .invoke(rows -> {
                    if (rows.size() == 0) {
                        String pointer = prefix.isEmpty() ? "/followUp/campaignId" : prefix;
                        throw new QueryException(
                                pointer, "unknown_campaign", "There is no such campaign to follow up.");
                    }
                })
                .replaceWithVoid();
    }

    /** The tree of a saved audience; whatever is wrong with it is wrong with the reference. */
    static Node parse(Audience saved, Fields fields, Instant now, ZoneId zone) {
        try {
            return AudienceParser.parse(saved, fields, now, zone);
        } catch (QueryException e) {
            throw new QueryException(POINTER, e.code(), "In the saved audience: " + e.getMessage());
        }
    }
}
