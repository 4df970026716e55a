package io.outdial.tenant;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.util.List;

/**
 * The identity provider that a tenant brings.
 *
 * @param issuer its issuer identifier: {@code <issuer>/.well-known/openid-configuration} must describe it (OpenID Connect
 *     Discovery 1.0)
 * @param audience what its tokens for this service name; the platform's audience when absent
 * @param algorithms signatures to accept; {@code RS256} when absent, which every provider has
 */
public record IdentityProviderChange(
        @NotBlank @Size(max = 500) String issuer,
        @Size(min = 1, max = 200) String audience,
        @Size(min = 1, max = 9) List<String> algorithms) {}
