package io.outdial.platform;

import io.outdial.kernel.TenantId;
import java.net.URI;
import java.util.Set;

/**
 * A tenant's own OpenID Connect provider. What it signs speaks for this tenant and for no other, whatever the token claims.
 *
 * @param issuer exactly what {@code iss} must say
 * @param audience what {@code aud} must name
 * @param keys where its public keys are (a JWK set, RFC 7517)
 * @param algorithms signatures that are accepted, as in RFC 7518; asymmetric ones only
 */
public record TrustedIssuer(
        TenantId tenant, String slug, String issuer, String audience, URI keys, Set<String> algorithms) {

    /** What a tenant may accept. Without {@code none} and the symmetric ones: a public key must never pass as a secret. */
    public static final Set<String> ALGORITHMS =
            Set.of("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512");
}
