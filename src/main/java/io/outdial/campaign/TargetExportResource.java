package io.outdial.campaign;

import io.outdial.campaign.TargetStore.View;
import io.outdial.kernel.CampaignId;
import io.outdial.kernel.Page;
import io.outdial.kernel.TenantId;
import io.outdial.platform.Cursors;
import io.outdial.platform.Exports;
import io.outdial.platform.FileFormat;
import io.outdial.platform.PagedFile;
import io.outdial.platform.PagedFile.Column;
import io.outdial.platform.Scopes;
import io.outdial.platform.TenantDb;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestHeader;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;

/** A campaign's targets as a file. */
@Path("/api/v1/campaigns/{id}/targets/export")
@RolesAllowed(Scopes.CAMPAIGNS_READ)
@Tag(name = "Campaigns")
public class TargetExportResource {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final PagedFile<View> FILE = PagedFile.of(List.of(
            new Column<>("customer_id", View::customerId),
            new Column<>("phone", View::phone),
            new Column<>("state", View::state),
            new Column<>("reason", View::reason),
            new Column<>("due_at", View::dueAt),
            new Column<>("attempts", View::attempts),
            new Column<>("last_outcome", View::lastOutcome),
            new Column<>("disposition", View::disposition),
            new Column<>("updated_at", View::updatedAt)));

    private final CampaignStore store;
    private final TargetStore targets;
    private final TenantDb db;
    private final CampaignCaller caller;
    private final Exports exports;

    TargetExportResource(
            CampaignStore store, TargetStore targets, TenantDb db, CampaignCaller caller, Exports exports) {
        this.store = store;
        this.targets = targets;
        this.db = db;
        this.caller = caller;
        this.exports = exports;
    }

    @GET
    @Blocking
    @Produces({FileFormat.CSV_TYPE, FileFormat.NDJSON_TYPE})
    @Operation(
            summary = "All targets of a campaign as CSV or NDJSON, streamed, by customer",
            description =
                    "The Accept header or format=csv, format=ndjson says which. Phones are masked for callers without"
                            + " customers:pii.")
    public Response all(
            @RestPath CampaignId id, @RestQuery String format, @RestHeader(HttpHeaders.ACCEPT) String accept) {
        FileFormat form = FileFormat.asked(format, accept);
        TenantId tenant = caller.tenant();
        db.inTenant(tenant, c -> store.look(c, tenant, id)).await().atMost(PATIENCE);
        boolean unmasked = caller.openPersonalData();
        return exports.answer(tenant, form, "targets", FILE, cursor -> page(tenant, id, cursor, unmasked));
    }

    private Uni<Page<View>> page(TenantId tenant, CampaignId id, String cursor, boolean unmasked) {
        UUID after = Cursors.id(cursor);
        return db.inTenant(
                        tenant,
                        c -> targets.list(c, tenant, id, TargetStore.Filter.NONE, after, PagedFile.PAGE + 1, unmasked))
                .map(found -> Page.of(
                        found, PagedFile.PAGE, target -> target.customerId().toString()));
    }
}
