package io.outdial.customer;

import io.outdial.kernel.CustomerId;
import io.outdial.kernel.TenantId;
import io.outdial.platform.NamedSql;
import io.outdial.platform.Rows;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.UUID;

/**
 * Removes a person. The number must never be called again and must not be readable either: it is kept as a hash under a
 * key of the tenant's own. Its entries on the tenant's lists go too, because the hash forbids all that they forbid.
 */
final class Erasure {

    private static final String KEEP_HASH = NamedSql.load("customer", "keep-erased-number");
    private static final int KEY_BYTES = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    private Erasure() {}

    /**
     * All but the searchable values, which {@link ValueStore} takes away.
     *
     * @param phone E.164
     */
    static Uni<Void> run(SqlConnection c, TenantId tenant, CustomerId customer, String phone, String by, Instant now) {
        UUID t = tenant.value();
        UUID id = customer.value();
        return execute(
                        c,
                        "insert into number_key (tenant_id, key) values ($1, $2) on conflict do nothing",
                        Tuple.of(t, newKey()))
                .chain(() -> execute(c, KEEP_HASH, Tuple.of(t, phone, Rows.time(now), by)))
                .chain(() -> execute(
                        c,
                        "delete from do_not_call where tenant_id = $1 and phone = $2 and list in ('tenant', 'opt_out')",
                        Tuple.of(t, phone)))
                // No call of the customer is settled between the two deletions: settling holds the same row.
                .chain(() ->
                        execute(c, "select from tenant_capacity where tenant_id = $1 for no key update", Tuple.of(t)))
                .chain(() ->
                        execute(c, "delete from customer where tenant_id = $1 and customer_id = $2", Tuple.of(t, id)))
                .chain(() -> execute(
                        c, "delete from customer_contact where tenant_id = $1 and customer_id = $2", Tuple.of(t, id)))
                // The answer that is kept for a repetition of the request that created the customer.
                .chain(() -> execute(
                        c,
                        "delete from idempotency_key where tenant_id = $1 and location like $2",
                        Tuple.of(t, "%/customers/" + id)));
    }

    private static Buffer newKey() {
        byte[] key = new byte[KEY_BYTES];
        RANDOM.nextBytes(key);
        return Buffer.buffer(key);
    }

    private static Uni<Void> execute(SqlConnection c, String sql, Tuple values) {
        return c.preparedQuery(sql).execute(values).replaceWithVoid();
    }
}
