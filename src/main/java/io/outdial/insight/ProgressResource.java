package io.outdial.insight;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.outdial.kernel.CampaignId;
import io.outdial.kernel.TenantId;
import io.outdial.platform.Caller;
import io.outdial.platform.Problem;
import io.outdial.platform.Scopes;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestHeader;
import org.jboss.resteasy.reactive.RestPath;

/** Watching one campaign. */
@Path("/api/v1/campaigns/{id}")
@RolesAllowed(Scopes.CAMPAIGNS_READ)
@Tag(name = "Watching")
public class ProgressResource {

    private final ProgressStore progress;
    private final CampaignEvents events;
    private final EventStreams streams;
    private final EventSettings settings;
    private final ObjectMapper json;
    private final Caller caller;

    ProgressResource(
            ProgressStore progress,
            CampaignEvents events,
            EventStreams streams,
            EventSettings settings,
            ObjectMapper json,
            Caller caller) {
        this.progress = progress;
        this.events = events;
        this.streams = streams;
        this.settings = settings;
        this.json = json;
        this.caller = caller;
    }

    @GET
    @Path("/progress")
    @Operation(summary = "Where a campaign stands now")
    public Uni<Progress> progress(@RestPath CampaignId id) {
        return progress.read(caller.tenant(), id);
    }

    @GET
    @Path("/events")
    @EventStreamAdmission.Admitted
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @Operation(
            summary = "A campaign as it happens, as server-sent events; resumes with Last-Event-ID",
            description =
                    "Events with an id are stored ones (state_changed, guard_tripped, activation_refused and others):"
                            + " each comes once, numbered by its id, and after a lost connection those after Last-Event-ID follow. Events without an id"
                            + " say how something stands, whole, and come again only when it has changed: progress, calls (the ten"
                            + " newest), quality and timeline, as the operations of these names answer them. The first event,"
                            + " stream, says after how many seconds of silence a comment line is sent at the latest. Numbers are"
                            + " masked for callers without customers:pii. A stream ends with its campaign, or after"
                            + " outdial.events.max-duration: then open the next one.")
    public Multi<OutboundSseEvent> events(
            @RestPath CampaignId id, @RestHeader("Last-Event-ID") Optional<String> lastEventId, @Context Sse sse) {
        TenantId tenant = caller.tenant();
        long last = lastEventId.map(ProgressResource::eventNumber).orElse(0L);
        CampaignEvents.Watcher watcher = new CampaignEvents.Watcher(tenant, id, caller.maySeePersonalData());
        return streams.counted(tenant, events.watch(watcher, new EventLines(sse, json, settings, last)));
    }

    private static long eventNumber(String text) {
        if (!text.matches("[0-9]{1,18}")) {
            throw Problem.invalid("?Last-Event-ID", "wrong_format", "Last-Event-ID is not an id this stream has sent.");
        }
        return Long.parseLong(text);
    }
}
