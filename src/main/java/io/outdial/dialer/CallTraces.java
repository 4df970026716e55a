package io.outdial.dialer;

import static io.outdial.dialer.DueStore.utc;

import io.outdial.customer.PersonalTraces;
import io.outdial.kernel.CustomerId;
import io.outdial.kernel.TenantId;
import io.outdial.platform.NamedSql;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * The calls to a person and their place in campaigns. The number and what was said are forgotten; what a call was, cost and
 * achieved stays without a name. A call that is under way when its person is erased is ended first: {@link Retention} forgets it
 * then.
 */
@ApplicationScoped
class CallTraces implements PersonalTraces {

    private static final String FORGET_ATTEMPTS = NamedSql.load("dialer", "forget-attempts");
    private static final String FORGET_HEARD = NamedSql.load("dialer", "forget-heard");
    private static final String FORGET_TARGETS = NamedSql.load("dialer", "forget-targets");
    private static final String FORGET_READY = NamedSql.load("dialer", "forget-ready");
    private static final String REMEMBER = NamedSql.load("dialer", "remember-erasure");
    private static final String DONE = NamedSql.load("dialer", "erasures-done");

    private static final String TARGETS = """
            select to_jsonb(t) - 'tenant_id' - 'customer_id' as record
            from target_now t
            where t.tenant_id = $1 and t.customer_id = $2
              and t.campaign_id = any (select g.campaign_id from campaign g where g.tenant_id = $1)
            order by t.campaign_id desc limit $3""";

    private static final String CALLS = """
            select jsonb_strip_nulls(to_jsonb(a) - 'tenant_id' - 'customer_id') as record
            from call a where a.tenant_id = $1 and a.customer_id = $2 order by a.attempt_id desc limit $3""";

    @Override
    public List<Kind> kinds() {
        return List.of(new Kind("targets", TARGETS), new Kind("calls", CALLS));
    }

    /** The transaction holds the tenant's capacity row, so that no call of the person begins or ends meanwhile. */
    @Override
    public Uni<Void> forget(SqlConnection c, TenantId tenant, CustomerId customer, Instant now) {
        return c.preparedQuery(REMEMBER)
                .execute(Tuple.of(tenant.value(), customer.value(), utc(now)))
                .chain(() -> forgetEnded(c, tenant, customer.value()));
    }

    /** What providers told before the calls, as late reports lock them. */
    private static Uni<Void> forgetEnded(SqlConnection c, TenantId tenant, UUID... customers) {
        return Multi.createFrom()
                .items(FORGET_HEARD, FORGET_ATTEMPTS, FORGET_TARGETS, FORGET_READY)
                .onItem()
                .transformToUniAndConcatenate(sql -> c.preparedQuery(sql).execute(Tuple.of(tenant.value(), customers)))
                .collect()
                .last()
                .replaceWithVoid();
    }

    /** Forgets the calls that were under way when their people were erased and have ended since. */
    Uni<Void> forgetLateEnds(SqlConnection c, TenantId tenant) {
        return c.preparedQuery(DONE)
                .execute(Tuple.of(tenant.value()))
                .map(rows -> {
                    List<UUID> done = new ArrayList<>();
                    rows.forEach(row -> done.add(row.getUUID("customer_id")));
                    return done.toArray(UUID[]::new);
                })
                .chain(done -> done.length == 0 ? Uni.createFrom().voidItem() : forgetEnded(c, tenant, done));
    }
}
