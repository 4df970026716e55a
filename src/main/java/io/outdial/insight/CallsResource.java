package io.outdial.insight;

import io.outdial.kernel.AttemptId;
import io.outdial.kernel.TenantId;
import io.outdial.platform.Caller;
import io.outdial.platform.Problem;
import io.outdial.platform.Scopes;
import io.outdial.platform.TenantDb;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;

/** One call. */
@Path("/api/v1/calls")
@RolesAllowed(Scopes.CAMPAIGNS_READ)
@Tag(name = "Watching")
public class CallsResource {

    private static final String ONE = "select c.*, t.currency, " + CallView.MASKED
            + " from call c join tenant t on t.tenant_id = c.tenant_id where c.tenant_id = $1 and c.attempt_id = $2";

    private final TenantDb db;
    private final Caller caller;

    CallsResource(TenantDb db, Caller caller) {
        this.db = db;
        this.caller = caller;
    }

    @GET
    @Path("/{id}")
    @Operation(summary = "One call with its events in order")
    public Uni<CallView> read(@RestPath AttemptId id) {
        TenantId tenant = caller.tenant();
        return db.inTenant(
                        tenant,
                        connection -> connection.preparedQuery(ONE).execute(Tuple.of(tenant.value(), id.value())))
                .map(rows -> {
                    if (rows.size() == 0) {
                        throw Problem.notFound("call");
                    }
                    return CallView.of(rows.iterator().next(), caller.openPersonalData());
                });
    }
}
