package io.outdial.telephony;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.outdial.kernel.TenantId;
import io.outdial.kernel.Uuid7;
import io.outdial.platform.AuditEntry;
import io.outdial.platform.AuditLog;
import io.outdial.platform.JsonMergePatch;
import io.outdial.platform.Problem;
import io.outdial.platform.Problem.FieldError;
import io.outdial.platform.ProblemType;
import io.outdial.platform.TenantDb;
import io.outdial.platform.Versions;
import io.outdial.telephony.ConnectionStore.Stored;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Singleton;
import jakarta.validation.ConstraintViolationException;
import jakarta.validation.Validator;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** Writes connections, after everything about them was checked. */
@ApplicationScoped
class ConnectionService {

    static final int MAX_PER_TENANT = 50;
    private static final int MAX_SETTINGS = 16_384;

    private final TenantDb db;
    private final ConnectionStore store;
    private final Connections connections;
    private final Connections.Adapters adapters;
    private final ObjectMapper json;
    private final Checks checks;

    ConnectionService(
            TenantDb db,
            ConnectionStore store,
            Connections connections,
            Connections.Adapters adapters,
            ObjectMapper json,
            Checks checks) {
        this.db = db;
        this.store = store;
        this.connections = connections;
        this.adapters = adapters;
        this.json = json;
        this.checks = checks;
    }

    /** Time, and the rules of the bodies. */
    @Singleton
    static class Checks {
        private final Validator validator;
        private final Clock clock;

        Checks(Validator validator, Clock clock) {
            this.validator = validator;
            this.clock = clock;
        }
    }

    Uni<List<Stored>> list(TenantId tenant) {
        return db.inTenant(tenant, c -> store.inUse(tenant, c));
    }

    Uni<Stored> read(TenantId tenant, UUID id) {
        return db.inTenant(tenant, c -> read(tenant, c, id));
    }

    Capabilities capabilities(TelephonyConnection connection) {
        return adapters.find(connection.kind())
                .map(adapter -> adapter.capabilities(connection.settings()))
                .orElse(null);
    }

    Uni<Stored> create(TenantId tenant, ConnectionBody body, String by) {
        UUID id = Uuid7.next();
        Instant now = Instant.now(checks.clock);
        Map<String, String> secrets = body.credentials() == null ? Map.of() : body.credentials();
        TelephonyConnection made = connection(tenant, id, body, secrets.keySet(), now, now, 0);
        check(made, new Credentials(secrets));
        byte[] sealed = connections.seal(tenant, id, secrets);
        return db.inTenant(tenant, c -> store.inUse(tenant, c)
                .invoke(others -> {
                    if (others.size() >= MAX_PER_TENANT) {
                        throw new Problem(
                                ProblemType.CONFLICT, "A tenant has " + MAX_PER_TENANT + " connections at most.");
                    }
                    requireFallback(made, others);
                })
                .chain(() -> store.insert(tenant, c, made, sealed, by))
                .chain(() -> AuditLog.add(
                        c, tenant, AuditEntry.of("connection.create", id).with("kind", made.kind()), now))
                .chain(() -> read(tenant, c, id)));
    }

    Uni<Stored> change(TenantId tenant, UUID id, String ifMatch, JsonNode patch) {
        refuseBuiltIn(id);
        return db.inTenant(tenant, c -> store.inUse(tenant, c)
                .chain(others -> read(tenant, c, id).chain(before -> {
                    Versions.requireMatch(ifMatch, before.connection().version());
                    requireInUse(before.connection());
                    ConnectionBody body = patched(before.connection(), patch);
                    Map<String, String> secrets = credentials(before, body, patch);
                    TelephonyConnection now = connection(
                            tenant,
                            id,
                            body,
                            secrets.keySet(),
                            before.connection().createdAt(),
                            Instant.now(checks.clock),
                            before.connection().version());
                    if (!now.kind().equals(before.connection().kind())) {
                        throw Problem.invalid("/kind", "not_editable", "Make another connection of the other kind.");
                    }
                    check(now, new Credentials(secrets));
                    requireCredentialsOfNewAddress(before.connection(), now, patch);
                    requireFallback(now, others);
                    byte[] sealed = patch.has("credentials") ? connections.seal(tenant, id, secrets) : null;
                    return write(tenant, c, now, sealed, before.connection().version())
                            .call(() -> AuditLog.add(
                                    c,
                                    tenant,
                                    AuditEntry.of("connection.change", id)
                                            .with("fields", fields(before.connection(), patch))
                                            .with("credentials", sealed == null ? null : "changed"),
                                    now.updatedAt()));
                })));
    }

