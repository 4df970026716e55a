package io.outdial.customer;

import io.outdial.kernel.CustomerId;
import io.outdial.platform.Caller;
import io.outdial.platform.Scopes;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;

/** What a person may ask to have: all that is stored about them. */
@Path("/api/v1/customers/{id}/data")
@RolesAllowed(Scopes.CUSTOMERS_PII)
@Tag(name = "Customers")
public class PersonalDataResource {

    private final PersonalDataService service;
    private final Caller caller;

    PersonalDataResource(PersonalDataService service, Caller caller) {
        this.service = service;
        this.caller = caller;
    }

    @GET
    @Operation(
            summary = "Everything stored about one person: for who asks what is known of them",
            description =
                    "The newest ten thousand records of each kind; truncated names the kinds of which there are more.")
    public Uni<PersonalData> of(@RestPath CustomerId id) {
        caller.notePersonalDataSeen();
        return service.of(caller.tenant(), id);
    }
}
