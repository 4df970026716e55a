package io.outdial.dialer;

import io.outdial.campaign.TelephonyStatus;
import io.outdial.kernel.TenantId;
import io.outdial.telephony.Connections;
import io.outdial.telephony.GuardedTelephony;
import io.outdial.telephony.Route;
import io.outdial.telephony.RouteStore;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Tells campaigns whether calls could be placed. */
@ApplicationScoped
class DialerTelephonyStatus implements TelephonyStatus {

    private final Connections connections;
    private final RouteStore routes;

    DialerTelephonyStatus(Connections connections, RouteStore routes) {
        this.connections = connections;
        this.routes = routes;
    }

    @Override
    public Uni<Boolean> available(SqlConnection c, TenantId tenant, UUID connection) {
        if (Connections.BUILT_IN.equals(connection)) {
            return connections.builtIn().available();
        }
        return routes.routes(tenant, c)
                .chain(all -> all.isEmpty() && connection == null
                        ? connections.builtIn().available()
                        : anyOf(tenant, connection == null ? all : withFallbacks(all, connection)));
    }

    private static List<Route> withFallbacks(List<Route> all, UUID from) {
        Map<UUID, Route> byId = all.stream().collect(Collectors.toMap(Route::id, Function.identity()));
        List<Route> chain = new ArrayList<>();
        Set<UUID> passed = new HashSet<>();
        for (Route route = byId.get(from);
                route != null && passed.add(route.id());
                route = route.fallback() == null ? null : byId.get(route.fallback())) {
            chain.add(route);
        }
        return chain;
    }

    private Uni<Boolean> anyOf(TenantId tenant, List<Route> some) {
        return Multi.createFrom()
                .iterable(some)
                .filter(Route::active)
                .onItem()
                .transformToUniAndConcatenate(
                        route -> connections.of(tenant, route.id().toString()).chain(GuardedTelephony::available))
                .filter(available -> available)
                .collect()
                .first()
                .map(Boolean.TRUE::equals);
    }

    @Override
    public boolean anyMisconfigured(TenantId tenant, Instant now) {
        return connections.anyMisconfigured(tenant, now);
    }

    @Override
    public Optional<Instant> misconfiguredSince(TenantId tenant, UUID connection, Instant now) {
        return connections.misconfiguredSince(tenant, connection, now);
    }
}
