package io.outdial.campaign;

import static io.outdial.campaign.Columns.time;

import io.outdial.kernel.CampaignId;
import io.outdial.kernel.Coded;
import io.outdial.kernel.TenantId;
import io.outdial.platform.AuditEntry;
import io.outdial.platform.AuditLog;
import io.outdial.platform.Problem;
import io.outdial.platform.ProblemType;
import io.outdial.platform.Rows;
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
import java.util.UUID;

/** Rows of campaigns and of what happened to them. */
@ApplicationScoped
class CampaignStore {

    private static final String INSERT = """
            insert into campaign (tenant_id, campaign_id, state, state_changed_at, state_changed_by, spec, created_by,
              created_at, updated_at, name, objective, time_zone, start_at, end_at, priority, max_daily_calls,
              max_concurrent_calls, calls_per_minute, calls_per_hour, budget, voice_agent_id, script_id, script_version)
            values ($1, $2, 'draft', $5, $4, $3, $4, $5, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)
            returning *""";

    private static final String EDIT = """
            update campaign set spec = $3, updated_at = $5, version = version + 1,
              next_attempt_at = case when state = 'scheduled' then $9::timestamptz end,
              state_reason = case when state <> 'scheduled' then state_reason end,
              state_cause = case when state <> 'scheduled' then state_cause end,
              name = $6, objective = $7, time_zone = $8, start_at = $9, end_at = $10, priority = $11,
              max_daily_calls = $12, max_concurrent_calls = $13, calls_per_minute = $14, calls_per_hour = $15,
              budget = $16, voice_agent_id = $17, script_id = $18, script_version = $19
            where tenant_id = $1 and campaign_id = $2 and version = $4
            returning *""";

    private static final String MOVE = """
            update campaign set state = $5, state_reason = $6, state_cause = $9, state_changed_at = $8, state_changed_by = $7,
              updated_at = $8, version = version + 1,
              next_attempt_at = case when $5 = 'scheduled' then start_at end,
              activated_at = case when $5 = 'active' then coalesce(activated_at, $8) else activated_at end,
              finished_at = case when $5 in ('completed', 'failed', 'stopped') then $8::timestamptz end
            where tenant_id = $1 and campaign_id = $2 and state = $3 and version = $4
            returning *""";

    private static final String POSTPONE = """
            update campaign c set state_reason = $4, state_cause = $6, next_attempt_at = $5
            from (select state_reason from campaign where tenant_id = $1 and campaign_id = $2 for update) before
            where c.tenant_id = $1 and c.campaign_id = $2 and c.state = 'scheduled' and c.version = $3
            returning before.state_reason is distinct from $4 as changed""";

    private final SpecJson json;
    private final CampaignHooks hooks;

    CampaignStore(SpecJson json, CampaignHooks hooks) {
        this.json = json;
        this.hooks = hooks;
    }

    Uni<Campaign> insert(SqlConnection c, TenantId tenant, CampaignSpec spec, String by, Instant now) {
        Tuple values = Tuple.tuple();
        values.addValue(tenant.value()).addValue(CampaignId.next().value()).addValue(json.write(spec));
        values.addValue(by).addValue(time(now));
        Columns.append(values, spec, spec.startAt(), null);
        return c.preparedQuery(INSERT)
                .execute(values)
                .map(this::one)
                .call(made -> AuditLog.add(
                        c, tenant, AuditEntry.of("campaign.create", made.id()).with("name", spec.name()), now));
    }

    /** To work with: 404 when there is none, {@link UnreadableSpec} when its document cannot be read. */
    Uni<Campaign> read(SqlConnection c, TenantId tenant, CampaignId id) {
        return look(c, tenant, id).invoke(campaign -> {
            if (campaign.unreadable() != null) {
                throw new UnreadableSpec(campaign.unreadable(), null);
            }
        });
    }

    /** Keeps others from changing the campaign until the transaction ends; false when somebody is changing it just now. */
    Uni<Boolean> take(SqlConnection c, TenantId tenant, CampaignId id) {
        return c.preparedQuery("select from campaign where tenant_id = $1 and campaign_id = $2"
                        + " for no key update skip locked")
                .execute(Tuple.of(tenant.value(), id.value()))
                .map(rows -> rows.rowCount() == 1);
    }

    /** To show: 404 when there is none, and what the columns tell when its document cannot be read. */
    Uni<Campaign> look(SqlConnection c, TenantId tenant, CampaignId id) {
        return c.preparedQuery("select * from campaign where tenant_id = $1 and campaign_id = $2")
                .execute(Tuple.of(tenant.value(), id.value()))
                .map(rows -> {
                    if (rows.size() == 0) {
                        throw Problem.notFound("campaign");
                    }
                    return one(rows);
                });
    }

    /** Newest first, at most {@code limit} of those older than {@code before}; every filter may be null. */
    Uni<List<Campaign>> list(
            SqlConnection c, TenantId tenant, String state, String objective, String text, UUID before, int limit) {
        return c.preparedQuery("""
                        select * from campaign
                        where tenant_id = $1 and ($2::text is null or state = $2) and ($3::text is null or objective = $3)
                          and ($4::text is null or strpos(lower(name), lower($4)) > 0)
                          and ($5::uuid is null or campaign_id < $5)
                        order by campaign_id desc limit $6""")
                .execute(Tuple.of(tenant.value(), state, objective, text, before, limit))
                .map(rows -> {
                    List<Campaign> found = new ArrayList<>();
                    rows.forEach(row -> found.add(of(row)));
                    return found;
                });
    }

