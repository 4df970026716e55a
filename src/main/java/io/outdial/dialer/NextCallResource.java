package io.outdial.dialer;

import io.outdial.campaign.RunningCampaigns;
import io.outdial.customer.CustomerConsents;
import io.outdial.dialer.decide.NextCall;
import io.outdial.kernel.CampaignId;
import io.outdial.kernel.CustomerId;
import io.outdial.kernel.TenantId;
import io.outdial.platform.Caller;
import io.outdial.platform.Filters;
import io.outdial.platform.Problem;
import io.outdial.platform.Scopes;
import io.outdial.platform.TenantDb;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;

/** When a person may next be called for a campaign, by the rules that the dialer itself asks. */
@Path("/api/v1/customers/{id}/next-call")
@Tag(name = "Compliance")
public class NextCallResource {

    private final RunningCampaigns campaigns;
    private final CustomerConsents customers;
    private final NextCallStore store;
    private final TenantDb db;
    private final Caller caller;
    private final Clock clock;

    NextCallResource(
            RunningCampaigns campaigns,
            CustomerConsents customers,
            NextCallStore store,
            TenantDb db,
            Caller caller,
            Clock clock) {
        this.campaigns = campaigns;
        this.customers = customers;
        this.store = store;
        this.db = db;
        this.caller = caller;
        this.clock = clock;
    }

    @GET
    @RolesAllowed(Scopes.CUSTOMERS_READ)
    @Operation(summary = "When this customer may next be called for a campaign, and every rule that moved the moment")
    public Uni<NextCall> read(@RestPath CustomerId id, @RestQuery String campaign) {
        TenantId tenant = caller.tenant();
        Instant now = Instant.now(clock);
        return db.inTenant(tenant, c -> customers
                .require(c, tenant, id)
                .map(there -> new CampaignId(campaign(campaign)))
                .chain(asked -> campaigns
                        .read(c, tenant, Set.of(asked.value()))
                        .map(found -> found.get(asked))
                        .onItem()
                        .ifNull()
                        .failWith(() -> Problem.notFound("campaign")))
                .chain(found -> store.nextCall(c, tenant, id, found, now)));
    }

    private static UUID campaign(String text) {
        UUID id = Filters.id("campaign", text);
        if (id == null) {
            throw Problem.invalid("?campaign", "required", "Say ?campaign= with the id of a campaign.");
        }
        return id;
    }
}
