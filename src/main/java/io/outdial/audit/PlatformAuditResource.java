package io.outdial.audit;

import io.outdial.audit.AuditStore.Shown;
import io.outdial.kernel.Page;
import io.outdial.kernel.TenantId;
import io.outdial.platform.Scopes;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

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
    @Operation(summary = "What platform administrators did, newest first", description = AuditQuery.DESCRIPTION)
    public Uni<Page<Shown>> list(@Valid @BeanParam AuditQuery query) {
        return store.list(TenantId.PLATFORM, query.filter(), query.before(), query.most());
    }
}
