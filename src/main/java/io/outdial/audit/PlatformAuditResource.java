package io.outdial.audit;

import io.outdial.audit.AuditStore.Filter;
import io.outdial.audit.AuditStore.Shown;
import io.outdial.kernel.Page;
import io.outdial.kernel.TenantId;
import io.outdial.platform.Scopes;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestQuery;

/** What platform administrators did. What they did to a tenant is in its own log as well. */
@Path("/api/v1/platform/audit")
@RolesAllowed(Scopes.PLATFORM_ADMIN)
@Tag(name = "Audit")
public class PlatformAuditResource {

    private final AuditStore store;

    PlatformAuditResource(AuditStore store) {
        this.store = store;
    }

    @GET
    @Operation(
            summary = "What platform administrators did, newest first",
            description =
                    "action is one such as campaign.activate, or all of one kind such as campaign. from is the first"
                            + " instant, to the one after the last.")
    public Uni<Page<Shown>> list(
            @RestQuery @Size(max = 255) String actor,
            @RestQuery @Size(max = 100) String action,
            @RestQuery @Size(max = 255) String resourceId,
            @RestQuery String from,
            @RestQuery String to,
            @RestQuery Integer limit,
            @RestQuery String cursor) {
        Filter filter = new Filter(actor, action, resourceId, Queries.instant("from", from), Queries.instant("to", to));
        return store.list(TenantId.PLATFORM, filter, Queries.before(cursor), Page.limit(limit));
    }
}
