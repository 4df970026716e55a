package io.outdial.platform;

import io.quarkus.security.identity.request.BaseAuthenticationRequest;

/** A bearer token whose issuer a tenant brought, to be verified as such. */
final class TenantToken extends BaseAuthenticationRequest {

    final String token;
    final String keyId;
    final TrustedIssuer issuer;

    TenantToken(String token, String keyId, TrustedIssuer issuer) {
        this.token = token;
        this.keyId = keyId;
        this.issuer = issuer;
    }
}
