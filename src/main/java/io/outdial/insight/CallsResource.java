package io.outdial.insight;

import io.outdial.kernel.AttemptId;
import io.outdial.kernel.CampaignId;
import io.outdial.kernel.Page;
import io.outdial.kernel.TenantId;
import io.outdial.platform.Caller;
import io.outdial.platform.Problem;
import io.outdial.platform.Scopes;
import io.outdial.platform.TenantDb;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;

/** Calls, newest first. */
@Path("/api/v1")
@RolesAllowed(Scopes.CAMPAIGNS_READ)
@Tag(name = "Watching")
public class CallsResource {

    private static final UUID NEWEST = UUID.fromString("ffffffff-ffff-ffff-ffff-ffffffffffff");

    private static final String PAGE = """
            select c.* from call c
            where c.tenant_id = $1 and c.campaign_id = $2 and c.attempt_id < $3
              and ($4::text is null or c.outcome = $4) and ($5::uuid is null or c.customer_id = $5)
            order by c.attempt_id desc limit $6
            """;

    private static final String ONE = "select c.* from call c where c.tenant_id = $1 and c.attempt_id = $2";

    private final TenantDb db;
    private final ProgressStore progress;
    private final Caller caller;

    CallsResource(TenantDb db, ProgressStore progress, Caller caller) {
        this.db = db;
        this.progress = progress;
        this.caller = caller;
    }

    @GET
    @Path("/campaigns/{id}/calls")
    @Operation(summary = "A campaign's calls, newest first, by outcome or customer")
    public Uni<Page<CallView>> list(
            @RestPath CampaignId id,
            @RestQuery Integer limit,
            @RestQuery Optional<String> cursor,
            @RestQuery Optional<String> outcome,
            @RestQuery Optional<String> customer) {
        TenantId tenant = caller.tenant();
        int size = Page.limit(limit);
        Tuple values = Tuple.of(
                tenant.value(),
                id.value(),
                cursor.map(text -> uuid("cursor", text)).orElse(NEWEST),
                outcome.orElse(null),
                customer.map(text -> uuid("customer", text)).orElse(null),
                size + 1);
        return progress.read(tenant, id)
                .chain(found -> db.inTenant(
                        tenant, connection -> connection.preparedQuery(PAGE).execute(values)))
                .map(rows -> {
                    List<CallView> calls = new ArrayList<>();
                    rows.forEach(row -> calls.add(CallView.of(row, caller.maySeePersonalData())));
                    return Page.of(calls, size, call -> call.id().toString());
                });
    }

    @GET
    @Path("/calls/{id}")
    @Operation(summary = "One call with its events in order")
    public Uni<CallView> read(@RestPath AttemptId id) {
        TenantId tenant = caller.tenant();
        return db.inTenant(
                        tenant,
                        connection -> connection.preparedQuery(ONE).execute(Tuple.of(tenant.value(), id.value())))
                .map(rows -> {
                    if (rows.size() == 0) {
                        throw Problem.notFound("call");
                    }
                    return CallView.of(rows.iterator().next(), caller.maySeePersonalData());
                });
    }

    private static UUID uuid(String parameter, String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw Problem.invalid(
                    "?" + parameter, "wrong_format", parameter + " is not one that the service has given.");
        }
    }
}
