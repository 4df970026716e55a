package io.outdial.telephony;

import static io.outdial.platform.Rows.time;

import io.outdial.kernel.TenantId;
import io.outdial.platform.NamedSql;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/** What claims need to know of connections, and what they use of them. */
@ApplicationScoped
public class RouteStore {

    private static final String ROUTES = NamedSql.load("telephony", "routes");
    private static final String USE_TOKENS = NamedSql.load("telephony", "use-tokens");

    private final Connections connections;

    RouteStore(Connections connections) {
        this.connections = connections;
    }

    /** The tenant's routes, oldest first; whoever acts on them holds the tenant's capacity. */
    public Uni<List<Route>> routes(TenantId tenant, SqlConnection c) {
        return c.preparedQuery(ROUTES).execute(Tuple.of(tenant.value())).map(rows -> {
            List<Route> routes = new ArrayList<>(rows.size());
            rows.forEach(row -> routes.add(route(tenant, row)));
            return routes;
        });
    }

    private Route route(TenantId tenant, Row row) {
        UUID id = row.getUUID("connection_id");
        return new Route(
                id,
                List.of(row.getArrayOfStrings("countries")),
                row.getUUID("fallback_connection_id"),
                row.getString("status").equals("active"),
                connections.known(tenant, id).map(GuardedTelephony::room).orElse(Integer.MAX_VALUE),
                row.getInteger("calls_per_second"),
                row.getInteger("max_concurrent_calls"),
                row.getInteger("in_flight"),
                row.getDouble("second_tokens"),
                row.getOffsetDateTime("tokens_at").toInstant());
    }

    /** @param tokens what is left of each connection's calls per second */
    public Uni<Void> useTokens(TenantId tenant, SqlConnection c, Map<UUID, Double> tokens, Instant now) {
        if (tokens.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        Map<UUID, Double> sorted = new TreeMap<>(tokens);
        return c.preparedQuery(USE_TOKENS)
                .execute(Tuple.of(
                        tenant.value(),
                        sorted.keySet().toArray(UUID[]::new),
                        sorted.values().toArray(Double[]::new),
                        time(now)))
                .replaceWithVoid();
    }
}
