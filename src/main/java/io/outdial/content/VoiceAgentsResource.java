package io.outdial.content;

import static io.outdial.platform.Versions.etag;

import io.outdial.kernel.Page;
import io.outdial.kernel.Uuid7;
import io.outdial.platform.AuditEntry;
import io.outdial.platform.AuditLog;
import io.outdial.platform.Caller;
import io.outdial.platform.Cursors;
import io.outdial.platform.Idempotent;
import io.outdial.platform.Problem;
import io.outdial.platform.ProblemType;
import io.outdial.platform.Scopes;
import io.outdial.platform.TenantSession;
import io.outdial.platform.Versions;
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
import java.util.function.Consumer;
import org.eclipse.microprofile.openapi.annotations.Operation;
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

    private final Caller caller;
    private final Clock clock;

    VoiceAgentsResource(Caller caller, Clock clock) {
        this.caller = caller;
        this.clock = clock;
    }

    @POST
    @Idempotent
    @RolesAllowed(Scopes.CAMPAIGNS_WRITE)
    @Operation(summary = "Create a voice agent")
    public Uni<RestResponse<View>> create(@NotNull @Valid Draft draft) {
        VoiceAgent agent = new VoiceAgent();
        agent.voiceAgentId = Uuid7.next();
        agent.tenantId = caller.tenant().value();
        agent.name = draft.name();
        agent.language = draft.language();
        agent.voice = draft.voice();
        agent.status = "active";
        agent.createdAt = Instant.now(clock);
        agent.updatedAt = agent.createdAt;
        return TenantSession.inTenant(caller.tenant(), () -> agent.<VoiceAgent>persistAndFlush()
                        .call(() -> note("create", agent)))
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
        UUID after = Cursors.id(cursor);
        UUID tenant = caller.tenant().value();
        return TenantSession.inTenant(caller.tenant(), () -> VoiceAgent.<VoiceAgent>find(
                                "tenantId = ?1 and status = 'active' and voiceAgentId > ?2 order by voiceAgentId",
                                tenant,
                                after)
                        .page(0, size + 1)
                        .list())
                .map(rows ->
                        Page.of(rows, size, row -> row.voiceAgentId.toString()).map(View::of));
    }

    @GET
    @Path("/{id}")
    @RolesAllowed(Scopes.CAMPAIGNS_READ)
    @Operation(summary = "Read a voice agent, also a retired one")
    public Uni<RestResponse<View>> read(@RestPath UUID id) {
        return TenantSession.inTenant(caller.tenant(), () -> find(id)).map(VoiceAgentsResource::withTag);
    }

    @PATCH
    @Path("/{id}")
    @Consumes({MediaType.APPLICATION_JSON, "application/merge-patch+json"})
    @RolesAllowed(Scopes.CAMPAIGNS_WRITE)
    @Operation(summary = "Change a voice agent")
    public Uni<RestResponse<View>> change(
            @RestPath UUID id, @RestHeader("If-Match") String ifMatch, @NotNull @Valid Change change) {
        return update("change", id, ifMatch, agent -> {
                    agent.name = change.name() == null ? agent.name : change.name();
                    agent.language = change.language() == null ? agent.language : change.language();
                    agent.voice = change.voice() == null ? agent.voice : change.voice();
                })
                .map(VoiceAgentsResource::withTag);
    }

    @DELETE
    @Path("/{id}")
    @RolesAllowed(Scopes.CAMPAIGNS_WRITE)
    @Operation(summary = "Retire a voice agent: no campaign can be scheduled with it any more")
    public Uni<Void> retire(@RestPath UUID id, @RestHeader("If-Match") String ifMatch) {
        return update("retire", id, ifMatch, agent -> agent.status = "retired").replaceWithVoid();
    }

    private Uni<VoiceAgent> update(String what, UUID id, String ifMatch, Consumer<VoiceAgent> change) {
        return TenantSession.inTenant(caller.tenant(), () -> find(id).invoke(agent -> {
                    Versions.requireMatch(ifMatch, agent.version);
                    if (agent.status.equals("retired")) {
                        throw new Problem(ProblemType.CONFLICT, "The voice agent is retired and stays as it is.");
                    }
                    change.accept(agent);
                    agent.updatedAt = Instant.now(clock);
                })
                .call(agent -> agent.persistAndFlush())
                .call(agent -> note(what, agent)));
    }

    private Uni<Void> note(String what, VoiceAgent agent) {
        return AuditLog.addInSession(
                caller.tenant(), AuditEntry.of("voice_agent." + what, agent.voiceAgentId), agent.updatedAt);
    }

    private Uni<VoiceAgent> find(UUID id) {
        return VoiceAgent.<VoiceAgent>find(
                        "tenantId = ?1 and voiceAgentId = ?2", caller.tenant().value(), id)
                .firstResult()
                .onItem()
                .ifNull()
                .failWith(() -> Problem.notFound("voice agent"));
    }

    private static RestResponse<View> withTag(VoiceAgent agent) {
        return ResponseBuilder.ok(View.of(agent))
                .header(HttpHeaders.ETAG, etag(agent.version))
                .build();
    }

    /** A voice agent to create. */
    public record Draft(
            @NotBlank @Size(max = 200) @Pattern(regexp = Texts.STORABLE, message = Texts.MESSAGE)
            String name,

            @NotNull @Size(max = 35) @Pattern(regexp = Texts.LANGUAGE, message = Texts.LANGUAGE_MESSAGE)
            String language,

            @NotBlank @Size(max = 200) @Pattern(regexp = Texts.STORABLE, message = Texts.MESSAGE)
            String voice) {}

    /** What of it may change; absent fields stay as they are. */
    public record Change(
            @Size(min = 1, max = 200) @Pattern(regexp = Texts.STORABLE, message = Texts.MESSAGE)
            String name,

            @Size(max = 35) @Pattern(regexp = Texts.LANGUAGE, message = Texts.LANGUAGE_MESSAGE)
            String language,

            @Size(min = 1, max = 200) @Pattern(regexp = Texts.STORABLE, message = Texts.MESSAGE)
            String voice) {}

    /** A voice agent as the API shows it. */
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
