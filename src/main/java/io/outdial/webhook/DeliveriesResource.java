package io.outdial.webhook;

import io.outdial.kernel.Page;
import io.outdial.platform.Caller;
import io.outdial.platform.Creates;
import io.outdial.platform.Cursors;
import io.outdial.platform.Idempotent;
import io.outdial.platform.Scopes;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.net.URI;
import java.time.Clock;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;

/** What was sent to a webhook and what became of it. */
@Path("/api/v1/webhooks/{id}")
@Tag(name = "Webhooks")
public class DeliveriesResource {

    private final DeliveryLog log;
    private final Caller caller;
    private final Clock clock;

    DeliveriesResource(DeliveryLog log, Caller caller, Clock clock) {
        this.log = log;
        this.caller = caller;
        this.clock = clock;
    }

    @POST
    @Path("/test")
    @Idempotent
    @RolesAllowed(Scopes.WEBHOOKS_ADMIN)
    @Creates
    @Operation(
            summary = "Send a test message, whatever the webhook has subscribed to",
            description = "The answer is its delivery, which says what became of it when it is read again.")
    public Uni<RestResponse<DeliveryView>> test(@RestPath UUID id) {
        return log.test(caller.tenant(), id, clock.instant())
                .map(DeliveryView::of)
                .map(made -> ResponseBuilder.<DeliveryView>created(
                                URI.create("/api/v1/webhooks/" + id + "/deliveries/" + made.id()))
                        .entity(made)
                        .build());
    }

    @GET
    @Path("/deliveries")
    @RolesAllowed(Scopes.WEBHOOKS_ADMIN)
    @Operation(summary = "List deliveries with their attempts, newest first")
    public Uni<Page<DeliveryView>> list(
            @RestPath UUID id,
            @Parameter(description = "pending, delivered or dead") @RestQuery String state,
            @RestQuery Integer limit,
            @RestQuery String cursor) {
        int most = Page.limit(limit);
        UUID before = Cursors.before(cursor);
        String inState = state == null || state.isEmpty() ? null : state;
        return log.page(caller.tenant(), id, inState, before, most + 1)
                .map(found -> Page.of(found, most, each -> each.id().toString()).map(DeliveryView::of));
    }

    @GET
    @Path("/deliveries/{deliveryId}")
    @RolesAllowed(Scopes.WEBHOOKS_ADMIN)
    @Operation(summary = "Read a delivery with its message")
    public Uni<DeliveryView> read(@RestPath UUID id, @RestPath UUID deliveryId) {
        return log.read(caller.tenant(), id, deliveryId).map(DeliveryView::of);
    }

    @POST
    @Idempotent
    @Path("/deliveries/{deliveryId}/redeliver")
    @RolesAllowed(Scopes.WEBHOOKS_ADMIN)
    @Operation(
            summary = "Send a delivery again that was delivered or is dead",
            description =
                    "With the same message id, so that a receiver that has seen it knows. It is tried for a day again.")
    public Uni<RestResponse<DeliveryView>> redeliver(@RestPath UUID id, @RestPath UUID deliveryId) {
        return log.redeliver(caller.tenant(), id, deliveryId, clock.instant())
                .map(DeliveryView::of)
                .map(RestResponse::ok);
    }

    @POST
    @Idempotent
    @Path("/redeliver-dead")
    @RolesAllowed(Scopes.WEBHOOKS_ADMIN)
    @Operation(
            summary = "Send all dead letters of a webhook again, the newest first",
            description = "At most 10000 at once; more says whether there are others left.")
    public Uni<RestResponse<Redelivered>> redeliverDead(@RestPath UUID id) {
        return log.redeliverDead(caller.tenant(), id, clock.instant()).map(RestResponse::ok);
    }

    /**
     * @param redelivered how many are sent again
     * @param more whether there may be others left
     */
    public record Redelivered(int redelivered, boolean more) {}
}
