package io.outdial.dialer;

import static io.outdial.dialer.DueStore.utc;

import io.outdial.dialer.decide.Abandonment;
import io.outdial.dialer.decide.QualityWindow;
import io.outdial.kernel.TenantId;
import io.outdial.platform.NamedSql;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** What guards watch of each campaign. */
@ApplicationScoped
public class QualityStore {

    private static final String SET = NamedSql.load("dialer", "set-quality");
    private static final String READ = "select q.campaign_id, q.calls, q.abandonment from campaign_quality q"
            + " where q.tenant_id = $1 and q.campaign_id = any($2)";

    /** The last calls, and who was abandoned by day. */
    public record Watched(QualityWindow calls, Abandonment abandonment) {
        public static final Watched NOTHING = new Watched(QualityWindow.EMPTY, Abandonment.NONE);
    }

    /** Campaigns that nothing was watched of are absent. */
    public Uni<Map<UUID, Watched>> read(TenantId tenant, SqlConnection connection, Collection<UUID> campaigns) {
        return connection
                .preparedQuery(READ)
                .execute(Tuple.of(tenant.value(), campaigns.toArray(UUID[]::new)))
                .map(rows -> {
                    Map<UUID, Watched> found = new HashMap<>();
                    rows.forEach(row -> found.put(
                            row.getUUID("campaign_id"),
                            new Watched(
                                    QualityWindow.parse(row.getString("calls")),
                                    Abandonment.parse(row.getString("abandonment")))));
                    return found;
                });
    }

    Uni<Void> write(TenantId tenant, SqlConnection connection, Map<UUID, Watched> watched, Instant now) {
        List<Watched> rows = List.copyOf(watched.values());
        return connection
                .preparedQuery(SET)
                .execute(Tuple.of(
                        tenant.value(),
                        watched.keySet().toArray(UUID[]::new),
                        Targets.texts(rows, row -> row.calls().toString()),
                        Targets.texts(rows, row -> row.abandonment().toString()),
                        utc(now)))
                .replaceWithVoid();
    }
}
