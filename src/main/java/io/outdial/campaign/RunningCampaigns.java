package io.outdial.campaign;

import static java.util.stream.Collectors.toMap;

import io.outdial.kernel.CampaignId;
import io.outdial.kernel.Coded;
import io.outdial.kernel.TenantId;
import io.outdial.platform.NamedSql;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.jboss.logging.Logger;

/** Reads campaigns the way the dialer needs them, with the pinned script and its agent. */
@ApplicationScoped
public class RunningCampaigns {

    private static final Logger LOG = Logger.getLogger(RunningCampaigns.class);
    private static final String READ = NamedSql.load("campaign", "read-running");

    private final SpecJson json;

    RunningCampaigns(SpecJson json) {
        this.json = json;
    }

    /** The active campaigns, highest priority first, then oldest. One whose document cannot be read is left out. */
    public Uni<List<RunningCampaign>> read(SqlConnection c, TenantId tenant) {
        return read(c, tenant, "active", new UUID[0]);
    }

    /** These campaigns in whatever state; those that do not exist are absent from the answer. */
    public Uni<Map<CampaignId, RunningCampaign>> read(SqlConnection c, TenantId tenant, Collection<UUID> ids) {
        return read(c, tenant, null, ids.toArray(UUID[]::new))
                .map(found -> found.stream().collect(toMap(RunningCampaign::id, Function.identity())));
    }

    private Uni<List<RunningCampaign>> read(SqlConnection c, TenantId tenant, String state, UUID[] ids) {
        return c.preparedQuery(READ)
                .execute(Tuple.of(tenant.value(), state, ids))
                .map(rows -> {
                    List<RunningCampaign> campaigns = new ArrayList<>(rows.size());
                    for (Row row : rows) {
                        try {
                            campaigns.add(of(row));
                        } catch (UnreadableSpec e) {
                            LOG.errorf("Campaign %s cannot be read: %s", row.getUUID("campaign_id"), e.getMessage());
                        }
                    }
                    return campaigns;
                });
    }

    private RunningCampaign of(Row row) {
        OffsetDateTime endAt = row.getOffsetDateTime("end_at");
        Integer version = row.getInteger("script_version");
        return new RunningCampaign(
                new CampaignId(row.getUUID("campaign_id")),
                row.getString("name"),
                Coded.of(CampaignState.class, row.getString("state")),
                json.read(row.getJsonObject("spec")),
                ZoneId.of(row.getString("time_zone")),
                endAt == null ? null : endAt.toInstant(),
                row.getInteger("priority"),
                row.getInteger("reserved_lines"),
                row.getString("agent_voice"),
                row.getString("agent_language"),
                row.getUUID("voice_agent_id"),
                version == null ? 0 : version,
                row.getString("template"));
    }
}
