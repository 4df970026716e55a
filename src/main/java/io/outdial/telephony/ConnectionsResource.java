package io.outdial.telephony;

import static io.outdial.platform.Versions.etag;

import com.fasterxml.jackson.databind.JsonNode;
import io.outdial.kernel.Page;
import io.outdial.kernel.TenantId;
import io.outdial.platform.Caller;
import io.outdial.platform.Creates;
import io.outdial.platform.Idempotent;
import io.outdial.platform.ProblemType;
import io.outdial.platform.Refuses;
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
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestHeader;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;

/** The tenant's connections to telephony providers. */
@Path("/api/v1/telephony/connections")
@Tag(name = "Telephony")
public class ConnectionsResource {

    private final ConnectionService service;
    private final Connections connections;
    private final Caller caller;

    ConnectionsResource(ConnectionService service, Connections connections, Caller caller) {
        this.service = service;
        this.connections = connections;
        this.caller = caller;
    }

    @POST
    @Idempotent
    @RolesAllowed(Scopes.TELEPHONY_ADMIN)
    @Creates
    @Operation(summary = "Connect a telephony provider")
    public Uni<RestResponse<ConnectionView>> create(@NotNull @Valid ConnectionBody body) {
        return service.create(caller.tenant(), body, caller.name())
                .map(this::view)
                .map(made -> ResponseBuilder.<ConnectionView>created(
                                URI.create("/api/v1/telephony/connections/" + made.id()))
                        .entity(made)
                        .header(HttpHeaders.ETAG, etag(made.version()))
                        .build());
    }

    @GET
    @RolesAllowed(Scopes.TELEPHONY_ADMIN)
    @Operation(
            summary = "List the connections in use, oldest first",
            description = "All of them: a tenant has 50 at most. One that belongs to the installation, such as the"
                    + " simulator, comes first.")
    public Uni<Page<ConnectionView>> list() {
        return service.list(caller.tenant()).map(found -> {
            List<ConnectionView> all = new ArrayList<>();
            if (connections.hasBuiltIn()) {
                all.add(builtIn());
            }
            found.stream().map(this::view).forEach(all::add);
            return new Page<>(all, null);
        });
    }

    @GET
    @Path("/{id}")
    @RolesAllowed(Scopes.TELEPHONY_ADMIN)
    @Operation(summary = "Read a connection, also a retired one")
    public Uni<RestResponse<ConnectionView>> read(@RestPath UUID id) {
        if (id.equals(Connections.BUILT_IN) && connections.hasBuiltIn()) {
            return Uni.createFrom().item(tagged(builtIn()));
        }
        return service.read(caller.tenant(), id).map(this::view).map(ConnectionsResource::tagged);
    }

    @PATCH
    @Path("/{id}")
    @Consumes({MediaType.APPLICATION_JSON, "application/merge-patch+json"})
    @RolesAllowed(Scopes.TELEPHONY_ADMIN)
    @Refuses(ProblemType.CONFLICT)
    @Operation(
            summary = "Change a connection by a JSON merge patch",
            description = "Credentials that the patch does not name stay. A changed connection is tried again at once,"
                    + " even if it was broken.")
    public Uni<RestResponse<ConnectionView>> change(
            @RestPath UUID id, @RestHeader("If-Match") String ifMatch, @NotNull JsonNode patch) {
        return service.change(caller.tenant(), id, ifMatch, patch)
                .map(this::view)
                .map(ConnectionsResource::tagged);
    }

    @DELETE
    @Path("/{id}")
    @RolesAllowed(Scopes.TELEPHONY_ADMIN)
    @Refuses(ProblemType.CONFLICT)
    @Operation(summary = "Retire a connection: it places no more calls, those in flight end")
    public Uni<Void> retire(@RestPath UUID id, @RestHeader("If-Match") String ifMatch) {
        return service.retire(caller.tenant(), id, ifMatch);
    }

    @POST
    @Path("/{id}/test")
    @RolesAllowed(Scopes.TELEPHONY_ADMIN)
    @Operation(summary = "Ask the provider whether it knows us; no call is made")
    public Uni<Tested> test(@RestPath UUID id) {
        TenantId tenant = caller.tenant();
        if (id.equals(Connections.BUILT_IN) && connections.hasBuiltIn()) {
            return test(connections.builtIn());
        }
        return service.read(tenant, id).chain(stored -> connections
                .open(tenant, id)
                .chain(open -> open.isEmpty()
                        ? Uni.createFrom()
                                .item(new Tested(false, "Its credentials cannot be read with the keys configured."))
                        : test(open.get().telephony())));
    }

    /** @param detail what answered, or what is wrong */
    @Schema(name = "ConnectionTest")
    public record Tested(boolean ok, String detail) {}

    private static Uni<Tested> test(GuardedTelephony telephony) {
        return telephony.gateway().check().map(checked -> new Tested(checked.ok(), checked.detail()));
    }

    private ConnectionView view(ConnectionStore.Stored stored) {
        return ConnectionView.of(stored, service.capabilities(stored.connection()));
    }

    private ConnectionView builtIn() {
        return ConnectionView.builtIn(
                Connections.BUILT_IN, connections.builtIn().gateway());
    }

    private static RestResponse<ConnectionView> tagged(ConnectionView view) {
        return ResponseBuilder.ok(view)
                .header(HttpHeaders.ETAG, etag(view.version()))
                .build();
    }
}
