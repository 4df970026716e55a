package io.outdial.insight;

import io.outdial.customer.PersonalTraces;
import io.outdial.kernel.CustomerId;
import io.outdial.kernel.TenantId;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;

/** What a person bought after a call. */
@ApplicationScoped
class ConversionTraces implements PersonalTraces {

    private static final String CONVERSIONS = """
            select to_jsonb(v) - 'tenant_id' - 'customer_id' as record
            from conversion v
            where v.tenant_id = $1 and v.customer_id = $2
            order by v.conversion_id desc limit $3""";

    /** The teller's own id may name the person; the sale itself is the campaign's. */
    private static final String FORGET =
            "update conversion set external_id = null where tenant_id = $1 and customer_id = $2 and external_id is not null";

    @Override
    public List<Kind> kinds() {
        return List.of(new Kind("conversions", CONVERSIONS));
    }

    @Override
    public Uni<Void> forget(SqlConnection c, TenantId tenant, CustomerId customer, Instant now) {
        return c.preparedQuery(FORGET)
                .execute(io.vertx.mutiny.sqlclient.Tuple.of(tenant.value(), customer.value()))
                .replaceWithVoid();
    }
}