    Uni<Void> retire(TenantId tenant, UUID id, String ifMatch) {
        refuseBuiltIn(id);
        return db.inTenant(tenant, c -> read(tenant, c, id).chain(before -> {
            TelephonyConnection was = before.connection();
            Versions.requireMatch(ifMatch, was.version());
            requireInUse(was);
            return write(tenant, c, was.withStatus("retired", Instant.now(checks.clock)), null, was.version())
                    .chain(() ->
                            AuditLog.add(c, tenant, AuditEntry.of("connection.retire", id), Instant.now(checks.clock)));
        }));
    }

    private Uni<Stored> write(TenantId tenant, SqlConnection c, TelephonyConnection after, byte[] sealed, long before) {
        return store.update(tenant, c, after, sealed, before)
                .invoke(done -> {
                    if (!done) {
                        throw new Problem(ProblemType.VERSION_STALE, "Somebody changed it in the meantime.");
                    }
                })
                .chain(() -> read(tenant, c, after.id()));
    }

    private Uni<Stored> read(TenantId tenant, SqlConnection c, UUID id) {
        return store.find(tenant, c, id).map(found -> found.orElseThrow(() -> Problem.notFound("connection")));
    }

    private static TelephonyConnection connection(
            TenantId tenant,
            UUID id,
            ConnectionBody body,
            Set<String> secrets,
            Instant createdAt,
            Instant updatedAt,
            long version) {
        return new TelephonyConnection(
                tenant,
                id,
                body.kind(),
                body.name(),
                new JsonObject(body.settings()),
                body.callerIds() == null ? List.of() : body.callerIds(),
                body.countries() == null ? List.of() : body.countries(),
                body.callsPerSecond(),
                body.maxConcurrentCalls(),
                body.fallbackConnectionId(),
                body.status() == null ? "active" : body.status(),
                secrets.stream().sorted().toList(),
                version,
                createdAt,
                updatedAt);
    }

    private void check(TelephonyConnection connection, Credentials credentials) {
        TelephonyAdapter adapter = adapters.find(connection.kind())
                .orElseThrow(() -> Problem.invalid(
                        "/kind", "unknown_kind", "The kinds of connections are " + adapters.kinds() + "."));
        String unusable = adapter.unusable();
        if (unusable != null) {
            throw new Problem(ProblemType.UNAVAILABLE, unusable);
        }
        if (connection.settings().encode().length() > MAX_SETTINGS) {
            throw Problem.invalid(
                    "/settings", "too_large", "The settings may have " + MAX_SETTINGS + " characters at most.");
        }
        List<FieldError> wrong = adapter.check(connection.settings(), credentials);
        if (!wrong.isEmpty()) {
            throw new Problem(ProblemType.VALIDATION_FAILED, wrong.get(0).detail(), wrong);
        }
    }

    private ConnectionBody patched(TelephonyConnection before, JsonNode patch) {
        try {
            JsonNode document = JsonMergePatch.apply(json.valueToTree(ConnectionBody.of(before)), patch);
            ConnectionBody after = json.treeToValue(document, ConnectionBody.class);
            if (after == null) {
                throw Problem.invalid("", "wrong_type", "Send an object with what is to change.");
            }
            var violations = checks.validator.validate(after);
            if (!violations.isEmpty()) {
                throw new ConstraintViolationException(violations);
            }
            return after;
        } catch (JsonProcessingException e) {
            throw new jakarta.ws.rs.BadRequestException(e); // its mapper finds the JSON failure inside
        }
    }

