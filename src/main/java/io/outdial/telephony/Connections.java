package io.outdial.telephony;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.outdial.kernel.TenantId;
import io.outdial.platform.SealedSecrets;
import io.outdial.platform.TenantDb;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * Connections ready for use: each with its adapter's gateway behind a guard of its own. What is open is a replica's memory
 * of what the database says, at most {@link #FRESH} old; a connection that was changed is opened anew, with its circuit
 * closed.
 */
@ApplicationScoped
public class Connections implements TelephonyLines {

    /** The adapter that the installation switched on for everybody, as a connection that every tenant has. */
    public static final UUID BUILT_IN = new UUID(0x7000L, 0x8000_0000_0000_0000L);

    static final Duration FRESH = Duration.ofSeconds(5);

    private static final Logger LOG = Logger.getLogger(Connections.class);
    private static final int MAX_OPEN = 5_000;
    private static final TypeReference<Map<String, String>> TEXTS = new TypeReference<>() {};

    private final TenantDb db;
    private final ConnectionStore store;
    private final SealedSecrets secrets;
    private final ObjectMapper json;
    private final GuardedTelephony builtIn;
    private final Guards guards;
    private final Map<UUID, Open> open = new ConcurrentHashMap<>();

    Connections(
            TenantDb db,
            ConnectionStore store,
            SealedSecrets secrets,
            ObjectMapper json,
            GuardedTelephony builtIn,
            Guards guards) {
        this.db = db;
        this.store = store;
        this.secrets = secrets;
        this.json = json;
        this.builtIn = builtIn;
        this.guards = guards;
    }

    void measure(@Observes StartupEvent start, MeterRegistry metrics) {
        Gauge.builder("outdial.telephony.connections.broken", open, all -> all.values().stream()
                        .filter(each -> each.telephony().broken())
                        .count())
                .description("Connections whose circuit is not closed on this replica")
                .register(metrics);
    }

    /** An open connection. */
    record Open(
            TelephonyConnection connection,
            Credentials credentials,
            TelephonyAdapter adapter,
            GuardedTelephony telephony,
            long readAt) {

        boolean fresh() {
            return System.nanoTime() - readAt < FRESH.toNanos();
        }
    }

    @Override
    public Uni<GuardedTelephony> of(TenantId tenant, String key) {
        Optional<UUID> id = id(key);
        if (id.isEmpty() || id.get().equals(BUILT_IN)) {
            return Uni.createFrom().item(builtIn);
        }
        return open(tenant, id.get()).map(found -> found.map(Open::telephony).orElseGet(guards::none));
    }

    /** The telephony of a connection that this replica has open; empty when it would have to be read first. */
    public Optional<GuardedTelephony> known(TenantId tenant, UUID id) {
        if (id.equals(BUILT_IN)) {
            return Optional.of(builtIn);
        }
        return Optional.ofNullable(open.get(id))
                .filter(each -> each.connection().tenant().equals(tenant))
                .map(Open::telephony);
    }

    /** The same by the key that an attempt keeps. */
    public Optional<GuardedTelephony> known(TenantId tenant, String key) {
        return id(key).flatMap(each -> known(tenant, each));
    }

    /** Whether any connection that this replica has open for the tenant, or the built-in one, refuses everything now. */
    public boolean anyMisconfigured(TenantId tenant, Instant now) {
        return builtIn.misconfiguredSince(now).isPresent()
                || open.values().stream()
                        .anyMatch(each -> each.connection().tenant().equals(tenant)
                                && each.telephony().misconfiguredSince(now).isPresent());
    }

    /**
     * Since when every connection that a campaign may use has refused all calls for reasons of configuration, as far as this
     * replica has tried; empty when one did not.
     *
     * @param wanted the campaign's own; null when it goes by the tenant's routes
     */
    public Optional<Instant> misconfiguredSince(TenantId tenant, UUID wanted, Instant now) {
        List<GuardedTelephony> used = new ArrayList<>();
        if (wanted == null) {
            open.values().stream()
                    .filter(each -> each.connection().tenant().equals(tenant)
                            && each.connection().active())
                    .forEach(each -> used.add(each.telephony()));
        }
        for (UUID at = wanted; at != null && used.size() < ConnectionService.MAX_PER_TENANT; ) {
            Open each = open.get(at);
            known(tenant, at).ifPresent(used::add);
            at = each == null ? null : each.connection().fallback();
        }
        if (used.isEmpty() && wanted == null) {
            used.add(builtIn);
        }
        List<Instant> since = used.stream()
                .flatMap(each -> each.misconfiguredSince(now).stream())
                .toList();
        return used.isEmpty() || since.size() < used.size()
                ? Optional.empty()
                : since.stream().max(Instant::compareTo);
    }

    public GuardedTelephony builtIn() {
        return builtIn;
    }

    /** Whether an adapter is switched on for everybody. */
    public boolean hasBuiltIn() {
        return !builtIn.gateway().name().equals(NoTelephony.NAME);
    }

    /** Also a retired one: its last calls may be live. Empty when there is none, or its adapter or its secrets are gone. */
    Uni<Optional<Open>> open(TenantId tenant, UUID id) {
        Open known = open.get(id);
        if (known != null && known.connection().tenant().equals(tenant) && known.fresh()) {
            return Uni.createFrom().item(Optional.of(known));
        }
        return db.inTenant(tenant, c -> store.find(tenant, c, id))
                .call(this::reseal)
                .map(found -> {
                    if (found.isEmpty()) {
                        return Optional.<Open>empty();
                    }
                    if (open.size() >= MAX_OPEN) {
                        open.keySet().stream().findAny().ifPresent(open::remove);
                    }
                    return Optional.ofNullable(open.compute(id, (any, before) -> renew(before, found.get())));
                });
    }

    private Open renew(Open before, ConnectionStore.Stored now) {
        TelephonyConnection connection = now.connection();
        if (before != null && before.connection().version() == connection.version()) {
            return new Open(
                    before.connection(), before.credentials(), before.adapter(), before.telephony(), System.nanoTime());
        }
        Optional<TelephonyAdapter> adapter = guards.adapter(connection.kind());
        Optional<Credentials> credentials = credentials(now);
        if (adapter.isEmpty() || credentials.isEmpty()) {
            return null;
        }
        TelephonyGateway gateway = adapter.get().open(connection, credentials.get());
        GuardedTelephony telephony = guards.around(connection, gateway);
        if (now.use().health().equals(ConnectionUse.BROKEN)) {
            guards.anew(connection);
        }
        return new Open(connection, credentials.get(), adapter.get(), telephony, System.nanoTime());
    }

    /** The stored secrets; empty when they cannot be read, which is logged. */
    Optional<Credentials> credentials(ConnectionStore.Stored stored) {
        if (stored.sealed() == null) {
            return Optional.of(Credentials.NONE);
        }
        TelephonyConnection connection = stored.connection();
        try {
            byte[] bytes = secrets.open(connection.tenant(), place(connection.id()), stored.sealed());
            return Optional.of(new Credentials(json.readValue(bytes, TEXTS)));
        } catch (java.io.IOException | IllegalStateException e) {
            LOG.errorf("The credentials of connection %s cannot be read: %s", connection.id(), e.getMessage());
            return Optional.empty();
        }
    }

    /** @return null when there are none to keep */
    byte[] seal(TenantId tenant, UUID connection, Map<String, String> credentials) {
        if (credentials.isEmpty()) {
            return null;
        }
        try {
            byte[] text = json.writeValueAsString(credentials).getBytes(StandardCharsets.UTF_8);
            return secrets.seal(tenant, place(connection), text);
        } catch (JsonProcessingException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    static String place(UUID connection) {
        return "telephony_connection/" + connection;
    }

    /** Secrets under an old key are sealed with the current one as they are met. */
    private Uni<Void> reseal(Optional<ConnectionStore.Stored> found) {
        if (found.isEmpty()
                || found.get().sealed() == null
                || !secrets.isStale(found.get().sealed())) {
            return Uni.createFrom().voidItem();
        }
        TelephonyConnection connection = found.get().connection();
        return credentials(found.get())
                .map(readable -> db.inTenant(
                                connection.tenant(),
                                c -> store.reseal(
                                        connection.tenant(),
                                        c,
                                        connection.id(),
                                        found.get().sealed(),
                                        seal(connection.tenant(), connection.id(), readable.values())))
                        .onFailure()
                        .recoverWithItem((Void) null))
                .orElseGet(() -> Uni.createFrom().voidItem());
    }

    private static Optional<UUID> id(String key) {
        try {
            return Optional.of(UUID.fromString(key));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** The adapters there are, by kind. */
    @ApplicationScoped
    static class Adapters {

        private final Instance<TelephonyAdapter> adapters;

        Adapters(@Any Instance<TelephonyAdapter> adapters) {
            this.adapters = adapters;
        }

        Optional<TelephonyAdapter> find(String kind) {
            return adapters.stream().filter(each -> each.kind().equals(kind)).findFirst();
        }

        Stream<LocalCall> localCalls() {
            return adapters.stream().flatMap(TelephonyAdapter::localCalls);
        }

        List<String> kinds() {
            return adapters.stream().map(TelephonyAdapter::kind).sorted().toList();
        }
    }
}
