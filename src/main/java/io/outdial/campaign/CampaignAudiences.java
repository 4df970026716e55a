package io.outdial.campaign;

import com.fasterxml.jackson.databind.JsonNode;
import io.outdial.audience.Audience;
import io.outdial.audience.Audiences;
import io.outdial.customer.AttributeUses;
import io.outdial.kernel.TenantId;
import io.outdial.platform.Problem;
import io.outdial.platform.Sight;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Which campaigns and saved audiences ask for an attribute. Only those that will still be segmented count: the list of an active campaign
 * is made and changes no more.
 */
@ApplicationScoped
class CampaignAudiences implements AttributeUses {

    /** The text is searched first, so that few documents are read; whether it is a field's name is seen in the tree. */
    private static final String MENTIONING = """
            select k.campaign_id, k.name, k.state, k.spec, s.audience as saved
            from campaign k
            left join saved_audience s on s.tenant_id = $1 and s.audience_id::text = k.spec #>> '{audience,savedAudienceId}'
            where k.tenant_id = $1 and k.state in ('draft', 'scheduled')
              and (strpos((k.spec -> 'audience')::text, $2) > 0 or strpos(s.audience::text, $2) > 0)
            order by k.campaign_id limit 1000""";

    private static final String SAVED = """
            select audience_id, name, audience
            from saved_audience
            where tenant_id = $1 and status = 'active' and strpos(audience::text, $2) > 0
            order by audience_id limit 1000""";

    private final Audiences audiences;
    private final SpecJson json;

    CampaignAudiences(Audiences audiences, SpecJson json) {
        this.audiences = audiences;
        this.json = json;
    }

    @Override
    public Uni<List<Use>> of(SqlConnection c, TenantId tenant, String attribute, Sight sight, Instant now) {
        return ofCampaigns(c, tenant, attribute, sight, now).chain(campaigns -> ofSaved(
                        c, tenant, attribute, sight, now)
                .map(saved -> Stream.concat(campaigns.stream(), saved.stream()).toList()));
    }

    private Uni<List<Use>> ofCampaigns(SqlConnection c, TenantId tenant, String attribute, Sight sight, Instant now) {
        return c.preparedQuery(MENTIONING)
                .execute(Tuple.of(tenant.value(), inJson(attribute)))
                .map(rows -> naming(rows, attribute))
                .chain(rows -> each(rows, row -> use(c, tenant, row, sight, now)));
    }

    private Uni<List<Use>> ofSaved(SqlConnection c, TenantId tenant, String attribute, Sight sight, Instant now) {
        return c.preparedQuery(SAVED)
                .execute(Tuple.of(tenant.value(), inJson(attribute)))
                .map(rows -> namingSaved(rows, attribute))
                .chain(rows -> each(rows, row -> saved(c, tenant, row, sight, now)));
    }

    private static Uni<List<Use>> each(List<Row> rows, Function<Row, Uni<? extends Use>> use) {
        return Multi.createFrom()
                .iterable(rows)
                .onItem()
                .transformToUniAndConcatenate(use)
                .collect()
                .asList();
    }

    private String inJson(String attribute) {
        String quoted = json.tree(attribute).toString();
        return quoted.substring(1, quoted.length() - 1);
    }

    private List<Row> namingSaved(RowSet<Row> rows, String attribute) {
        List<Row> naming = new ArrayList<>();
        for (Row row : rows) {
            if (naming.size() < MAX
                    && names(json.tree(row.getJsonObject("audience").getMap()), attribute)) {
                naming.add(row);
            }
        }
        return naming;
    }

    private Uni<Use> saved(SqlConnection c, TenantId tenant, Row row, Sight sight, Instant now) {
        return Uni.createFrom()
                .deferred(() -> audiences.compile(c, tenant, json.audience(row.getJsonObject("audience")), sight, now))
                .chain(compiled -> audiences.count(c, tenant, compiled))
                .map(matched -> new Use(row.getUUID("audience_id"), row.getString("name"), null, matched, null))
                .onFailure(failure -> failure instanceof Problem || failure instanceof UnreadableSpec)
                .recoverWithItem(failure ->
                        new Use(row.getUUID("audience_id"), row.getString("name"), null, null, failure.getMessage()));
    }

    private List<Row> naming(RowSet<Row> rows, String attribute) {
        List<Row> naming = new ArrayList<>();
        for (Row row : rows) {
            JsonObject saved = row.getJsonObject("saved");
            JsonNode spec = json.tree(row.getJsonObject("spec").getMap());
            if (naming.size() < MAX
                    && (names(spec.path("audience"), attribute)
                            || (saved != null && names(json.tree(saved.getMap()), attribute)))) {
                naming.add(row);
            }
        }
        return naming;
    }

    private static boolean names(JsonNode node, String attribute) {
        for (var entry : node.properties()) {
            if (entry.getKey().equals(attribute) || entry.getKey().equals("attributes." + attribute)) {
                return true;
            }
        }
        for (JsonNode part : node) {
            if (names(part, attribute)) {
                return true;
            }
        }
        return false;
    }

    private Uni<Use> use(SqlConnection c, TenantId tenant, Row row, Sight sight, Instant now) {
        return Uni.createFrom()
                .deferred(() -> {
                    Audience audience = json.read(row.getJsonObject("spec")).audience();
                    return audiences.compile(c, tenant, audience, sight, now);
                })
                .chain(compiled -> audiences.count(c, tenant, compiled))
                .map(matched -> use(row, matched, null))
                .onFailure(failure -> failure instanceof Problem || failure instanceof UnreadableSpec)
                .recoverWithItem(failure -> use(row, null, failure.getMessage()));
    }

    private static Use use(Row row, Long matched, String problem) {
        return new Use(row.getUUID("campaign_id"), row.getString("name"), row.getString("state"), matched, problem);
    }
}
