package io.outdial.content;

import io.outdial.kernel.TenantId;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.UUID;

/** What campaigns need to know of their content, read inside the campaign's own transaction. */
@ApplicationScoped
public class ContentStore {

    /** The agent, also a retired one; empty when the tenant has none of this id. */
    public Uni<Optional<AgentFacts>> agent(SqlConnection c, TenantId t, UUID id) {
        return c.preparedQuery("select name, language, voice, status = 'active' as usable from voice_agent"
                        + " where tenant_id = $1 and voice_agent_id = $2")
                .execute(Tuple.of(t.value(), id))
                .map(rows -> first(rows)
                        .map(row -> new AgentFacts(
                                id,
                                row.getString("name"),
                                row.getString("language"),
                                row.getString("voice"),
                                row.getBoolean("usable"))));
    }

    /**
     * One version of the script, also of a retired one.
     *
     * @param versionOrNullForLatest null for the newest version
     * @return empty when the tenant has no such script or it no such version
     */
    public Uni<Optional<ScriptFacts>> script(SqlConnection c, TenantId t, UUID id, Integer versionOrNullForLatest) {
        return c.preparedQuery("select v.script_version, s.name, s.language, v.template, s.status = 'active' as usable"
                        + " from script s join script_version v on v.tenant_id = s.tenant_id"
                        + " and v.script_id = s.script_id and v.script_version = coalesce($3::int, s.latest_version)"
                        + " where s.tenant_id = $1 and s.script_id = $2")
                .execute(Tuple.of(t.value(), id, versionOrNullForLatest))
                .map(rows -> first(rows)
                        .map(row -> new ScriptFacts(
                                id,
                                row.getInteger("script_version"),
                                row.getString("name"),
                                row.getString("language"),
                                row.getString("template"),
                                row.getBoolean("usable"))));
    }

    private static Optional<Row> first(RowSet<Row> rows) {
        return rows.size() == 0 ? Optional.empty() : Optional.of(rows.iterator().next());
    }

    /** @param usable whether campaigns may still be scheduled with it */
    public record AgentFacts(UUID id, String name, String language, String voice, boolean usable) {}

    /** @param usable whether campaigns may still be scheduled with it */
    public record ScriptFacts(UUID id, int version, String name, String language, String template, boolean usable) {}
}
