package io.outdial.compliance;

import io.outdial.customer.PersonalTraces;
import io.outdial.kernel.CustomerId;
import io.outdial.kernel.TenantId;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;

/** What a person consented to, and which lists their number is on. */
@ApplicationScoped
class ConsentTraces implements PersonalTraces {

    private static final String CONSENTS = """
            select to_jsonb(o) - 'tenant_id' - 'customer_id' as record
            from consent o where o.tenant_id = $1 and o.customer_id = $2 order by o.consent_id desc limit $3""";

    private static final String LISTS = """
            select to_jsonb(d) - 'tenant_id' as record
            from do_not_call d
            where d.tenant_id = $1
              and d.phone = (select c.phone from customer c where c.tenant_id = $1 and c.customer_id = $2)
            order by d.created_at desc limit $3""";

    @Override
    public List<Kind> kinds() {
        return List.of(new Kind("consents", CONSENTS), new Kind("doNotCall", LISTS));
    }

    /** Consents go with the customer's row; the lists with their number, which a hash keeps suppressed. */
    @Override
    public Uni<Void> forget(SqlConnection c, TenantId tenant, CustomerId customer, Instant now) {
        return Uni.createFrom().voidItem();
    }
}
