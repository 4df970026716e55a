package io.outdial.tenant;

import java.util.List;

/**
 * A tenant's own identity provider.
 *
 * @param issuer what {@code iss} of its tokens says
 * @param audience what {@code aud} of tokens for this service names
 * @param algorithms signatures that are accepted
 * @param keys address of its public keys, as its configuration names it
 * @param version the tenant's
 */
public record IdentityProvider(String issuer, String audience, List<String> algorithms, String keys, long version) {}
