package io.outdial.content;

import static io.outdial.platform.Versions.etag;

import io.outdial.content.ScriptStore.ScriptVersionView;
import io.outdial.content.ScriptStore.ScriptView;
import io.outdial.kernel.Masks;
import io.outdial.kernel.Page;
import io.outdial.kernel.PhoneNumber;
import io.outdial.kernel.TenantId;
import io.outdial.kernel.Uuid7;
import io.outdial.platform.Caller;
import io.outdial.platform.Creates;
import io.outdial.platform.Cursors;
import io.outdial.platform.Idempotent;
import io.outdial.platform.Problem;
import io.outdial.platform.ProblemType;
import io.outdial.platform.Refuses;
import io.outdial.platform.Scopes;
import io.outdial.platform.TenantDb;
import io.quarkus.security.ForbiddenException;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
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
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestHeader;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;

/** Scripts of the caller's tenant. */
@Path("/api/v1/scripts")
@Tag(name = "Content")
public class ScriptsResource {

    private final ScriptStore scripts;
    private final ContentStore content;
    private final TenantDb db;
    private final Caller caller;
    private final Clock clock;

    ScriptsResource(ScriptStore scripts, ContentStore content, TenantDb db, Caller caller, Clock clock) {
        this.scripts = scripts;
        this.content = content;
        this.db = db;
        this.caller = caller;
        this.clock = clock;
    }

    @POST
    @Idempotent
    @RolesAllowed(Scopes.CAMPAIGNS_WRITE)
    @Creates
    @Operation(summary = "Create a script")
    public Uni<RestResponse<ScriptView>> create(@NotNull @Valid ScriptDraft draft) {
        Template.parse(draft.template());
        return scripts.create(caller.tenant(), Uuid7.next(), draft, caller.name(), Instant.now(clock))
                .map(script -> ResponseBuilder.<ScriptView>created(URI.create("/api/v1/scripts/" + script.id()))
                        .entity(script)
                        .header(HttpHeaders.ETAG, etag(script.version()))
                        .build());
    }

    @GET
    @RolesAllowed(Scopes.CAMPAIGNS_READ)
    @Operation(summary = "List the scripts in use, oldest first")
    public Uni<Page<ScriptView>> list(@RestQuery Integer limit, @RestQuery String cursor) {
        int size = Page.limit(limit);
        return scripts.list(caller.tenant(), Cursors.id(cursor), size + 1)
                .map(rows -> Page.of(rows, size, row -> row.id().toString()));
    }

    @GET
    @Path("/{id}")
    @RolesAllowed(Scopes.CAMPAIGNS_READ)
    @Operation(summary = "Read a script with its newest version, also a retired one")
    public Uni<RestResponse<ScriptView>> read(@RestPath UUID id) {
        return scripts.read(caller.tenant(), id).map(ScriptsResource::withTag);
    }

    @PATCH
    @Path("/{id}")
    @Consumes({MediaType.APPLICATION_JSON, "application/merge-patch+json"})
    @RolesAllowed(Scopes.CAMPAIGNS_WRITE)
    @Refuses(ProblemType.CONFLICT)
    @Operation(summary = "Change a script; another template becomes its next version")
    public Uni<RestResponse<ScriptView>> change(
            @RestPath UUID id, @RestHeader("If-Match") String ifMatch, @NotNull @Valid ScriptChange change) {
        if (change.template() != null) {
            Template.parse(change.template());
        }
        return scripts.change(caller.tenant(), id, ifMatch, change, caller.name(), Instant.now(clock))
                .map(ScriptsResource::withTag);
    }

    @DELETE
    @Path("/{id}")
    @RolesAllowed(Scopes.CAMPAIGNS_WRITE)
    @Refuses(ProblemType.CONFLICT)
    @Operation(summary = "Retire a script: no campaign can be scheduled with it any more")
    public Uni<Void> retire(@RestPath UUID id, @RestHeader("If-Match") String ifMatch) {
        return scripts.retire(caller.tenant(), id, ifMatch, Instant.now(clock));
    }

    @GET
    @Path("/{id}/versions")
    @RolesAllowed(Scopes.CAMPAIGNS_READ)
    @Operation(summary = "List a script's versions, newest first")
    public Uni<Page<ScriptVersionView>> versions(
            @RestPath UUID id, @RestQuery Integer limit, @RestQuery String cursor) {
        int size = Page.limit(limit);
        int before = Cursors.number(cursor, Integer.MAX_VALUE, Integer.MAX_VALUE);
        return scripts.versions(caller.tenant(), id, before, size + 1)
                .map(rows -> Page.of(rows, size, row -> String.valueOf(row.scriptVersion())));
    }

    @POST
    @Path("/{id}/render")
    @RolesAllowed(Scopes.CAMPAIGNS_READ)
    @Operation(summary = "Show what a script says to a customer; also needs customers:read")
    public Uni<Rendered> render(@RestPath UUID id, @NotNull @Valid RenderRequest request) {
        if (!caller.has(Scopes.CUSTOMERS_READ)) {
            throw new ForbiddenException();
        }
        TenantId tenant = caller.tenant();
        boolean unmasked = caller.openPersonalData();
        Map<String, Variable> variables = request.variables() == null ? Map.of() : request.variables();
        return db.inTenant(tenant, c -> content.script(c, tenant, id, request.version())
                .map(found -> found.orElseThrow(() -> Problem.notFound("script or version of it")))
                .chain(script -> scripts.customerFacts(c, tenant, request.customerId())
                        .map(facts -> {
                            if (!unmasked) {
                                mask(facts);
                            }
                            Template template = Template.parse(script.template());
                            Map<String, String> values = Personalization.values(variables, facts);
                            List<String> missing = template.variables().stream()
                                    .filter(name -> !values.containsKey(name))
                                    .toList();
                            return new Rendered(script.version(), template.render(values), missing);
                        })));
    }

    private static void mask(Map<String, Object> facts) {
        facts.computeIfPresent("phone", (field, phone) -> PhoneNumber.mask((String) phone));
        facts.computeIfPresent("name", (field, name) -> Masks.name((String) name));
        facts.computeIfPresent("email", (field, email) -> Masks.email((String) email));
    }

    private static RestResponse<ScriptView> withTag(ScriptView script) {
        return ResponseBuilder.ok(script)
                .header(HttpHeaders.ETAG, etag(script.version()))
                .build();
    }

    /** @param version null for the newest */
    public record RenderRequest(
            @NotNull UUID customerId,
            @Size(max = Template.MAX_VARIABLES) Map<@Size(max = 64) String, @Valid Variable> variables,
            @Min(1) Integer version) {}

    /** @param missing variables that had neither a value nor a fallback and became empty */
    public record Rendered(int scriptVersion, String text, List<String> missing) {}
}
