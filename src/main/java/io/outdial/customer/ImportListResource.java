package io.outdial.customer;

import io.outdial.kernel.Page;
import io.outdial.platform.Caller;
import io.outdial.platform.Cursors;
import io.outdial.platform.Scopes;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.time.Clock;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestQuery;

/** The imports there were. */
@Path("/api/v1/customers/import")
@Tag(name = "Customers")
public class ImportListResource {

    private final ImportList imports;
    private final ImportBeats beats;
    private final Caller caller;
    private final Clock clock;

    ImportListResource(ImportList imports, ImportBeats beats, Caller caller, Clock clock) {
        this.imports = imports;
        this.beats = beats;
        this.caller = caller;
        this.clock = clock;
    }

    @GET
    @RolesAllowed(Scopes.CUSTOMERS_READ)
    @Operation(
            summary = "List the tenant's imports, newest first",
            description = "What each did, or has done so far; its attributes and its issues are in the answer for one.")
    public Uni<Page<ImportList.Listed>> list(@RestQuery Integer limit, @RestQuery String cursor) {
        return imports.read(
                caller.tenant(), Cursors.before(cursor), Page.limit(limit), beats.silentSince(Instant.now(clock)));
    }
}
