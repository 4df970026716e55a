package io.outdial.insight;

import io.outdial.kernel.CampaignId;
import io.outdial.kernel.Page;
import io.outdial.kernel.TenantId;
import io.outdial.platform.Caller;
import io.outdial.platform.Cursors;
import io.outdial.platform.Exports;
import io.outdial.platform.FileFormat;
import io.outdial.platform.PagedFile;
import io.outdial.platform.PagedFile.Column;
import io.outdial.platform.Scopes;
import io.outdial.platform.TenantDb;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestHeader;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;

/** A campaign's calls as a file. */
@Path("/api/v1/campaigns/{id}/calls/export")
@RolesAllowed(Scopes.CAMPAIGNS_READ)
@Tag(name = "Watching")
public class CallExportResource {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final PagedFile<CallView> FILE = PagedFile.of(List.of(
            new Column<>("call_id", CallView::id),
            new Column<>("customer_id", CallView::customerId),
            new Column<>("phone", CallView::phone),
            new Column<>("attempt_no", CallView::attemptNo),
            new Column<>("state", CallView::state),
            new Column<>("outcome", CallView::outcome),
            new Column<>("disposition", CallView::disposition),
            new Column<>("started_at", CallView::startedAt),
            new Column<>("answered_at", CallView::answeredAt),
            new Column<>("ended_at", CallView::endedAt),
            new Column<>("reason", CallView::reason),
            new Column<>("talk_seconds", CallView::talkSeconds),
            new Column<>(
                    "cost", call -> call.cost() == null ? null : call.cost().amount()),
            new Column<>(
                    "currency", call -> call.cost() == null ? null : call.cost().currency()),
            new Column<>("quality_score", CallView::qualityScore),
            new Column<>("satisfaction", CallView::satisfaction),
            new Column<>("script_version", CallView::scriptVersion),
            new Column<>("recording_url", CallView::recordingUrl),
            new Column<>("summary", CallView::summary)));

    private final ProgressStore progress;
    private final TenantDb db;
    private final Caller caller;
    private final Exports exports;

    CallExportResource(ProgressStore progress, TenantDb db, Caller caller, Exports exports) {
        this.progress = progress;
        this.db = db;
        this.caller = caller;
        this.exports = exports;
    }

    @GET
    @Blocking
    @Produces({FileFormat.CSV_TYPE, FileFormat.NDJSON_TYPE})
    @Operation(
            summary = "All calls of a campaign as CSV or NDJSON, streamed, newest first",
            description = "The Accept header or format=csv, format=ndjson says which. Phones are masked, and summaries,"
                    + " recordings and providers' reasons left out, for callers without customers:pii.")
    public Response all(
            @RestPath CampaignId id, @RestQuery String format, @RestHeader(HttpHeaders.ACCEPT) String accept) {
        FileFormat form = FileFormat.asked(format, accept);
        TenantId tenant = caller.tenant();
        progress.read(tenant, id).await().atMost(PATIENCE);
        boolean unmasked = caller.openPersonalData();
        return exports.answer(tenant, form, "calls", FILE, cursor -> page(tenant, id, cursor, unmasked));
    }

    private Uni<Page<CallView>> page(TenantId tenant, CampaignId id, String cursor, boolean unmasked) {
        UUID before = Cursors.before(cursor);
        Tuple values = Tuple.of(tenant.value(), id.value(), before, null, null, PagedFile.PAGE + 1);
        return db.inTenant(
                        tenant, c -> c.preparedQuery(CampaignCallsResource.PAGE).execute(values))
                .map(rows -> {
                    List<CallView> calls = new ArrayList<>();
                    rows.forEach(row -> calls.add(CallView.of(row, unmasked)));
                    return Page.of(calls, PagedFile.PAGE, call -> call.id().toString());
                });
    }
}
