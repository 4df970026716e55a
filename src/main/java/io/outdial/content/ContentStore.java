package io.outdial.content;

import io.outdial.kernel.TenantId;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.UUID;

/** Facts about agents and scripts. */
@ApplicationScoped
public class ContentStore {

    public record AgentFacts(UUID id, String name, String language, String voice, boolean usable) {}

    public record ScriptFacts(UUID id, int version, String name, String language, String template, boolean usable) {}

    public Uni<Optional<AgentFacts>> agent(SqlConnection c, TenantId tenant, UUID id) {
        return c.preparedQuery("select name, language, voice, status from voice_agent where tenant_id = $1 and voice_agent_id = $2")
                .execute(Tuple.of(tenant.value(), id))
                .map(rows -> rows.size() == 0
                        ? Optional.empty()
                        : Optional.of(rows.iterator().next())
                                .map(row -> new AgentFacts(
                                        id,
                                        row.getString("name"),
                                        row.getString("language"),
                                        row.getString("voice"),
                                        row.getString("status").equals("active"))));
    }

    public Uni<Optional<ScriptFacts>> script(SqlConnection c, TenantId tenant, UUID id, Integer version) {
        return c.preparedQuery("select s.name, s.language, s.status, v.script_version, v.template from script s"
                        + " join script_version v on v.tenant_id = s.tenant_id and v.script_id = s.script_id"
                        + " and v.script_version = coalesce($3::int, s.latest_version)"
                        + " where s.tenant_id = $1 and s.script_id = $2")
                .execute(Tuple.of(tenant.value(), id, version))
                .map(rows -> rows.size() == 0
                        ? Optional.empty()
                        : Optional.of(rows.iterator().next())
                                .map(row -> new ScriptFacts(
                                        id,
                                        row.getInteger("script_version"),
                                        row.getString("name"),
                                        row.getString("language"),
                                        row.getString("template"),
                                        row.getString("status").equals("active"))));
    }
}
