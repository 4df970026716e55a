package io.outdial.platform;

import io.quarkus.oidc.AccessTokenCredential;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.SecurityIdentityAugmentor;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.quarkus.vertx.http.runtime.security.HttpSecurityUtils;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.jwt.JsonWebToken;

/**
 * Turns a verified token into a caller: finds the tenant and makes the effective scopes the identity's roles, which is
 * what {@code @RolesAllowed} on an operation asks for. Nothing else the token claims has any effect.
 */
@ApplicationScoped
class CallerAugmentor implements SecurityIdentityAugmentor {

    /** The slug of the only tenant that the token's issuer may speak for. */
    static final String PINNED_TENANT = "outdial.pinned-tenant";

    private final SecuritySettings settings;
    private final TenantDirectory tenants;

    CallerAugmentor(SecuritySettings settings, TenantDirectory tenants) {
        this.settings = settings;
        this.tenants = tenants;
    }

    @Override
    public Uni<SecurityIdentity> augment(
            SecurityIdentity identity, AuthenticationRequestContext context, Map<String, Object> attributes) {
        return augment(identity, context)
                .onFailure(Problem.class)
                .invoke(() -> RefusedLogin.note(HttpSecurityUtils.getRoutingContextAttribute(attributes)));
    }

    @Override
    public Uni<SecurityIdentity> augment(SecurityIdentity identity, AuthenticationRequestContext context) {
        if (!(identity.getPrincipal() instanceof JsonWebToken token)) {
            return Uni.createFrom().item(identity);
        }
        JsonObject claims = claims(token, identity);
        Optional<String> slug = CallerRights.tenantSlug(claims, settings);
        String pinned = identity.getAttribute(PINNED_TENANT);
        if (pinned != null) {
            if (slug.isPresent() && !slug.get().equals(pinned)) {
                throw new AuthenticationFailedException("the issuer speaks for another tenant");
            }
            slug = Optional.of(pinned);
        }
        QuarkusSecurityIdentity.Builder caller = QuarkusSecurityIdentity.builder()
                .setPrincipal(identity.getPrincipal())
                .addCredentials(identity.getCredentials())
                .addRoles(CallerRights.effectiveScopes(claims, slug.isPresent(), settings));
        if (pinned != null) {
            caller.addAttribute(PINNED_TENANT, pinned);
        }
        if (slug.isEmpty()) {
            return Uni.createFrom().item(caller.build());
        }
        return tenants.usable(slug.get()).map(found -> caller.addAttribute(
                        Caller.TENANT_ATTRIBUTE,
                        found.orElseThrow(() ->
                                new Problem(ProblemType.TENANT_UNKNOWN, "The token's tenant is unknown or suspended.")))
                .build());
    }

    /** In a browser's session the principal is the person's ID token; rights are in the access token beside it. */
    private static JsonObject claims(JsonWebToken token, SecurityIdentity identity) {
        AccessTokenCredential access = identity.getCredential(AccessTokenCredential.class);
        String raw = access == null ? token.getRawToken() : access.getToken();
        String payload = raw.split("\\.")[1];
        return new JsonObject(new String(Base64.getUrlDecoder().decode(payload), StandardCharsets.UTF_8));
    }
}
