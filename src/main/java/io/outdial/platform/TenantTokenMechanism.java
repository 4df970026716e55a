package io.outdial.platform;

import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.AuthenticationRequest;
import io.quarkus.vertx.http.runtime.security.ChallengeData;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticationMechanism;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Set;

/**
 * Takes bearer tokens whose issuer a tenant brought, before the platform's own provider sees them, leaves other signed tokens
 * to that, and refuses what is none. Issuer and audience together say which tenant it is; a token that could be two tenants' is nobody's.
 */
@ApplicationScoped
class TenantTokenMechanism implements HttpAuthenticationMechanism {

    private static final String BEARER = "bearer ";

    private final IssuerDirectory issuers;
    private final PlatformIssuer platform;

    TenantTokenMechanism(IssuerDirectory issuers, PlatformIssuer platform) {
        this.issuers = issuers;
        this.platform = platform;
    }

    @Override
    public Uni<SecurityIdentity> authenticate(RoutingContext context, IdentityProviderManager identities) {
        String header = context.request().getHeader("Authorization");
        if (header == null || !header.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            return Uni.createFrom().nullItem();
        }
        String token = header.substring(BEARER.length()).strip();
        TokenCheck.Unverified said = TokenCheck.read(token).orElse(null);
        if (said == null) {
            return Uni.createFrom().failure(new AuthenticationFailedException("this is no signed token"));
        }
        if (said.issuer().isEmpty() || platform.is(said.issuer())) {
            return Uni.createFrom().nullItem();
        }
        return issuers.of(said.issuer()).chain(known -> {
            if (known.isEmpty()) {
                return Uni.createFrom().nullItem();
            }
            List<TrustedIssuer> meant =
                    known.stream().filter(each -> said.isFor(each.audience())).toList();
            return meant.size() == 1
                    ? identities.authenticate(new TenantToken(token, said.keyId(), meant.get(0)))
                    : Uni.createFrom().failure(new AuthenticationFailedException("the audience is not one tenant's"));
        });
    }

    @Override
    public Uni<ChallengeData> getChallenge(RoutingContext context) {
        return Uni.createFrom().nullItem(); // the platform's provider is whom a browser is sent to
    }

    @Override
    public Set<Class<? extends AuthenticationRequest>> getCredentialTypes() {
        return Set.of(TenantToken.class);
    }

    @Override
    public int getPriority() {
        return DEFAULT_PRIORITY * 2;
    }
}
