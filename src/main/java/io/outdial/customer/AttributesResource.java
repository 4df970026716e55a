package io.outdial.customer;

import io.outdial.kernel.Coded;
import io.outdial.platform.Caller;
import io.outdial.platform.Creates;
import io.outdial.platform.Idempotent;
import io.outdial.platform.Problem;
import io.outdial.platform.Scopes;
import io.outdial.platform.Storable;
import io.outdial.platform.TenantDb;
import io.outdial.platform.Versions;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestHeader;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;

/** What an audience of this tenant may ask for beside the core fields. */
@Path("/api/v1/attributes")
@Tag(name = "Customers")
public class AttributesResource {

    private final AttributeTypes types;
    private final AttributeService service;
    private final TenantDb db;
    private final Caller caller;

    AttributesResource(AttributeTypes types, AttributeService service, TenantDb db, Caller caller) {
        this.types = types;
        this.service = service;
        this.db = db;
        this.caller = caller;
    }

    /** All of them, by name: there are never more than {@link AttributeTypes#MAX_PER_TENANT}. */
    @GET
    @RolesAllowed(Scopes.CUSTOMERS_READ)
    @Operation(summary = "The tenant's attribute names and types")
    public Uni<Attributes> list() {
        return db.inTenant(caller.tenant(), connection -> types.of(connection, caller.tenant()))
                .map(known -> new Attributes(
                        known.entrySet().stream()
                                .sorted(Map.Entry.comparingByKey())
                                .map(entry -> new Attribute(
                                        entry.getKey(), entry.getValue().type().code()))
                                .toList(),
                        null));
    }

    @POST
    @Idempotent
    @RolesAllowed(Scopes.CUSTOMERS_WRITE)
    @Creates
    @Operation(summary = "Declare an attribute and its type before it is imported")
    public Uni<RestResponse<AttributeReport>> declare(@NotNull @Valid Declaration declaration) {
        return service.declare(caller.tenant(), declaration.name(), type(declaration.type()))
                .map(report -> ResponseBuilder.<AttributeReport>created(location(report.name()))
                        .entity(report)
                        .header(HttpHeaders.ETAG, Versions.etag(report.version()))
                        .build());
    }

    /** @param name as imported; with its slashes when it has some */
    @GET
    @Path("/{name: .+}")
    @RolesAllowed(Scopes.CUSTOMERS_READ)
    @Operation(summary = "An attribute's type, and how many stored values have it")
    public Uni<RestResponse<AttributeReport>> read(@RestPath String name) {
        return service.read(caller.tenant(), storable(name)).map(AttributesResource::withTag);
    }

    /**
     * @param dryRun true to learn what would change without changing it; it takes as long as the change
     */
    @PATCH
    @Path("/{name: .+}")
    @Consumes({MediaType.APPLICATION_JSON, "application/merge-patch+json"})
    @RolesAllowed(Scopes.CUSTOMERS_WRITE)
    @Operation(
            summary = "Change an attribute's type",
            description = "The stored values are read again as the new type; those that do not fit stay as text. The"
                    + " answer names the campaigns whose audience asks for the attribute, with whom they select before"
                    + " and after.")
    public Uni<RestResponse<AttributeReport>> change(
            @RestPath String name,
            @RestHeader("If-Match") String ifMatch,
            @RestQuery @DefaultValue("false") boolean dryRun,
            @NotNull @Valid Change change) {
        return service.change(caller.tenant(), storable(name), ifMatch, type(change.type()), dryRun, caller)
                .map(AttributesResource::withTag);
    }

    private static AttributeType type(String code) {
        return Coded.of(AttributeType.class, code);
    }

    /** No attribute is called by what cannot be stored. */
    private static String storable(String name) {
        if (!Storable.is(name)) {
            throw Problem.notFound("attribute");
        }
        return name;
    }

    private static URI location(String name) {
        return URI.create("/api/v1/attributes/"
                + URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20"));
    }

    private static RestResponse<AttributeReport> withTag(AttributeReport report) {
        return ResponseBuilder.ok(report)
                .header(HttpHeaders.ETAG, Versions.etag(report.version()))
                .build();
    }

    private static final String TYPES = "text|number|boolean|date|timestamp";
    private static final String NO_TYPE = "must be text, number, boolean, date or timestamp";

    /** An attribute to declare. */
    @Schema(name = "AttributeDeclaration")
    public record Declaration(
            @NotBlank @Size(max = Flat.MAX_NAME) String name,

            @NotNull @Pattern(regexp = TYPES, message = NO_TYPE)
            String type) {}

    /** The attribute's new type. */
    @Schema(name = "AttributeChange")
    public record Change(
            @NotNull @Pattern(regexp = TYPES, message = NO_TYPE)
            String type) {}

    /** An attribute's name and type: text, number, boolean, date or timestamp. */
    public record Attribute(String name, String type) {}

    /** One page, which is always the last. */
    @Schema(name = "PageAttribute")
    public record Attributes(List<Attribute> items, String nextCursor) {}
}
