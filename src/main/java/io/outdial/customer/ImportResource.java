package io.outdial.customer;

import io.outdial.kernel.Page;
import io.outdial.kernel.TenantId;
import io.outdial.platform.Caller;
import io.outdial.platform.Cursors;
import io.outdial.platform.Problem;
import io.outdial.platform.ProblemType;
import io.outdial.platform.Refuses;
import io.outdial.platform.Scopes;
import io.outdial.platform.Transfers;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.HttpHeaders;
import java.io.InputStream;
import java.time.Clock;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestHeader;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;

/** Customers, by the file. */
@Path("/api/v1/customers/import")
@Tag(name = "Customers")
public class ImportResource {

    private final CustomerImporter importer;
    private final ImportStore imports;
    private final ImportBeats beats;
    private final Transfers transfers;
    private final Caller caller;
    private final Clock clock;

    ImportResource(
            CustomerImporter importer,
            ImportStore imports,
            ImportBeats beats,
            Transfers transfers,
            Caller caller,
            Clock clock) {
        this.importer = importer;
        this.imports = imports;
        this.beats = beats;
        this.transfers = transfers;
        this.caller = caller;
        this.clock = clock;
    }

    @POST
    @Blocking
    @Consumes({"text/csv", "application/x-ndjson"})
    @RolesAllowed(Scopes.CUSTOMERS_WRITE)
    @Refuses(ProblemType.CONFLICT)
    @Operation(
            summary = "Import customers from CSV or NDJSON; a known externalId is updated",
            description =
                    "Answers when all is done. With dryRun=true everything is checked and no customer is written. The"
                            + " file may be compressed (Content-Encoding: gzip).")
    public ImportAnswer run(
            InputStream body,
            @RestHeader(HttpHeaders.CONTENT_TYPE) String type,
            @RestHeader(HttpHeaders.CONTENT_ENCODING) String encoding,
            @RestQuery @DefaultValue("false") boolean dryRun) {
        if (type == null) {
            throw new Problem(ProblemType.UNSUPPORTED_MEDIA_TYPE, "Say with Content-Type whether it is CSV or NDJSON.");
        }
        TenantId tenant = caller.tenant();
        InputStream file = decoded(transfers.upload(tenant, body), encoding);
        return importer.run(tenant, file, type.contains("ndjson"), dryRun, caller.name());
    }

    /** Decompressed as it is read, so that no size of it is ever in memory. */
    private static InputStream decoded(InputStream body, String encoding) {
        if (body == null || encoding == null || encoding.isBlank() || encoding.equalsIgnoreCase("identity")) {
            return body;
        }
        if (!encoding.equalsIgnoreCase("gzip")) {
            throw new Problem(ProblemType.UNSUPPORTED_MEDIA_TYPE, "The only Content-Encoding that is read is gzip.");
        }
        return new BoundedGzip(body);
    }

    @GET
    @Path("/{id}")
    @RolesAllowed(Scopes.CUSTOMERS_READ)
    @Operation(summary = "What an import did, or has done so far, with the first thousand issues of each severity")
    public Uni<ImportAnswer> read(@RestPath String id) {
        Instant now = Instant.now(clock);
        return imports.read(caller.tenant(), importId(id), beats.silentSince(now), now);
    }

    @GET
    @Path("/{id}/issues")
    @RolesAllowed(Scopes.CUSTOMERS_READ)
    @Operation(summary = "All rows an import refused (severity error) or warned about (severity warning), by line")
    public Uni<Page<ImportStore.StoredIssue>> issues(
            @RestPath String id, @RestQuery String severity, @RestQuery String cursor, @RestQuery Integer limit) {
        if (severity != null && !severity.equals("error") && !severity.equals("warning")) {
            throw Problem.invalid("?severity", "unknown", "The severity is error or warning.");
        }
        return imports.issues(
                caller.tenant(),
                importId(id),
                severity,
                Cursors.number(cursor, 0, Integer.MAX_VALUE),
                Page.limit(limit));
    }

    private static UUID importId(String id) {
        try {
            return UUID.fromString(id);
        } catch (IllegalArgumentException e) {
            throw Problem.notFound("import");
        }
    }
}
