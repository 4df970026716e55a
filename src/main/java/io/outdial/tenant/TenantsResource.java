package io.outdial.tenant;

import static io.outdial.platform.Versions.etag;

import io.outdial.kernel.Page;
import io.outdial.kernel.TenantId;
import io.outdial.platform.Creates;
import io.outdial.platform.Cursors;
import io.outdial.platform.Idempotent;
import io.outdial.platform.Scopes;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.net.URI;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestHeader;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;

/** Tenants, for platform administrators. */
@Path("/api/v1/tenants")
@RolesAllowed(Scopes.PLATFORM_ADMIN)
@Tag(name = "Tenants")
public class TenantsResource {

    private static final Pattern SLUG = Pattern.compile(TenantDraft.SLUG);

    private final TenantService tenants;

    TenantsResource(TenantService tenants) {
        this.tenants = tenants;
    }

    @POST
    @Idempotent
    @Creates
    @Operation(summary = "Create a tenant")
    public Uni<RestResponse<TenantView>> create(@NotNull @Valid TenantDraft draft) {
        return tenants.create(draft)
                .map(tenant -> ResponseBuilder.<TenantView>created(URI.create("/api/v1/tenants/" + tenant.tenantId))
                        .entity(TenantView.of(tenant))
                        .header(HttpHeaders.ETAG, etag(tenant.version))
                        .build());
    }

    @GET
    @Operation(summary = "List tenants, by slug")
    public Uni<Page<TenantView>> list(@RestQuery Integer limit, @RestQuery String cursor) {
        return tenants.list(Page.limit(limit), Cursors.text(cursor, SLUG)).map(page -> page.map(TenantView::of));
    }

    @GET
    @Path("/{id}")
    @Operation(summary = "Read a tenant")
    public Uni<RestResponse<TenantView>> read(@RestPath TenantId id) {
        return tenants.read(id).map(TenantsResource::withTag);
    }

    @PATCH
    @Path("/{id}")
    @Consumes({MediaType.APPLICATION_JSON, "application/merge-patch+json"})
    @Operation(summary = "Change a tenant's name, zone, limits, or suspend it")
    public Uni<RestResponse<TenantView>> change(
            @RestPath TenantId id, @RestHeader("If-Match") String ifMatch, @NotNull @Valid TenantChange change) {
        return tenants.change(id, ifMatch, change).map(TenantsResource::withTag);
    }

    @DELETE
    @Path("/{id}")
    @Operation(summary = "Delete a tenant: its tokens stop working and its campaigns call nobody any more")
    public Uni<Void> delete(@RestPath TenantId id, @RestHeader("If-Match") String ifMatch) {
        return tenants.delete(id, ifMatch);
    }

    private static RestResponse<TenantView> withTag(Tenant tenant) {
        return ResponseBuilder.ok(TenantView.of(tenant))
                .header(HttpHeaders.ETAG, etag(tenant.version))
                .build();
    }
}