    /** Secrets that the patch does not name stay; those it sets to null go. */
    private Map<String, String> credentials(Stored before, ConnectionBody body, JsonNode patch) {
        Map<String, String> secrets = new HashMap<>(
                connections.credentials(before).map(Credentials::values).orElseGet(Map::of));
        if (patch.get("credentials") instanceof ObjectNode named) {
            named.fieldNames().forEachRemaining(secrets::remove);
        } else if (patch.has("credentials")) {
            secrets.clear();
        }
        if (body.credentials() != null) {
            secrets.putAll(body.credentials());
        }
        return secrets;
    }

    private void requireCredentialsOfNewAddress(TelephonyConnection before, TelephonyConnection now, JsonNode patch) {
        Set<String> kept = new HashSet<>(before.credentialNames());
        if (patch.get("credentials") instanceof ObjectNode named) {
            named.fieldNames().forEachRemaining(kept::remove);
        } else if (patch.has("credentials")) {
            kept.clear();
        }
        List<FieldError> wrong = MovedAddress.check(
                before.settings(),
                now.settings(),
                adapters.find(now.kind()).map(TelephonyAdapter::shownAt).orElseGet(Map::of),
                kept);
        if (!wrong.isEmpty()) {
            throw new Problem(ProblemType.VALIDATION_FAILED, wrong.get(0).detail(), wrong);
        }
    }

    /** What a patch says, settings by their names where they change. */
    private static JsonArray fields(TelephonyConnection before, JsonNode patch) {
        JsonArray fields = new JsonArray();
        patch.fieldNames().forEachRemaining(name -> {
            if (name.equals("settings") && patch.get(name) instanceof ObjectNode settings) {
                JsonObject given = new JsonObject(settings.toString());
                given.fieldNames().stream()
                        .filter(each -> !Objects.equals(
                                given.getValue(each), before.settings().getValue(each)))
                        .forEach(each -> fields.add("settings." + each));
            } else {
                fields.add(name);
            }
        });
        return fields;
    }

    /** A fallback is another connection in use, and the way from one to the next ends. */
    private static void requireFallback(TelephonyConnection connection, List<Stored> others) {
        Map<UUID, UUID> next = others.stream()
                .map(Stored::connection)
                .filter(each -> each.fallback() != null)
                .collect(Collectors.toMap(TelephonyConnection::id, TelephonyConnection::fallback));
        Set<UUID> inUse = others.stream().map(each -> each.connection().id()).collect(Collectors.toSet());
        if (connection.fallback() == null) {
            return;
        }
        if (!inUse.contains(connection.fallback())) {
            throw Problem.invalid("/fallbackConnectionId", "unknown_connection", "There is no such connection in use.");
        }
        Set<UUID> passed = new HashSet<>();
        passed.add(connection.id());
        for (UUID at = connection.fallback(); at != null; at = next.get(at)) {
            if (!passed.add(at)) {
                throw Problem.invalid(
                        "/fallbackConnectionId", "circle", "The fallbacks would lead back to where they began.");
            }
        }
    }

    private static void requireInUse(TelephonyConnection connection) {
        if (connection.status().equals("retired")) {
            throw new Problem(ProblemType.CONFLICT, "The connection is retired and stays as it is.");
        }
    }

    private void refuseBuiltIn(UUID id) {
        if (id.equals(Connections.BUILT_IN)) {
            if (!connections.hasBuiltIn()) {
                throw Problem.notFound("connection");
            }
            throw new Problem(
                    ProblemType.CONFLICT,
                    "This connection belongs to the installation and is set in its configuration.");
        }
    }
}
