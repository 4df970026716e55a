package io.outdial.audience;

import io.outdial.platform.Caller;
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

/** Trying an audience before a campaign uses it. */
@Path("/api/v1/audiences")
@Tag(name = "Audiences")
public class AudiencesResource {

    private final AudienceStore store;
    private final Caller caller;
    private final Clock clock;

    AudiencesResource(AudienceStore store, Caller caller, Clock clock) {
        this.store = store;
        this.caller = caller;
        this.clock = clock;
    }

    @POST
    @Path("/preview")
    @RolesAllowed(Scopes.CAMPAIGNS_READ)
    @Operation(summary = "Count whom an audience selects and who of them can be reached")
    public Uni<AudiencePreview> preview(@NotNull Audience audience) {
        boolean plain = caller.maySeePersonalData();
        return store.preview(caller.tenant(), audience, Instant.now(clock))
                .map(found -> plain
                        ? found
                        : new AudiencePreview(
                                found.matched(),
                                found.reachable(),
                                found.excluded(),
                                found.matchedByAbsence(),
                                found.normalized(),
                                found.sample().stream()
                                        .map(MatchedCustomer::masked)
                                        .toList()));
    }
}
