package io.outdial.audience;

import io.outdial.compliance.Objective;
import io.outdial.kernel.Page;
import io.outdial.platform.Caller;
import io.outdial.platform.Creates;
import io.outdial.platform.Cursors;
import io.outdial.platform.Idempotent;
import io.outdial.platform.ProblemType;
import io.outdial.platform.Refuses;
import io.outdial.platform.Scopes;
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
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestHeader;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;

/** Audiences: tried before a campaign uses them, and kept under a name. */
@Path("/api/v1/audiences")
@Tag(name = "Audiences")
public class AudiencesResource {

    private final AudienceStore store;
    private final SavedAudiences saved;
    private final Caller caller;
    private final Clock clock;

    AudiencesResource(AudienceStore store, SavedAudiences saved, Caller caller, Clock clock) {
        this.store = store;
        this.saved = saved;
        this.caller = caller;
        this.clock = clock;
    }

    @POST
    @Path("/preview")
    @RolesAllowed(Scopes.CAMPAIGNS_READ)
    @Refuses(ProblemType.QUERY_TOO_LONG)
    @Operation(
            summary = "Count whom an audience selects and who of them can be reached now",
            description =
                    "By the tenant's rules and its regulatory pack, and by what a campaign with the settings given"
                            + " would ask on top. The hours of calls are left aside.")
    public Uni<AudiencePreview> preview(
            @NotNull Audience audience,
            @Parameter(
                            description =
                                    "The campaign's objective; a consent may be limited to some. Without one only consents"
                                            + " to everything count")
                    @RestQuery
                    @Pattern(regexp = Objective.ANY, message = Objective.NOT_ONE)
                    String objective,
            @Parameter(description = "The campaign's regulatory pack; the tenant's or its country's when absent")
                    @RestQuery
                    @Size(max = 100)
                    String regulation,
            @Parameter(description = "Whether the campaign asks for a consent where nobody else does")
                    @RestQuery
                    @DefaultValue("false")
                    boolean requireConsent,
            @Parameter(description = "Further do-not-call lists that the campaign names") @RestQuery @Size(max = 100)
                    List<@Size(max = 100) String> doNotCallLists) {
        PreviewRules asked = new PreviewRules(objective, regulation, requireConsent, doNotCallLists);
        return store.preview(caller.tenant(), audience, asked, caller, now())
                .map(found -> caller.openPersonalData() ? found : found.masked());
    }

    @POST
    @Idempotent
    @RolesAllowed(Scopes.CAMPAIGNS_WRITE)
    @Creates
    @Operation(summary = "Keep an audience under a name")
    public Uni<RestResponse<SavedAudience>> create(@NotNull @Valid Draft draft) {
        return saved.create(caller.tenant(), draft.name(), draft.audience(), caller.name(), caller, now())
                .map(AudiencesResource::created);
    }

    /** The answer to a creation. */
    public static RestResponse<SavedAudience> created(SavedAudience audience) {
        return ResponseBuilder.<SavedAudience>created(URI.create("/api/v1/audiences/" + audience.id()))
                .entity(audience)
                .header(HttpHeaders.ETAG, Versions.etag(audience.version()))
                .build();
    }

    @GET
    @RolesAllowed(Scopes.CAMPAIGNS_READ)
    @Operation(summary = "List the saved audiences in use, oldest first")
    public Uni<Page<SavedAudience>> list(@RestQuery Integer limit, @RestQuery String cursor) {
        return saved.list(caller.tenant(), Page.limit(limit), Cursors.id(cursor));
    }

    @GET
    @Path("/{id}")
    @RolesAllowed(Scopes.CAMPAIGNS_READ)
    @Operation(summary = "Read a saved audience, also a retired one")
    public Uni<RestResponse<SavedAudience>> read(@RestPath UUID id) {
        return saved.read(caller.tenant(), id).map(AudiencesResource::tagged);
    }

    @PATCH
    @Path("/{id}")
    @Consumes({MediaType.APPLICATION_JSON, "application/merge-patch+json"})
    @RolesAllowed(Scopes.CAMPAIGNS_WRITE)
    @Refuses(ProblemType.CONFLICT)
    @Operation(summary = "Change a saved audience; the audience is replaced as a whole")
    public Uni<RestResponse<SavedAudience>> change(
            @RestPath UUID id, @RestHeader("If-Match") String ifMatch, @NotNull @Valid Change change) {
        return saved.change(caller.tenant(), id, ifMatch, change.name(), change.audience(), caller, now())
                .map(AudiencesResource::tagged);
    }

    @DELETE
    @Path("/{id}")
    @RolesAllowed(Scopes.CAMPAIGNS_WRITE)
    @Refuses(ProblemType.CONFLICT)
    @Operation(summary = "Retire a saved audience: no campaign can be scheduled or started with it any more")
    public Uni<Void> retire(@RestPath UUID id, @RestHeader("If-Match") String ifMatch) {
        return saved.retire(caller.tenant(), id, ifMatch, now()).replaceWithVoid();
    }

    private Instant now() {
        return Instant.now(clock);
    }

    private static RestResponse<SavedAudience> tagged(SavedAudience audience) {
        return ResponseBuilder.ok(audience)
                .header(HttpHeaders.ETAG, Versions.etag(audience.version()))
                .build();
    }

    /** An audience to keep. */
    @Schema(name = "SavedAudienceDraft")
    public record Draft(
            @NotBlank @Size(max = 200) String name, @NotNull Audience audience) {}

    /** What of it may change; absent fields stay as they are. */
    @Schema(name = "SavedAudienceChange")
    public record Change(@Size(min = 1, max = 200) String name, Audience audience) {}
}
