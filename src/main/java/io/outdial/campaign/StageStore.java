package io.outdial.campaign;

import static io.outdial.campaign.Columns.time;

import com.fasterxml.jackson.databind.JsonNode;
import io.outdial.kernel.CampaignId;
import io.outdial.kernel.TenantId;
import io.outdial.platform.Rows;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The four stages of an initiation, as they are shown. */
@ApplicationScoped
class StageStore {

    private static final List<String> NAMES = List.of("validation", "segmentation", "allocation", "execution");

    private static final String PUT = """
            insert into campaign_stage as s (tenant_id, campaign_id, stage, state, started_at, finished_at, result)
            values ($1, $2, $3, $4, $5, $6, $7)
            on conflict (tenant_id, campaign_id, stage) do update
            set state = excluded.state, started_at = excluded.started_at, finished_at = excluded.finished_at,
                result = excluded.result""";

    private final SpecJson json;

    StageStore(SpecJson json) {
        this.json = json;
    }

    /**
     * One stage.
     *
     * @param state {@code pending} before it begins, then {@code running}, {@code succeeded} or {@code failed}
     */
    @Schema(name = "InitiationStage")
    public record Stage(String name, String state, Instant startedAt, Instant finishedAt, JsonNode result) {}

    /**
     * An initiation as the API shows it.
     *
     * @param expectedReach people who will answer; null before the allocation
     */
    @Schema(name = "Initiation")
    public record View(List<Stage> stages, JsonNode expectedReach, JsonNode formula, Lines allocation) {}

    /** What is set aside: lines are concurrent calls. */
    @Schema(name = "LineAllocation")
    public record Lines(int workers, int lines) {}

    Uni<Void> started(
            SqlConnection c,
            TenantId tenant,
            CampaignId id,
            Verdict verdict,
            Segmentation.Counts counts,
            Allocation allocation,
            Instant now) {
        JsonObject segmented = new JsonObject()
                .put("matched", counts.matched())
                .put("reachable", counts.reachable())
                .put("suppressed", counts.matched() - counts.reachable());
        return put(c, tenant, id, "validation", "succeeded", now, json.object(verdict.view()))
                .chain(() -> put(c, tenant, id, "segmentation", "succeeded", now, segmented))
                .chain(() -> put(c, tenant, id, "allocation", "succeeded", now, json.object(allocation)))
                .chain(() -> put(c, tenant, id, "execution", "running", now, null));
    }

    /** The checks did not pass, or there is no slot. */
    Uni<Void> refused(SqlConnection c, TenantId tenant, CampaignId id, Verdict.View checks, Instant now) {
        return put(c, tenant, id, "validation", "failed", now, json.object(checks));
    }

    /** The checks passed, and the database refused to write the targets. */
    Uni<Void> unsegmented(SqlConnection c, TenantId tenant, CampaignId id, String cause, Instant now) {
        return put(c, tenant, id, "segmentation", "failed", now, new JsonObject().put("cause", cause));
    }

    private Uni<Void> put(
            SqlConnection c,
            TenantId tenant,
            CampaignId id,
            String stage,
            String state,
            Instant now,
            JsonObject result) {
        Tuple values = Tuple.of(tenant.value(), id.value(), stage, state, time(now));
        values.addValue(state.equals("running") ? null : time(now)).addValue(result);
        return c.preparedQuery(PUT).execute(values).replaceWithVoid();
    }

    Uni<View> read(SqlConnection c, TenantId tenant, CampaignId id) {
        return c.preparedQuery("select * from campaign_stage where tenant_id = $1 and campaign_id = $2")
                .execute(Tuple.of(tenant.value(), id.value()))
                .map(rows -> {
                    Map<String, Row> byName = new HashMap<>();
                    rows.forEach(row -> byName.put(row.getString("stage"), row));
                    List<Stage> stages = new ArrayList<>();
                    NAMES.forEach(name -> stages.add(stage(name, byName.get(name))));
                    return view(stages);
                });
    }

    private Stage stage(String name, Row row) {
        if (row == null) {
            return new Stage(name, "pending", null, null, null);
        }
        JsonObject result = row.getJsonObject("result");
        return new Stage(
                name,
                row.getString("state"),
                Rows.instant(row, "started_at"),
                Rows.instant(row, "finished_at"),
                result == null ? null : json.tree(result.getMap()));
    }

    private static View view(List<Stage> stages) {
        JsonNode allocated = stages.get(2).result();
        if (allocated == null) {
            return new View(stages, null, null, null);
        }
        Lines lines = new Lines(
                allocated.path("workers").asInt(), allocated.path("lines").asInt());
        return new View(stages, allocated.get("expectedReach"), allocated.get("formula"), lines);
    }
}
