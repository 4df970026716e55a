package io.outdial.insight;

import io.outdial.kernel.CampaignId;
import io.outdial.kernel.Outcome;
import io.outdial.kernel.Page;
import io.outdial.kernel.TenantId;
import io.outdial.platform.Caller;
import io.outdial.platform.Cursors;
import io.outdial.platform.Filters;
import io.outdial.platform.Scopes;
import io.outdial.platform.TenantDb;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;

/** A campaign's calls, newest first. */
@Path("/api/v1/campaigns/{id}/calls")
@RolesAllowed(Scopes.CAMPAIGNS_READ)
@Tag(name = "Watching")
public class CampaignCallsResource {

    static final String PAGE = """
            select c.*, t.currency, %s
            from call c join tenant t on t.tenant_id = c.tenant_id
            where c.tenant_id = $1 and c.campaign_id = $2 and c.attempt_id < $3
              and ($4::text is null or c.outcome = $4) and ($5::uuid is null or c.customer_id = $5)
            order by c.attempt_id desc limit $6
            """.formatted(CallView.MASKED);

    private final TenantDb db;
    private final ProgressStore progress;
    private final Caller caller;

    CampaignCallsResource(TenantDb db, ProgressStore progress, Caller caller) {
        this.db = db;
        this.progress = progress;
        this.caller = caller;
    }

    @GET
    @Operation(summary = "A campaign's calls, newest first, by outcome or customer")
    public Uni<Page<CallView>> list(
            @RestPath CampaignId id,
            @RestQuery Integer limit,
            @RestQuery String cursor,
            @RestQuery String outcome,
            @RestQuery String customer) {
        TenantId tenant = caller.tenant();
        int size = Page.limit(limit);
        Tuple values = Tuple.of(
                tenant.value(),
                id.value(),
                Cursors.before(cursor),
                Filters.word(Outcome.class, "outcome", outcome),
                Filters.id("customer", customer),
                size + 1);
        return progress.read(tenant, id)
                .chain(found -> db.inTenant(
                        tenant, connection -> connection.preparedQuery(PAGE).execute(values)))
                .map(rows -> {
                    List<CallView> calls = new ArrayList<>();
                    rows.forEach(row -> calls.add(CallView.of(row, caller.openPersonalData())));
                    return Page.of(calls, size, call -> call.id().toString());
                });
    }
}
