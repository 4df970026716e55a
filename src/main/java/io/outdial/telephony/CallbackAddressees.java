package io.outdial.telephony;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.outdial.kernel.TenantId;
import io.outdial.platform.Places;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Finds the connection that a message names, before anything else of it is read. Anybody may name any: the database is asked for
 * few at once that this replica does not know, and not again for a while about one that is not there.
 */
@ApplicationScoped
class CallbackAddressees {

    private static final int MAX_UNKNOWN = 10_000;
    private static final int MAX_LOOK_UPS = 16;
    private static final int MAX_LOOK_UPS_PER_ADDRESS = 8;

    private final Connections connections;
    private final Cache<Name, Boolean> unknown = Caffeine.newBuilder()
            .maximumSize(MAX_UNKNOWN)
            .expireAfterWrite(Connections.FRESH)
            .build();
    private final Map<Name, Uni<Optional<Connections.Open>>> lookUps = new ConcurrentHashMap<>();
    private final Places<String> places = new Places<>();

    CallbackAddressees(Connections connections) {
        this.connections = connections;
    }

    private record Name(TenantId tenant, UUID connection) {}

    /**
     * The connection; empty when there is none. Fails with {@link CallMemory.Busy} when too many unknown ones are asked for.
     *
     * @param network where the message comes from
     */
    Uni<Optional<Connections.Open>> find(TenantId tenant, UUID connection, String network) {
        if (connection.equals(Connections.BUILT_IN)) {
            return Uni.createFrom().item(Optional.empty()); // whatever it is, it reports otherwise
        }
        if (connections.known(tenant, connection).isPresent()) {
            return connections.open(tenant, connection);
        }
        Name name = new Name(tenant, connection);
        return unknown.getIfPresent(name) != null
                ? Uni.createFrom().item(Optional.empty())
                : lookUps.computeIfAbsent(name, any -> lookUp(name, network));
    }

    private Uni<Optional<Connections.Open>> lookUp(Name name, String network) {
        return Uni.createFrom()
                .deferred(() -> places.take(network, MAX_LOOK_UPS_PER_ADDRESS, MAX_LOOK_UPS)
                        ? connections
                                .open(name.tenant(), name.connection())
                                .onItemOrFailure()
                                .invoke((found, failure) -> places.leave(network))
                        : Uni.createFrom().failure(new CallMemory.Busy()))
                .onItemOrFailure()
                .invoke((found, failure) -> {
                    if (failure == null && found.isEmpty()) {
                        unknown.put(name, true);
                    }
                    lookUps.remove(name);
                })
                .memoize()
                .indefinitely();
    }
}
