package io.outdial.dev;

import io.quarkus.arc.profile.IfBuildProfile;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.RestQuery;

/** Hands out tokens to anyone who asks: in dev and test builds only, absent from a production build. */
@Path("/dev/token")
@IfBuildProfile(anyOf = {"dev", "test"})
@PermitAll
public class DevTokenResource {

    static final List<String> TENANT_SCOPES = List.of(
            "customers:read",
            "customers:write",
            "customers:pii",
            "campaigns:read",
            "campaigns:write",
            "campaigns:launch",
            "compliance:write",
            "telephony:admin",
            "webhooks:admin",
            "audit:read",
            "tenant:admin");

    private final LocalIdentityProvider identities;

    DevTokenResource(LocalIdentityProvider identities) {
        this.identities = identities;
    }

    /**
     * A bearer token as plain text.
     *
     * @param tenant slug of the tenant; without one the token is a platform administrator's
     * @param role {@code viewer}, {@code operator}, {@code manager} or {@code admin}
     * @param phone number that the token says is verified, E.164
     * @param scopes separated by spaces or commas; all that a tenant's token may have when absent
     */
    @GET
    @Produces(MediaType.TEXT_PLAIN)
    @Operation(summary = "A bearer token for trying things out (dev and test builds only)")
    public String token(
            @RestQuery Optional<String> tenant,
            @RestQuery @DefaultValue("manager") String role,
            @RestQuery Optional<String> scopes,
            @RestQuery Optional<String> subject,
            @RestQuery Optional<String> phone) {
        List<String> asked = scopes.map(text -> List.of(text.trim().split("[\\s,]+")))
                .orElse(tenant.isPresent() ? TENANT_SCOPES : List.of("platform:admin"));
        String who = subject.orElse(tenant.map(slug -> role + "@" + slug).orElse("platform-admin"));
        return identities.token(who, tenant, tenant.isPresent() ? Set.of(role) : Set.of(), asked, phone);
    }
}
