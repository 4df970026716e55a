package io.outdial.platform;

import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.SecurityIdentityAugmentor;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import org.eclipse.microprofile.jwt.JsonWebToken;

/**
 * Turns a verified token into a caller: finds the tenant and makes the effective scopes the identity's roles, which is
 * what {@code @RolesAllowed} on an operation asks for. Nothing else the token claims has any effect.
 */
@ApplicationScoped
class CallerAugmentor implements SecurityIdentityAugmentor {

    private final SecuritySettings settings;
    private final TenantDirectory tenants;

    CallerAugmentor(SecuritySettings settings, TenantDirectory tenants) {
        this.settings = settings;
        this.tenants = tenants;
    }

    @Override
    public Uni<SecurityIdentity> augment(SecurityIdentity identity, AuthenticationRequestContext context) {
        if (!(identity.getPrincipal() instanceof JsonWebToken token)) {
            return Uni.createFrom().item(identity);
        }
        JsonObject claims = claims(token);
        QuarkusSecurityIdentity.Builder caller = QuarkusSecurityIdentity.builder()
                .setPrincipal(identity.getPrincipal())
                .addCredentials(identity.getCredentials())
                .addRoles(CallerRights.effectiveScopes(claims, settings));
        Optional<String> slug = CallerRights.tenantSlug(claims, settings);
        if (slug.isEmpty()) {
            return Uni.createFrom().item(caller.build());
        }
        return tenants.usable(slug.get()).map(found -> caller.addAttribute(
                        Caller.TENANT_ATTRIBUTE,
                        found.orElseThrow(() ->
                                new Problem(ProblemType.TENANT_UNKNOWN, "The token's tenant is unknown or suspended.")))
                .build());
    }

    private static JsonObject claims(JsonWebToken token) {
        String payload = token.getRawToken().split("\\.")[1];
        return new JsonObject(new String(Base64.getUrlDecoder().decode(payload), StandardCharsets.UTF_8));
    }
}
