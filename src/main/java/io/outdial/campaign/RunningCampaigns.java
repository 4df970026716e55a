package io.outdial.campaign;

import static java.util.stream.Collectors.toMap;

import io.outdial.compliance.CallingPolicies;
import io.outdial.kernel.CampaignId;
import io.outdial.kernel.Coded;
import io.outdial.kernel.TenantId;
import io.outdial.platform.NamedSql;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jboss.logging.Logger;

/** Reads campaigns the way the dialer needs them, with the pinned script and its agent. */
@ApplicationScoped
public class RunningCampaigns {

    private static final Logger LOG = Logger.getLogger(RunningCampaigns.class);
    private static final String READ = NamedSql.load("campaign", "read-running");

    private final KnownSpecs specs;

    private final CallingPolicies policies;
    private final Transitions transitions;
    private final ActiveTenants active;

    RunningCampaigns(SpecJson json, CallingPolicies policies, Transitions transitions, ActiveTenants active) {
        this.specs = new KnownSpecs(json);
        this.policies = policies;
        this.transitions = transitions;
        this.active = active;
    }

    /**
     * The active campaigns whose end has not come, highest priority first, then oldest, for a transaction that holds the
     * tenant's capacity. One whose document cannot be read fails with it.
     */
    public Uni<List<RunningCampaign>> active(SqlConnection c, TenantId tenant, Instant now) {
        Map<CampaignId, String> unreadable = new LinkedHashMap<>();
        return read(c, tenant, "active", new UUID[0], (row, cause) -> {
                    unreadable.put(new CampaignId(row.getUUID("campaign_id")), cause);
                    return null;
                })
                .invoke(running -> {
                    if (!running.isEmpty()) {
                        active.seen(tenant);
                    }
                })
                .call(() -> Multi.createFrom()
                        .iterable(unreadable.entrySet())
                        .onItem()
                        .transformToUniAndConcatenate(each -> transitions.fail(
                                c,
                                tenant,
                                each.getKey(),
                                "engine",
                                Cause.of(UnreadableSpec.CODE, each.getValue()),
                                now))
                        .collect()
                        .asList())
                .map(running ->
                        running.stream().filter(each -> !each.isOver(now)).toList());
    }

    /** Keeps as an event of type {@link CampaignEvent#ATTEMPTS_HELD} that nobody knows what became of some of its calls. */
    public Uni<Void> attemptsHeld(SqlConnection c, TenantId tenant, CampaignId id, long attempts, Instant now) {
        return transitions.note(
                c, tenant, id, CampaignEvent.ATTEMPTS_HELD, new JsonObject().put("attempts", attempts), now);
    }

    /** Pauses a campaign in whose way something stands; see {@link Transitions#pause}. */
    public Uni<Boolean> pause(SqlConnection c, TenantId tenant, CampaignId id, String by, Cause cause, Instant now) {
        return transitions.pause(c, tenant, id, by, cause, now);
    }

    /**
     * These campaigns in whatever state; those that do not exist are absent from the answer. One whose document cannot be
     * read is shown as failed, which is what becomes of it, so that its calls can be settled.
     */
    public Uni<Map<CampaignId, RunningCampaign>> read(SqlConnection c, TenantId tenant, Collection<UUID> ids) {
        return read(c, tenant, null, ids.toArray(UUID[]::new), (row, cause) -> failed(row))
                .map(found -> found.stream().collect(toMap(RunningCampaign::id, Function.identity())));
    }

    /** @param unreadable what to show for a row whose document cannot be read, given why; null for nothing */
    private Uni<List<RunningCampaign>> read(
            SqlConnection c,
            TenantId tenant,
            String state,
            UUID[] ids,
            BiFunction<Row, String, RunningCampaign> unreadable) {
        return c.preparedQuery(READ)
                .execute(Tuple.of(tenant.value(), state, ids))
                .map(rows -> {
                    List<RunningCampaign> campaigns = new ArrayList<>(rows.size());
                    for (Row row : rows) {
                        try {
                            campaigns.add(
                                    of(row, Coded.of(CampaignState.class, row.getString("state")), specs.read(row)));
                        } catch (UnreadableSpec e) {
                            LOG.errorf("Campaign %s: %s", row.getUUID("campaign_id"), e.getMessage());
                            RunningCampaign instead = unreadable.apply(row, e.getMessage());
                            if (instead != null) {
                                campaigns.add(instead);
                            }
                        }
                    }
                    return campaigns;
                });
    }

    private RunningCampaign failed(Row row) {
        CampaignSpec.Retry once = new CampaignSpec.Retry(1, null, null, null, null, null, null);
        CampaignSpec.CallSettings calls =
                new CampaignSpec.CallSettings(null, null, null, once, null, null, null, null, null, null, null, null);
        CampaignSpec spec = new CampaignSpec(
                row.getString("name"), null, null, null, null, null, null, null, calls, null, null, null, null, null);
        return of(row, CampaignState.FAILED, spec);
    }

    private RunningCampaign of(Row row, CampaignState state, CampaignSpec spec) {
        OffsetDateTime endAt = row.getOffsetDateTime("end_at");
        Integer version = row.getInteger("script_version");
        Integer redial = row.getInteger("redial_unknown_after");
        return new RunningCampaign(
                new CampaignId(row.getUUID("campaign_id")),
                row.getString("name"),
                state,
                spec,
                policies.of(row).rulesFor(spec.policy()),
                ZoneId.of(row.getString("time_zone")),
                endAt == null ? null : endAt.toInstant(),
                row.getInteger("priority"),
                row.getInteger("reserved_lines"),
                row.getString("agent_voice"),
                row.getString("agent_language"),
                row.getUUID("voice_agent_id"),
                version == null ? 0 : version,
                row.getString("template"),
                redial == null ? null : Duration.ofSeconds(redial));
    }
}
