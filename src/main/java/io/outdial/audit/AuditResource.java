package io.outdial.audit;

import io.outdial.audit.AuditStore.Shown;
import io.outdial.kernel.Page;
import io.outdial.platform.Caller;
import io.outdial.platform.Scopes;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Who did what in the caller's tenant, and who saw personal data. */
@Path("/api/v1/audit")
@RolesAllowed(Scopes.AUDIT_READ)
@Tag(name = "Audit")
public class AuditResource {

    private final AuditStore store;
    private final Caller caller;

    AuditResource(AuditStore store, Caller caller) {
        this.store = store;
        this.caller = caller;
    }

    @GET
    @Operation(summary = "The audit log, newest first", description = AuditQuery.DESCRIPTION)
    public Uni<Page<Shown>> list(@Valid @BeanParam AuditQuery query) {
        return store.list(caller.tenant(), query.filter(), query.before(), query.most());
    }
}
