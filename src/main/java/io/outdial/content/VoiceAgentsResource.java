package io.outdial.content;

import static io.outdial.platform.Versions.etag;

import io.outdial.kernel.Page;
import io.outdial.platform.Caller;
import io.outdial.platform.Creates;
import io.outdial.platform.Cursors;
import io.outdial.platform.Idempotent;
import io.outdial.platform.ProblemType;
import io.outdial.platform.Refuses;
import io.outdial.platform.Scopes;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestHeader;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;

/** Voice agents of the caller's tenant. */
@Path("/api/v1/voice-agents")
@Tag(name = "Content")
public class VoiceAgentsResource {

    private final VoiceAgentStore agents;
    private final Caller caller;
    private final Clock clock;

    VoiceAgentsResource(VoiceAgentStore agents, Caller caller, Clock clock) {
        this.agents = agents;
        this.caller = caller;
        this.clock = clock;
    }

    @POST
    @Idempotent
    @RolesAllowed(Scopes.CAMPAIGNS_WRITE)
    @Creates
    @Operation(summary = "Create a voice agent")
    public Uni<RestResponse<View>> create(@NotNull @Valid Draft draft) {
        return agents.create(caller.tenant(), draft, now())
                .map(saved -> ResponseBuilder.<View>created(URI.create("/api/v1/voice-agents/" + saved.voiceAgentId))
                        .entity(View.of(saved))
                        .header(HttpHeaders.ETAG, etag(saved.version))
                        .build());
    }

    @GET
    @RolesAllowed(Scopes.CAMPAIGNS_READ)
    @Operation(summary = "List the voice agents in use, oldest first")
    public Uni<Page<View>> list(@RestQuery Integer limit, @RestQuery String cursor) {
        int size = Page.limit(limit);
        return agents.list(caller.tenant(), Cursors.id(cursor), size + 1)
                .map(rows ->
                        Page.of(rows, size, row -> row.voiceAgentId.toString()).map(View::of));
    }

    @GET
    @Path("/{id}")
    @RolesAllowed(Scopes.CAMPAIGNS_READ)
    @Operation(summary = "Read a voice agent, also a retired one")
    public Uni<RestResponse<View>> read(@RestPath UUID id) {
        return agents.read(caller.tenant(), id).map(VoiceAgentsResource::withTag);
    }

    @PATCH
    @Path("/{id}")
    @Consumes({MediaType.APPLICATION_JSON, "application/merge-patch+json"})
    @RolesAllowed(Scopes.CAMPAIGNS_WRITE)
    @Refuses(ProblemType.CONFLICT)
    @Operation(summary = "Change a voice agent")
    public Uni<RestResponse<View>> change(
            @RestPath UUID id, @RestHeader("If-Match") String ifMatch, @NotNull @Valid Change change) {
        return agents.change(caller.tenant(), id, ifMatch, change, now()).map(VoiceAgentsResource::withTag);
    }

    @DELETE
    @Path("/{id}")
    @RolesAllowed(Scopes.CAMPAIGNS_WRITE)
    @Refuses(ProblemType.CONFLICT)
    @Operation(summary = "Retire a voice agent: no campaign can be scheduled with it any more")
    public Uni<Void> retire(@RestPath UUID id, @RestHeader("If-Match") String ifMatch) {
        return agents.retire(caller.tenant(), id, ifMatch, now());
    }

    private Instant now() {
        return Instant.now(clock);
    }

    private static RestResponse<View> withTag(VoiceAgent agent) {
        return ResponseBuilder.ok(View.of(agent))
                .header(HttpHeaders.ETAG, etag(agent.version))
                .build();
    }

    /** A voice agent to create. */
    @Schema(name = "VoiceAgentDraft")
    public record Draft(
            @NotBlank @Size(max = 200) String name,

            @NotNull @Size(max = 35) @Pattern(regexp = Texts.LANGUAGE, message = Texts.LANGUAGE_MESSAGE)
            String language,

            @NotBlank @Size(max = 200) String voice) {}

    /** What of it may change; absent fields stay as they are. */
    @Schema(name = "VoiceAgentChange")
    public record Change(
            @Size(min = 1, max = 200) String name,

            @Size(max = 35) @Pattern(regexp = Texts.LANGUAGE, message = Texts.LANGUAGE_MESSAGE)
            String language,

            @Size(min = 1, max = 200) String voice) {}

    /** A voice agent as the API shows it. */
    @Schema(name = "VoiceAgent")
    public record View(
            UUID id,
            String name,
            String language,
            String voice,
            String status,
            long version,
            Instant createdAt,
            Instant updatedAt) {

        static View of(VoiceAgent agent) {
            return new View(
                    agent.voiceAgentId,
                    agent.name,
                    agent.language,
                    agent.voice,
                    agent.status,
                    agent.version,
                    agent.createdAt,
                    agent.updatedAt);
        }
    }
}
