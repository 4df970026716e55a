package io.outdial.insight;

import io.outdial.kernel.CustomerId;
import io.outdial.kernel.Page;
import io.outdial.kernel.TenantId;
import io.outdial.platform.Caller;
import io.outdial.platform.Cursors;
import io.outdial.platform.Problem;
import io.outdial.platform.Scopes;
import io.outdial.platform.TenantDb;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;

/** Everything that was ever tried with one customer, by whatever campaign. */
@Path("/api/v1/customers/{id}/calls")
@RolesAllowed(Scopes.CUSTOMERS_READ)
@Tag(name = "Customers")
public class CustomerCallsResource {

    private static final String EXISTS = "select 1 from customer c where c.tenant_id = $1 and c.customer_id = $2";

    private static final String PAGE = """
            select c.*, t.currency, %s
            from call c join tenant t on t.tenant_id = c.tenant_id
            where c.tenant_id = $1 and c.customer_id = $2 and c.attempt_id < $3
            order by c.attempt_id desc limit $4
            """.formatted(CallView.MASKED);

    private final TenantDb db;
    private final Caller caller;

    CustomerCallsResource(TenantDb db, Caller caller) {
        this.db = db;
        this.caller = caller;
    }

    @GET
    @Operation(summary = "The calls to a customer by all campaigns, newest first")
    public Uni<Page<CallView>> list(@RestPath CustomerId id, @RestQuery Integer limit, @RestQuery String cursor) {
        TenantId tenant = caller.tenant();
        int size = Page.limit(limit);
        boolean unmasked = caller.openPersonalData();
        UUID before = Cursors.before(cursor);
        return db.inTenant(tenant, c -> require(c, tenant, id).chain(() -> c.preparedQuery(PAGE)
                        .execute(Tuple.of(tenant.value(), id.value(), before, size + 1))))
                .map(rows -> {
                    List<CallView> calls = new ArrayList<>();
                    rows.forEach(row -> calls.add(CallView.of(row, unmasked)));
                    return Page.of(calls, size, call -> call.id().toString());
                });
    }

    private static Uni<Void> require(SqlConnection c, TenantId tenant, CustomerId id) {
        return c.preparedQuery(EXISTS)
                .execute(Tuple.of(tenant.value(), id.value()))
                .invoke(found -> {
                    if (found.size() == 0) {
                        throw Problem.notFound("customer");
                    }
                })
                .replaceWithVoid();
    }
}
