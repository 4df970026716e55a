package io.outdial.audience;

import io.outdial.kernel.Page;
import io.outdial.platform.Caller;
import io.outdial.platform.Cursors;
import io.outdial.platform.ProblemType;
import io.outdial.platform.Refuses;
import io.outdial.platform.Scopes;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.time.Clock;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestQuery;

/** Customers by audience. */
@Path("/api/v1/customers/search")
@Tag(name = "Customers")
public class CustomerSearchResource {

    private final AudienceStore store;
    private final Caller caller;
    private final Clock clock;

    CustomerSearchResource(AudienceStore store, Caller caller, Clock clock) {
        this.store = store;
        this.caller = caller;
        this.clock = clock;
    }

    @POST
    @RolesAllowed(Scopes.CUSTOMERS_READ)
    @Refuses(ProblemType.QUERY_TOO_LONG)
    @Operation(summary = "List the customers whom an audience selects")
    public Uni<Page<MatchedCustomer>> search(
            @NotNull Audience audience, @RestQuery Integer limit, @RestQuery String cursor) {
        boolean plain = caller.openPersonalData();
        return store.search(
                        caller.tenant(), audience, caller, Instant.now(clock), Cursors.id(cursor), Page.limit(limit))
                .map(page -> plain ? page : page.map(MatchedCustomer::masked));
    }
}
