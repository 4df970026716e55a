package io.outdial.compliance;

import io.outdial.compliance.RegulationsResource.Regulation;
import io.outdial.kernel.Page;
import io.outdial.platform.Scopes;
import io.smallrye.common.annotation.NonBlocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The regulatory packs there are, for those who say which of them a tenant may use. */
@Path("/api/v1/platform/regulations")
@Tag(name = "Compliance")
public class PlatformRegulationsResource {

    @GET
    @NonBlocking
    @RolesAllowed(Scopes.PLATFORM_ADMIN)
    @Operation(summary = "List the regulatory packs that tenants may be allowed, each rule with where it comes from")
    public Page<Regulation> list() {
        return RegulationsResource.all();
    }
}
