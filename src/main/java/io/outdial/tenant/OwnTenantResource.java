package io.outdial.tenant;

import static io.outdial.platform.Versions.etag;

import io.outdial.kernel.TenantId;
import io.outdial.platform.Caller;
import io.outdial.platform.Scopes;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestHeader;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;

/** The caller's own tenant. */
@Path("/api/v1/tenant")
@Tag(name = "Tenants")
public class OwnTenantResource {

    private final TenantStore store;
    private final TenantService tenants;
    private final Caller caller;
    private final Clock clock;

    OwnTenantResource(TenantStore store, TenantService tenants, Caller caller, Clock clock) {
        this.store = store;
        this.tenants = tenants;
        this.caller = caller;
        this.clock = clock;
    }

    @GET
    @RolesAllowed(Scopes.CAMPAIGNS_READ)
    @Operation(summary = "Settings, limits and what is used now")
    public Uni<RestResponse<OwnTenant>> read() {
        return store.read(caller.tenant()).chain(this::withUsage);
    }

    @PATCH
    @Consumes({MediaType.APPLICATION_JSON, "application/merge-patch+json"})
    @RolesAllowed(Scopes.TENANT_ADMIN)
    @Operation(
            summary =
                    "Change the tenant's own name, time zone or what follows a call of unknown fate; limits are the platform's to change")
    public Uni<RestResponse<OwnTenant>> change(
            @RestHeader("If-Match") String ifMatch, @NotNull @Valid OwnTenantChange change) {
        return tenants.changeOwn(caller.tenant(), ifMatch, change).chain(this::withUsage);
    }

    private Uni<RestResponse<OwnTenant>> withUsage(Tenant tenant) {
        return store.usage(new TenantId(tenant.tenantId), Instant.now(clock))
                .map(usage -> ResponseBuilder.ok(new OwnTenant(TenantView.of(tenant), usage))
                        .header(HttpHeaders.ETAG, etag(tenant.version))
                        .build());
    }

    /** A tenant with its usage. */
    public record OwnTenant(
            @com.fasterxml.jackson.annotation.JsonUnwrapped TenantView tenant, TenantUsage usage) {}
}
