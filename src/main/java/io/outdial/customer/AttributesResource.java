package io.outdial.customer;

import io.outdial.platform.Caller;
import io.outdial.platform.Scopes;
import io.outdial.platform.TenantDb;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What an audience of this tenant may ask for beside the core fields. */
@Path("/api/v1/attributes")
@Tag(name = "Customers")
public class AttributesResource {

    private final AttributeTypes types;
    private final TenantDb db;
    private final Caller caller;

    AttributesResource(AttributeTypes types, TenantDb db, Caller caller) {
        this.types = types;
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

    /** An attribute's name and type: text, number, boolean, date or timestamp. */
    public record Attribute(String name, String type) {}

    /** One page, which is always the last. */
    public record Attributes(List<Attribute> items, String nextCursor) {}
}
