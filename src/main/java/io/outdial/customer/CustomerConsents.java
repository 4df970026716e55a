package io.outdial.customer;

import io.outdial.kernel.CustomerId;
import io.outdial.kernel.TenantId;
import io.outdial.platform.Problem;
import io.outdial.platform.Rows;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.UUID;

/** What a consent's record needs of its customer. */
@ApplicationScoped
public class CustomerConsents {

    /** 404 when there is no such customer. */
    public Uni<Void> require(SqlConnection c, TenantId tenant, CustomerId customer) {
        return c.preparedQuery("select from customer where tenant_id = $1 and customer_id = $2")
                .execute(Tuple.of(tenant.value(), customer.value()))
                .invoke(rows -> {
                    if (rows.size() == 0) {
                        throw Problem.notFound("customer");
                    }
                })
                .replaceWithVoid();
    }

    /**
     * Takes back the consent that came with the customer's data, and keeps it from coming back with older data.
     *
     * @return when it was given; empty when there was none
     */
    public Uni<Optional<Instant>> forget(SqlConnection c, TenantId tenant, CustomerId customer, Instant now) {
        UUID t = tenant.value();
        UUID id = customer.value();
        return c.preparedQuery("select consent_at from customer where tenant_id = $1 and customer_id = $2 for update")
                .execute(Tuple.of(t, id))
                .map(rows -> {
                    if (rows.size() == 0) { // erased meanwhile
                        throw Problem.notFound("customer");
                    }
                    return Optional.ofNullable(rows.iterator().next().getOffsetDateTime("consent_at"));
                })
                .call(given -> given.isEmpty()
                        ? Uni.createFrom().voidItem()
                        : c.preparedQuery("delete from customer_value_time where tenant_id = $1 and attribute_no = $2"
                                        + " and time_value = $3 and customer_id = $4")
                                .execute(Tuple.of(t, CoreField.CONSENT_AT.no(), given.get(), id)))
                .call(() -> c.preparedQuery("update customer set consent_at = null, consent_revoked_at = $3,"
                                + " version = version + 1, updated_at = $3"
                                + " where tenant_id = $1 and customer_id = $2")
                        .execute(Tuple.of(t, id, Rows.time(now))))
                .map(given -> given.map(OffsetDateTime::toInstant));
    }
}
