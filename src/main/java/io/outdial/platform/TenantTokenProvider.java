package io.outdial.platform;

import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.IdentityProvider;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.smallrye.jwt.auth.principal.DefaultJWTCallerPrincipal;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwt.consumer.InvalidJwtException;

/** Verifies a token with the keys of the tenant's issuer and pins who it is to that tenant. */
@ApplicationScoped
class TenantTokenProvider implements IdentityProvider<TenantToken> {

    private final IssuerKeys keys;
    private final SecuritySettings settings;
    private final Clock clock;

    TenantTokenProvider(IssuerKeys keys, SecuritySettings settings, Clock clock) {
        this.keys = keys;
        this.settings = settings;
        this.clock = clock;
    }

    @Override
    public Class<TenantToken> getRequestType() {
        return TenantToken.class;
    }

    @Override
    public Uni<SecurityIdentity> authenticate(TenantToken request, AuthenticationRequestContext context) {
        return keys.of(request.issuer, request.keyId)
                .onFailure()
                .transform(failure -> new AuthenticationFailedException("the issuer's keys cannot be read", failure))
                .map(known -> identity(request, known));
    }

    private SecurityIdentity identity(TenantToken request, List<JsonWebKey> known) {
        try {
            var claims = TokenCheck.verify(
                    request.token,
                    request.issuer,
                    known,
                    Instant.now(clock),
                    settings.tenantIssuers().clockSkew());
            return QuarkusSecurityIdentity.builder()
                    .setPrincipal(new DefaultJWTCallerPrincipal(request.token, "JWT", claims))
                    .addAttribute(CallerAugmentor.PINNED_TENANT, request.issuer.slug())
                    .build();
        } catch (InvalidJwtException e) {
            throw new AuthenticationFailedException("the token is not valid", e);
        }
    }
}
