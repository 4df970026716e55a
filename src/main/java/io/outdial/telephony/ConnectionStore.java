package io.outdial.telephony;

import static io.outdial.platform.Rows.instant;
import static io.outdial.platform.Rows.time;

import io.outdial.kernel.TenantId;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Connections and what they use. */
@ApplicationScoped
class ConnectionStore {

    private static final String SELECT = "select c.connection_id, c.kind, c.name, c.settings, c.credentials,"
            + " c.credential_names, c.caller_ids, c.countries, c.calls_per_second, c.max_concurrent_calls,"
            + " c.fallback_connection_id, c.status, c.version, c.created_at, c.updated_at, u.health,"
            + " u.health_reason, u.health_since, (select count(*)::int from live_attempt l"
            + " where l.tenant_id = $1 and l.connection = c.connection_id::text) as in_flight"
            + " from telephony_connection c"
            + " join telephony_use u on u.tenant_id = c.tenant_id and u.connection_id = c.connection_id"
            + " where c.tenant_id = $1";

    /**
     * A connection with all that is stored about it.
     *
     * @param sealed its credentials; null without any
     */
    record Stored(TelephonyConnection connection, byte[] sealed, ConnectionUse use) {

        static Stored of(TenantId tenant, Row row) {
            var sealed = row.getBuffer("credentials");
            TelephonyConnection connection = new TelephonyConnection(
                    tenant,
                    row.getUUID("connection_id"),
                    row.getString("kind"),
                    row.getString("name"),
                    row.getJsonObject("settings"),
                    List.of(row.getArrayOfStrings("caller_ids")),
                    List.of(row.getArrayOfStrings("countries")),
                    row.getInteger("calls_per_second"),
                    row.getInteger("max_concurrent_calls"),
                    row.getUUID("fallback_connection_id"),
                    row.getString("status"),
                    List.of(row.getArrayOfStrings("credential_names")),
                    row.getLong("version"),
                    instant(row, "created_at"),
                    instant(row, "updated_at"));
            ConnectionUse use = new ConnectionUse(
                    row.getInteger("in_flight"),
                    row.getString("health"),
                    row.getString("health_reason"),
                    instant(row, "health_since"));
            return new Stored(connection, sealed == null ? null : sealed.getBytes(), use);
        }
    }

    /** All that are not retired, oldest first. */
    Uni<List<Stored>> inUse(TenantId tenant, SqlConnection c) {
        return c.preparedQuery(SELECT + " and c.status <> 'retired' order by c.connection_id")
                .execute(Tuple.of(tenant.value()))
                .map(rows -> list(tenant, rows));
    }

    Uni<Optional<Stored>> find(TenantId tenant, SqlConnection c, UUID id) {
        return c.preparedQuery(SELECT + " and c.connection_id = $2")
                .execute(Tuple.of(tenant.value(), id))
                .map(rows -> list(tenant, rows).stream().findFirst());
    }

    Uni<Void> insert(TenantId tenant, SqlConnection c, TelephonyConnection made, byte[] sealed, String by) {
        Tuple values = Tuple.tuple()
                .addValue(tenant.value())
                .addValue(made.id())
                .addValue(made.kind())
                .addValue(made.name())
                .addValue(made.settings())
                .addValue(sealed == null ? null : Buffer.buffer(sealed))
                .addValue(texts(made.credentialNames()))
                .addValue(texts(made.callerIds()))
                .addValue(texts(made.countries()))
                .addValue(made.callsPerSecond())
                .addValue(made.maxConcurrentCalls())
                .addValue(made.fallback())
                .addValue(made.status())
                .addValue(by)
                .addValue(time(made.createdAt()));
        return c.preparedQuery("insert into telephony_connection (tenant_id, connection_id, kind, name, settings,"
                        + " credentials, credential_names, caller_ids, countries, calls_per_second,"
                        + " max_concurrent_calls, fallback_connection_id, status, created_by, created_at, updated_at)"
                        + " values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $15)")
                .execute(values)
                .chain(() -> c.preparedQuery("insert into telephony_use (tenant_id, connection_id) values ($1, $2)")
                        .execute(Tuple.of(tenant.value(), made.id())))
                .replaceWithVoid();
    }

    /**
     * @param sealed new credentials; null keeps what there is
     * @return false when somebody was faster
     */
    Uni<Boolean> update(TenantId tenant, SqlConnection c, TelephonyConnection after, byte[] sealed, long before) {
        Tuple values = Tuple.tuple()
                .addValue(tenant.value())
                .addValue(after.id())
                .addValue(before)
                .addValue(after.name())
                .addValue(after.settings())
                .addValue(sealed == null ? null : Buffer.buffer(sealed))
                .addValue(texts(after.credentialNames()))
                .addValue(texts(after.callerIds()))
                .addValue(texts(after.countries()))
                .addValue(after.callsPerSecond())
                .addValue(after.maxConcurrentCalls())
                .addValue(after.fallback())
                .addValue(after.status())
                .addValue(time(after.updatedAt()));
        return c.preparedQuery("update telephony_connection set name = $4, settings = $5,"
                        + " credentials = coalesce($6, credentials), credential_names = $7, caller_ids = $8,"
                        + " countries = $9, calls_per_second = $10, max_concurrent_calls = $11,"
                        + " fallback_connection_id = $12, status = $13, version = version + 1, updated_at = $14"
                        + " where tenant_id = $1 and connection_id = $2 and version = $3")
                .execute(values)
                .map(rows -> rows.rowCount() == 1);
    }

    /** Puts the same credentials, sealed with another key, in the place of those that were read. */
    Uni<Void> reseal(TenantId tenant, SqlConnection c, UUID id, byte[] before, byte[] after) {
        return c.preparedQuery("update telephony_connection set credentials = $4"
                        + " where tenant_id = $1 and connection_id = $2 and credentials = $3")
                .execute(Tuple.of(tenant.value(), id, Buffer.buffer(before), Buffer.buffer(after)))
                .replaceWithVoid();
    }

    /** The sealed credentials of all connections, retired ones too, by their ids. */
    Uni<Map<UUID, byte[]>> sealed(TenantId tenant, SqlConnection c) {
        return c.preparedQuery("select connection_id, credentials from telephony_connection"
                        + " where tenant_id = $1 and credentials is not null order by connection_id")
                .execute(Tuple.of(tenant.value()))
                .map(rows -> {
                    Map<UUID, byte[]> sealed = new LinkedHashMap<>();
                    rows.forEach(row -> sealed.put(
                            row.getUUID("connection_id"),
                            row.getBuffer("credentials").getBytes()));
                    return sealed;
                });
    }

    /** @return false when it was said before */
    Uni<Boolean> health(TenantId tenant, SqlConnection c, UUID id, String health, String reason, Instant now) {
        return c.preparedQuery("update telephony_use set health = $3, health_reason = $4, health_since = $5"
                        + " where tenant_id = $1 and connection_id = $2 and health <> $3")
                .execute(Tuple.of(tenant.value(), id, health, reason, time(now)))
                .map(rows -> rows.rowCount() == 1);
    }

    private static List<Stored> list(TenantId tenant, RowSet<Row> rows) {
        List<Stored> list = new ArrayList<>(rows.size());
        rows.forEach(row -> list.add(Stored.of(tenant, row)));
        return list;
    }

    private static String[] texts(List<String> list) {
        return list.toArray(String[]::new);
    }
}
