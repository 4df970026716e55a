package io.outdial.customer;

import io.outdial.kernel.TenantId;
import io.outdial.platform.Caller;
import io.outdial.platform.Cursors;
import io.outdial.platform.Exports;
import io.outdial.platform.FileFormat;
import io.outdial.platform.PagedFile;
import io.outdial.platform.Scopes;
import io.outdial.platform.TenantDb;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestHeader;
import org.jboss.resteasy.reactive.RestQuery;

/** Customers, by the file, out. */
@Path("/api/v1/customers/export")
@Tag(name = "Customers")
public class ExportResource {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final CustomerStore customers;
    private final AttributeTypes types;
    private final Exports exports;
    private final TenantDb db;
    private final Caller caller;

    ExportResource(CustomerStore customers, AttributeTypes types, Exports exports, TenantDb db, Caller caller) {
        this.customers = customers;
        this.types = types;
        this.exports = exports;
        this.db = db;
        this.caller = caller;
    }

    @GET
    @Blocking
    @Produces({FileFormat.CSV_TYPE, FileFormat.NDJSON_TYPE})
    @RolesAllowed(Scopes.CUSTOMERS_READ)
    @Operation(
            summary = "All customers as CSV or NDJSON, streamed, in the form an import takes",
            description =
                    "The Accept header or format=csv, format=ndjson says which. Phone, name and email are masked for "
                            + "callers without customers:pii.")
    public Response all(@RestQuery String format, @RestHeader(HttpHeaders.ACCEPT) String accept) {
        FileFormat form = FileFormat.asked(format, accept);
        TenantId tenant = caller.tenant();
        boolean personalData = caller.openPersonalData();
        Set<String> attributes = db.inTenant(tenant, c -> types.of(c, tenant))
                .await()
                .atMost(PATIENCE)
                .keySet();
        return exports.answer(
                tenant,
                form,
                "customers",
                CustomerFile.of(attributes.stream().sorted().toList()),
                cursor -> customers
                        .list(tenant, PagedFile.PAGE, Cursors.id(cursor))
                        .map(page -> page.map(row -> CustomerView.of(row, personalData))));
    }
}
