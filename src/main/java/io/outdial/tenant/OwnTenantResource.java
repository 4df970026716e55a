package io.outdial.tenant;

import io.outdial.platform.Caller;
import io.outdial.platform.Scopes;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The caller's own tenant. */
@Path("/api/v1/tenant")
@Tag(name = "Tenants")
public class OwnTenantResource {

    private final TenantStore store;
    private final Caller caller;

    OwnTenantResource(TenantStore store, Caller caller) {
        this.store = store;
        this.caller = caller;
    }

    @GET
    @RolesAllowed(Scopes.CAMPAIGNS_READ)
    @Operation(summary = "Settings, limits and what is used now")
    public Uni<OwnTenant> read() {
        return store.read(caller.tenant()).chain(tenant -> store.usage(caller.tenant())
                .map(usage -> new OwnTenant(TenantView.of(tenant), usage)));
    }

    /** A tenant with its usage. */
    public record OwnTenant(
            @com.fasterxml.jackson.annotation.JsonUnwrapped TenantView tenant, TenantUsage usage) {}
}
