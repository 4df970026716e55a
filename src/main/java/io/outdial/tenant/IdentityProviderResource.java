package io.outdial.tenant;

import static io.outdial.platform.Versions.etag;

import io.outdial.platform.Caller;
import io.outdial.platform.Problem;
import io.outdial.platform.ProblemType;
import io.outdial.platform.Refuses;
import io.outdial.platform.Scopes;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.HttpHeaders;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestHeader;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;

/** The identity provider that the caller's tenant brought, beside the platform's. */
@Path("/api/v1/tenant/identity-provider")
@RolesAllowed(Scopes.TENANT_ADMIN)
@Tag(name = "Tenants")
public class IdentityProviderResource {

    private final IdentityProviderService providers;
    private final Caller caller;

    IdentityProviderResource(IdentityProviderService providers, Caller caller) {
        this.providers = providers;
        this.caller = caller;
    }

    @GET
    @Refuses(ProblemType.NOT_FOUND)
    @Operation(summary = "The tenant's own identity provider; 404 when it has none. The ETag is the tenant's")
    public Uni<RestResponse<IdentityProvider>> read() {
        return providers
                .read(caller.tenant())
                .map(found -> tagged(found.provider().orElseThrow(() -> Problem.notFound("identity provider"))));
    }

    @PUT
    @Refuses(ProblemType.CONFLICT)
    @Operation(
            summary =
                    "Bring an OpenID Connect provider: its tokens then speak for this tenant alone; its configuration and keys are read first. If-Match takes the tenant's ETag")
    public Uni<RestResponse<IdentityProvider>> change(
            @RestHeader("If-Match") String ifMatch, @NotNull @Valid IdentityProviderChange change) {
        return providers.change(caller.tenant(), ifMatch, change).map(IdentityProviderResource::tagged);
    }

    @DELETE
    @Operation(summary = "Trust the tenant's own identity provider no longer")
    public Uni<Void> remove(@RestHeader("If-Match") String ifMatch) {
        return providers.remove(caller.tenant(), ifMatch);
    }

    private static RestResponse<IdentityProvider> tagged(IdentityProvider provider) {
        return ResponseBuilder.ok(provider)
                .header(HttpHeaders.ETAG, etag(provider.version()))
                .build();
    }
}
