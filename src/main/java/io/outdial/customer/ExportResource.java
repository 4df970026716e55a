package io.outdial.customer;

import io.outdial.kernel.TenantId;
import io.outdial.platform.Caller;
import io.outdial.platform.FileFormat;
import io.outdial.platform.Scopes;
import io.outdial.platform.Transfers;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.OutputStream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestHeader;
import org.jboss.resteasy.reactive.RestQuery;

/** Customers, by the file, out. */
@Path("/api/v1/customers/export")
@Tag(name = "Customers")
public class ExportResource {

    private final CustomerExport export;
    private final Transfers transfers;
    private final Caller caller;

    ExportResource(CustomerExport export, Transfers transfers, Caller caller) {
        this.export = export;
        this.transfers = transfers;
        this.caller = caller;
    }

    @GET
    @Blocking
    @Produces({FileFormat.CSV_TYPE, FileFormat.NDJSON_TYPE})
    @RolesAllowed(Scopes.CUSTOMERS_READ)
    @Operation(
            summary = "All customers as CSV or NDJSON, streamed, in the form an import takes",
            description = "The Accept header or format=csv, format=ndjson says which. Phone and email are masked for "
                    + "callers without customers:pii.")
    public Response all(@RestQuery String format, @RestHeader(HttpHeaders.ACCEPT) String accept) {
        FileFormat form = FileFormat.asked(format, accept);
        TenantId tenant = caller.tenant();
        transfers.beginExport(tenant);
        boolean personalData = caller.maySeePersonalData();
        StreamingOutput body = line -> {
            OutputStream out = transfers.download(tenant, line);
            if (form == FileFormat.NDJSON) {
                export.ndjson(tenant, personalData, out);
            } else {
                export.csv(tenant, personalData, out);
            }
        };
        return form.attachment("customers", body);
    }
}
