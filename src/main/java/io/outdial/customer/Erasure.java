package io.outdial.customer;

import io.outdial.kernel.CustomerId;
import io.outdial.kernel.TenantId;
import io.outdial.platform.NamedSql;
import io.outdial.platform.Rows;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * Removes a person. The number must never be called again and must not be readable either: it is kept as a hash under a
 * key of the tenant's own. Its entries on all of the tenant's lists go too, because the hash forbids all that they forbid.
 */
final class Erasure {

    private static final String KEEP_HASH = NamedSql.load("customer", "keep-erased-number");
    /** Answers that are kept for repeated requests and name the customer or the number, in their body or their location. */
    private static final String KEPT_ANSWERS = """
            delete from idempotency_key k
            where k.tenant_id = $1
              and (strpos(k.body, $2) > 0 or strpos(k.location, $2) > 0 or strpos(k.body, $3) > 0 or strpos(k.location, $3) > 0)""";

    private static final String SCHEDULED =
            "select from campaign where tenant_id = $1 and state = 'scheduled' order by campaign_id for share";

    private static final int KEY_BYTES = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final SqlConnection c;
    private final TenantId tenant;
    private final CustomerId customer;

    Erasure(SqlConnection c, TenantId tenant, CustomerId customer) {
        this.c = c;
        this.tenant = tenant;
        this.customer = customer;
    }

    /**
     * Holds what must not change meanwhile, in the order of an activation, which holds its campaign and takes the capacity last.
     * One that began before is waited for: its targets are not to be seen until it has ended. No call of the customer is settled
     * between the deletions, for settling holds the capacity too.
     *
     * @return the customer as they are now, and as nobody else changes them; 404 when there is none
     */
    Uni<CustomerRow> hold() {
        UUID t = tenant.value();
        return execute(SCHEDULED, t)
                .chain(() -> execute("select from tenant_capacity where tenant_id = $1 for no key update", t))
                .chain(() -> CustomerStore.hold(c, tenant, customer));
    }

    /**
     * All but the searchable values, which {@link ValueStore} takes away. The lists come after the calls, because who reports an
     * opt-out of an ended call writes on a list while holding that call.
     *
     * @param phone E.164, of the customer that is {@linkplain #hold held}
     * @param traces what other rooms keep about people
     */
    Uni<Void> run(String phone, List<PersonalTraces> traces, String by, Instant now) {
        UUID t = tenant.value();
        UUID id = customer.value();
        return execute("insert into number_key (tenant_id, key) values ($1, $2) on conflict do nothing", t, newKey())
                .chain(() -> execute(KEEP_HASH, t, phone, Rows.time(now), by))
                .chain(() -> Multi.createFrom()
                        .iterable(traces)
                        .onItem()
                        .transformToUniAndConcatenate(each -> each.forget(c, tenant, customer, now))
                        .collect()
                        .last())
                .chain(() -> execute("delete from do_not_call where tenant_id = $1 and phone = $2", t, phone))
                .chain(() -> execute("delete from customer where tenant_id = $1 and customer_id = $2", t, id))
                .chain(() -> execute("delete from customer_contact where tenant_id = $1 and customer_id = $2", t, id))
                .chain(() -> execute("delete from invalid_number where tenant_id = $1 and customer_id = $2", t, id))
                .chain(() -> execute(KEPT_ANSWERS, t, id.toString(), phone.substring(1)));
    }

    private static Buffer newKey() {
        byte[] key = new byte[KEY_BYTES];
        RANDOM.nextBytes(key);
        return Buffer.buffer(key);
    }

    private Uni<Void> execute(String sql, Object... values) {
        return c.preparedQuery(sql).execute(Tuple.from(values)).replaceWithVoid();
    }
}
