package io.outdial.campaign;

import static io.outdial.platform.Versions.etag;

import com.fasterxml.jackson.databind.JsonNode;
import io.outdial.compliance.Objective;
import io.outdial.kernel.CampaignId;
import io.outdial.kernel.Page;
import io.outdial.kernel.TenantId;
import io.outdial.platform.Creates;
import io.outdial.platform.Cursors;
import io.outdial.platform.Filters;
import io.outdial.platform.Idempotent;
import io.outdial.platform.Problem;
import io.outdial.platform.ProblemType;
import io.outdial.platform.Refuses;
import io.outdial.platform.Scopes;
import io.outdial.platform.TenantDb;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestHeader;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;

/** Campaigns: written, read and looked at. What moves them is in {@link CampaignActionsResource}. */
@Path("/api/v1/campaigns")
@Tag(name = "Campaigns")
public class CampaignsResource {

    private final CampaignService campaigns;
    private final CampaignStore store;
    private final StageStore stages;
    private final TargetStore targets;
    private final TenantDb db;
    private final CampaignCaller caller;

    CampaignsResource(
            CampaignService campaigns,
            CampaignStore store,
            StageStore stages,
            TargetStore targets,
            TenantDb db,
            CampaignCaller caller) {
        this.campaigns = campaigns;
        this.store = store;
        this.stages = stages;
        this.targets = targets;
        this.db = db;
        this.caller = caller;
    }

    @POST
    @Idempotent
    @RolesAllowed(Scopes.CAMPAIGNS_WRITE)
    @Creates
    @Operation(summary = "Create a campaign, as a draft that may be incomplete")
    public Uni<RestResponse<CampaignView>> create(@NotNull CampaignSpec spec) {
        return campaigns
                .create(caller.tenant(), spec, caller.name(), caller.sight(), caller.now())
                .map(CampaignsResource::created);
    }

    @GET
    @RolesAllowed(Scopes.CAMPAIGNS_READ)
    @Operation(
            summary = "List campaigns, newest first",
            description =
                    "Filtered by state, objective and a part of the name. With include=progress each that was ever"
                            + " activated carries how far it is, so that a list needs one request.")
    public Uni<Page<CampaignView>> list(
            @RestQuery String state,
            @RestQuery String objective,
            @RestQuery String q,
            @Parameter(description = "progress, to have it with each campaign")
                    @RestQuery
                    @Pattern(regexp = "progress", message = "must be progress")
                    String include,
            @RestQuery Integer limit,
            @RestQuery String cursor) {
        int most = Page.limit(limit);
        String inState = Filters.word(CampaignState.class, "state", state);
        String forObjective = Filters.word(Objective.class, "objective", objective);
        if (q != null && q.length() > 200) {
            throw Problem.invalid("?q", "size", "q has at most 200 characters.");
        }
        UUID before = Cursors.before(cursor);
        TenantId tenant = caller.tenant();
        return db.inTenant(tenant, c -> store.list(c, tenant, inState, forObjective, q, before, most + 1)
                .map(found -> Page.of(found, most, campaign -> campaign.id().toString()))
                .chain(page -> counts(c, tenant, include == null ? List.of() : page.items())
                        .map(counts -> page.map(campaign -> CampaignView.of(
                                campaign, counts.get(campaign.id().value()))))));
    }

    private Uni<Map<UUID, CampaignCounts>> counts(SqlConnection c, TenantId tenant, List<Campaign> campaigns) {
        return campaigns.isEmpty()
                ? Uni.createFrom().item(Map.of())
                : targets.counts(
                        c,
                        tenant,
                        campaigns.stream()
                                .map(campaign -> campaign.id().value())
                                .toList());
    }

    @GET
    @Path("/{id}")
    @RolesAllowed(Scopes.CAMPAIGNS_READ)
    @Operation(summary = "Read a campaign")
    public Uni<RestResponse<CampaignView>> read(@RestPath CampaignId id) {
        return db.inTenant(caller.tenant(), c -> store.look(c, caller.tenant(), id))
                .map(CampaignsResource::tagged);
    }

    @PATCH
    @Path("/{id}")
    @Consumes({MediaType.APPLICATION_JSON, "application/merge-patch+json"})
    @RolesAllowed(Scopes.CAMPAIGNS_WRITE)
    @Refuses(ProblemType.TRANSITION_REFUSED)
    @Operation(summary = "Change a campaign by a JSON merge patch, as far as its state allows")
    public Uni<RestResponse<CampaignView>> change(
            @RestPath CampaignId id, @RestHeader("If-Match") String ifMatch, @NotNull JsonNode patch) {
        return campaigns.patch(caller.command(id, ifMatch), patch).map(CampaignsResource::tagged);
    }

    @DELETE
    @Path("/{id}")
    @RolesAllowed(Scopes.CAMPAIGNS_WRITE)
    @Refuses({ProblemType.TRANSITION_REFUSED, ProblemType.CONFLICT})
    @Operation(summary = "Delete a draft that was never scheduled")
    public Uni<Void> delete(@RestPath CampaignId id, @RestHeader("If-Match") String ifMatch) {
        return campaigns.delete(caller.command(id, ifMatch));
    }

    @GET
    @Path("/{id}/initiation")
    @RolesAllowed(Scopes.CAMPAIGNS_READ)
    @Operation(summary = "The four stages of the campaign's start, with what each found")
    public Uni<StageStore.View> initiation(@RestPath CampaignId id) {
        return db.inTenant(caller.tenant(), c -> store.look(c, caller.tenant(), id)
                .chain(() -> stages.read(c, caller.tenant(), id)));
    }

    @GET
    @Path("/{id}/targets")
    @RolesAllowed(Scopes.CAMPAIGNS_READ)
    @Operation(
            summary = "List the campaign's targets with why each was or was not called",
            description = "By state, reason or customer.")
    public Uni<Page<TargetStore.View>> targets(
            @RestPath CampaignId id,
            @RestQuery String state,
            @RestQuery @Pattern(regexp = "[a-z_]{1,60}", message = "must be a reason such as opt_out") String reason,
            @RestQuery String customer,
            @RestQuery Integer limit,
            @RestQuery String cursor) {
        int most = Page.limit(limit);
        TargetStore.Filter filter = new TargetStore.Filter(
                Filters.word(TargetState.class, "state", state), reason, Filters.id("customer", customer));
        UUID after = Cursors.id(cursor);
        return db.inTenant(caller.tenant(), c -> store.look(c, caller.tenant(), id)
                        .chain(() -> targets.list(
                                c, caller.tenant(), id, filter, after, most + 1, caller.openPersonalData())))
                .map(found -> Page.of(found, most, target -> target.customerId().toString()));
    }

    static RestResponse<CampaignView> created(Campaign campaign) {
        return ResponseBuilder.<CampaignView>created(URI.create("/api/v1/campaigns/" + campaign.id()))
                .entity(CampaignView.of(campaign))
                .header(HttpHeaders.ETAG, etag(campaign.version()))
                .build();
    }

    static RestResponse<CampaignView> tagged(Campaign campaign) {
        return ResponseBuilder.ok(CampaignView.of(campaign))
                .header(HttpHeaders.ETAG, etag(campaign.version()))
                .build();
    }
}