    /** Replaces the document of {@code before}; 412 when somebody was faster. */
    Uni<Campaign> edit(
            SqlConnection c,
            TenantId tenant,
            Campaign before,
            CampaignSpec spec,
            Instant start,
            Integer pinned,
            Instant now) {
        Tuple values = Tuple.tuple();
        values.addValue(tenant.value()).addValue(before.id().value()).addValue(json.write(spec));
        values.addValue(before.version()).addValue(time(now));
        Columns.append(values, spec, start, pinned);
        return c.preparedQuery(EDIT).execute(values).map(this::oneOrStale);
    }

    /** Compare-and-set of the state, with its event; 409 when the table refuses, 412 when somebody was faster. */
    Uni<Campaign> move(
            SqlConnection c, TenantId tenant, Campaign from, Action action, String by, Cause cause, Instant now) {
        CampaignState to = Lifecycle.require(from.state(), action);
        Tuple values = Tuple.tuple();
        values.addValue(tenant.value())
                .addValue(from.id().value())
                .addValue(from.state().code());
        values.addValue(from.version())
                .addValue(to.code())
                .addValue(cause.sentence())
                .addValue(by)
                .addValue(time(now))
                .addValue(cause.stored());
        JsonObject detail = new JsonObject()
                .put("from", from.state().code())
                .put("to", to.code())
                .put("action", action.code())
                .put("reason", cause.sentence());
        if (cause.code() != null) {
            detail.put("cause", cause.stored());
        }
        return c.preparedQuery(MOVE)
                .execute(values)
                .map(this::oneOrStale)
                .call(() -> event(c, tenant, from.id(), CampaignEvent.STATE_CHANGED, by, detail, now))
                .call(() -> AuditLog.add(c, tenant, audited(from, action, by, detail), now));
    }

    private static AuditEntry audited(Campaign from, Action action, String by, JsonObject detail) {
        AuditEntry entry = AuditEntry.of("campaign." + action.code(), from.id()).by(by);
        return entry.with("from", detail.getString("from"))
                .with("to", detail.getString("to"))
                .with("reason", detail.getString("reason"));
    }

    Uni<Void> event(
            SqlConnection c,
            TenantId tenant,
            CampaignId id,
            CampaignEvent type,
            String by,
            JsonObject detail,
            Instant now) {
        return EventLog.add(c, tenant, List.of(id.value()), type, by, detail, now)
                .chain(() -> hooks.happened(c, tenant, id, type, by, detail, now));
    }

    /** What became of a note about a refused start. */
    enum Postponed {
        NEW_REASON,
        SAME_REASON,
        NOT_SCHEDULED
    }

    /**
     * Notes why a scheduled campaign could not start, and when it is tried again. Not an edit: the version stays.
     *
     * @param until null when waiting cannot help
     */
    Uni<Postponed> postpone(SqlConnection c, TenantId tenant, Campaign campaign, Cause cause, Instant until) {
        return c.preparedQuery(POSTPONE)
                .execute(Tuple.of(
                        tenant.value(),
                        campaign.id().value(),
                        campaign.version(),
                        cause.sentence(),
                        time(until),
                        cause.stored()))
                .map(rows -> rows.size() == 0
                        ? Postponed.NOT_SCHEDULED
                        : rows.iterator().next().getBoolean("changed") ? Postponed.NEW_REASON : Postponed.SAME_REASON);
    }

    Uni<Boolean> hasHistory(SqlConnection c, TenantId tenant, CampaignId id) {
        return c.preparedQuery(
                        "select exists (select from campaign_event where tenant_id = $1 and campaign_id = $2) as has")
                .execute(Tuple.of(tenant.value(), id.value()))
                .map(rows -> rows.iterator().next().getBoolean("has"));
    }

    Uni<Void> delete(SqlConnection c, TenantId tenant, Campaign campaign, Instant now) {
        return c.preparedQuery("delete from campaign where tenant_id = $1 and campaign_id = $2 and version = $3")
                .execute(Tuple.of(tenant.value(), campaign.id().value(), campaign.version()))
                .chain(() -> AuditLog.add(c, tenant, AuditEntry.of("campaign.delete", campaign.id()), now));
    }

    private Campaign oneOrStale(RowSet<Row> rows) {
        if (rows.size() == 0) {
            throw new Problem(ProblemType.VERSION_STALE, "Somebody changed the campaign meanwhile; read it again.");
        }
        return one(rows);
    }

    private Campaign one(RowSet<Row> rows) {
        return of(rows.iterator().next());
    }

    private Campaign of(Row row) {
        CampaignSpec spec;
        String unreadable = null;
        try {
            spec = json.read(row.getJsonObject("spec"));
        } catch (UnreadableSpec e) {
            spec = Columns.stub(row);
            unreadable = e.getMessage();
        }
        return new Campaign(
                new CampaignId(row.getUUID("campaign_id")),
                Coded.of(CampaignState.class, row.getString("state")),
                row.getString("state_reason"),
                Cause.View.of(row.getJsonObject("state_cause")),
                Rows.instant(row, "state_changed_at"),
                row.getString("state_changed_by"),
                spec,
                unreadable,
                Rows.instant(row, "start_at"),
                Rows.instant(row, "end_at"),
                row.getInteger("script_version"),
                row.getInteger("reserved_lines"),
                Rows.instant(row, "next_attempt_at"),
                row.getLong("version"),
                row.getString("created_by"),
                Rows.instant(row, "created_at"),
                Rows.instant(row, "updated_at"),
                Rows.instant(row, "activated_at"),
                Rows.instant(row, "finished_at"));
    }
}
