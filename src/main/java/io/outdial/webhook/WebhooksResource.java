package io.outdial.webhook;

import static io.outdial.platform.Versions.etag;

import com.fasterxml.jackson.databind.JsonNode;
import io.outdial.kernel.Page;
import io.outdial.platform.Caller;
import io.outdial.platform.Creates;
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
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestHeader;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;

/** The tenant's webhooks: where it wants to be told what happens. */
@Path("/api/v1/webhooks")
@Tag(name = "Webhooks")
public class WebhooksResource {

    private final WebhookService service;
    private final Caller caller;

    WebhooksResource(WebhookService service, Caller caller) {
        this.service = service;
        this.caller = caller;
    }

    @POST
    @Idempotent
    @RolesAllowed(Scopes.WEBHOOKS_ADMIN)
    @Creates
    @Operation(
            summary = "Subscribe an address to what happens; the answer shows its secret this once",
            description =
                    "Messages are signed by the Standard Webhooks specification, see docs/webhooks.md. A tenant has"
                            + " 20 webhooks at most.")
    public Uni<RestResponse<WebhookView>> create(@NotNull @Valid WebhookBody body) {
        return service.create(caller.tenant(), body, caller.name())
                .map(made -> WebhookView.of(made.webhook(), made.secret()))
                .map(made -> ResponseBuilder.<WebhookView>created(URI.create("/api/v1/webhooks/" + made.id()))
                        .entity(made)
                        .header(HttpHeaders.ETAG, etag(made.version()))
                        .build());
    }

    @GET
    @RolesAllowed(Scopes.WEBHOOKS_ADMIN)
    @Operation(summary = "List webhooks, oldest first", description = "All of them: a tenant has 20 at most.")
    public Uni<Page<WebhookView>> list() {
        return service.list(caller.tenant())
                .map(all -> new Page<>(all.stream().map(WebhookView::of).toList(), null));
    }

    @GET
    @Path("/{id}")
    @RolesAllowed(Scopes.WEBHOOKS_ADMIN)
    @Operation(summary = "Read a webhook; its secret is not shown")
    public Uni<RestResponse<WebhookView>> read(@RestPath UUID id) {
        return service.read(caller.tenant(), id).map(WebhookView::of).map(WebhooksResource::tagged);
    }

    @PATCH
    @Path("/{id}")
    @Consumes({MediaType.APPLICATION_JSON, "application/merge-patch+json"})
    @RolesAllowed(Scopes.WEBHOOKS_ADMIN)
    @Operation(
            summary = "Change a webhook by a JSON merge patch",
            description = "An enabled webhook is tried again at once, whatever failed before. What happens while it is"
                    + " disabled is not sent later; what was waiting is, for as long as it is tried.")
    public Uni<RestResponse<WebhookView>> change(
            @RestPath UUID id, @RestHeader("If-Match") String ifMatch, @NotNull JsonNode patch) {
        return service.change(caller.tenant(), id, ifMatch, patch)
                .map(WebhookView::of)
                .map(WebhooksResource::tagged);
    }

    @DELETE
    @Path("/{id}")
    @RolesAllowed(Scopes.WEBHOOKS_ADMIN)
    @Operation(summary = "Delete a webhook with its deliveries; nothing is sent to it any more")
    public Uni<Void> delete(@RestPath UUID id, @RestHeader("If-Match") String ifMatch) {
        return service.delete(caller.tenant(), id, ifMatch);
    }

    @POST
    @Path("/{id}/rotate-secret")
    @Idempotent
    @RolesAllowed(Scopes.WEBHOOKS_ADMIN)
    @Operation(
            summary = "Make a new secret; the answer shows it this once",
            description =
                    "For a grace period, 24 hours unless configured, messages are signed with the secret before, too.")
    public Uni<RestResponse<WebhookView>> rotate(@RestPath UUID id, @RestHeader("If-Match") String ifMatch) {
        return service.rotate(caller.tenant(), id, ifMatch)
                .map(made -> tagged(WebhookView.of(made.webhook(), made.secret())));
    }

    private static RestResponse<WebhookView> tagged(WebhookView view) {
        return ResponseBuilder.ok(view)
                .header(HttpHeaders.ETAG, etag(view.version()))
                .build();
    }
}
