package io.outdial.compliance;

import io.outdial.compliance.DoNotCallStore.Entry;
import io.outdial.kernel.Page;
import io.outdial.platform.Creates;
import io.outdial.platform.Idempotent;
import io.outdial.platform.Scopes;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.RestResponse;

/** People who said that they do not want to be called: the list that every campaign of the tenant respects. */
@Path("/api/v1/opt-outs")
@Tag(name = "Compliance")
public class OptOutsResource {

    private final DoNotCallEntries entries;

    OptOutsResource(DoNotCallEntries entries) {
        this.entries = entries;
    }

    @POST
    @Idempotent
    @RolesAllowed(Scopes.COMPLIANCE_WRITE)
    @Creates
    @Operation(summary = "Record that somebody does not want to be called; no campaign calls the number any more")
    public Uni<RestResponse<Entry>> optOut(@NotNull @Valid OptOutDraft draft) {
        return entries.write(draft.phone(), DoNotCallLists.OPT_OUT, draft.reason(), null);
    }

    @GET
    @RolesAllowed(Scopes.CUSTOMERS_READ)
    @Operation(summary = "List opt-outs by number")
    public Uni<Page<Entry>> optOuts(@RestQuery Integer limit, @RestQuery String cursor) {
        return entries.page(DoNotCallLists.OPT_OUT, limit, cursor);
    }

    /** @param phone E.164, or national in the tenant's country */
    public record OptOutDraft(
            @NotBlank @Size(max = 40) String phone,
            @Size(max = 500) String reason) {}
}
