package io.outdial.customer;

import static io.outdial.platform.Versions.etag;

import com.fasterxml.jackson.databind.JsonNode;
import io.outdial.kernel.CustomerId;
import io.outdial.kernel.Page;
import io.outdial.platform.Caller;
import io.outdial.platform.Creates;
import io.outdial.platform.Cursors;
import io.outdial.platform.Idempotent;
import io.outdial.platform.ProblemType;
import io.outdial.platform.Refuses;
import io.outdial.platform.Scopes;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.net.URI;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestHeader;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;

/** Customers, one by one. */
@Path("/api/v1/customers")
@Tag(name = "Customers")
public class CustomersResource {

    private final CustomerService customers;
    private final CustomerStore store;
    private final Caller caller;

    CustomersResource(CustomerService customers, CustomerStore store, Caller caller) {
        this.customers = customers;
        this.store = store;
        this.caller = caller;
    }

    @POST
    @Idempotent
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed(Scopes.CUSTOMERS_WRITE)
    @Creates
    @Operation(summary = "Create a customer")
    public Uni<RestResponse<CustomerView>> create(@NotNull @Valid CustomerBody body) {
        return customers.create(caller.tenant(), body).map(row -> ResponseBuilder.<CustomerView>created(
                        URI.create("/api/v1/customers/" + row.id))
                .entity(view(row))
                .header(HttpHeaders.ETAG, etag(row.version))
                .build());
    }

    @GET
    @RolesAllowed(Scopes.CUSTOMERS_READ)
    @Operation(summary = "List customers, oldest first")
    public Uni<Page<CustomerView>> list(@RestQuery Integer limit, @RestQuery String cursor) {
        return store.list(caller.tenant(), Page.limit(limit), Cursors.id(cursor))
                .map(page -> page.map(this::view));
    }

    @GET
    @Path("/{id}")
    @RolesAllowed(Scopes.CUSTOMERS_READ)
    @Operation(summary = "Read a customer")
    public Uni<RestResponse<CustomerView>> read(@RestPath CustomerId id) {
        return store.read(caller.tenant(), id).map(this::withTag);
    }

    @PATCH
    @Path("/{id}")
    @Consumes({MediaType.APPLICATION_JSON, "application/merge-patch+json"})
    @RolesAllowed(Scopes.CUSTOMERS_WRITE)
    @Refuses(ProblemType.CONFLICT)
    @Operation(summary = "Change a customer: absent fields stay, null clears")
    public Uni<RestResponse<CustomerView>> change(
            @RestPath CustomerId id, @RestHeader("If-Match") String ifMatch, @NotNull JsonNode patch) {
        return customers.change(caller.tenant(), id, ifMatch, patch).map(this::withTag);
    }

    @DELETE
    @Path("/{id}")
    @RolesAllowed(Scopes.CUSTOMERS_WRITE)
    @Operation(summary = "Erase a customer: nothing is kept but the number, so that it is never called again")
    public Uni<Void> erase(@RestPath CustomerId id, @RestHeader("If-Match") String ifMatch) {
        return customers.erase(caller.tenant(), id, ifMatch, caller.name());
    }

    private CustomerView view(CustomerRow row) {
        return CustomerView.of(row, caller.openPersonalData());
    }

    private RestResponse<CustomerView> withTag(CustomerRow row) {
        return ResponseBuilder.ok(view(row))
                .header(HttpHeaders.ETAG, etag(row.version))
                .build();
    }
}
