package io.outdial.platform;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Map;
import java.util.Set;

/** How a token is read. A claim may be a path into the token, parts separated by {@code /}. */
@ConfigMapping(prefix = "outdial.security")
public interface SecuritySettings {

    /** Claim with the tenant's slug. */
    String tenantClaim();

    /** Claim with the scopes, separated by spaces. */
    String scopeClaim();

    /** Claim with the roles, an array or one word. */
    String rolesClaim();

    /** The scopes each role may use at most. */
    Map<String, Set<String>> roles();

    /** How tokens of identity providers that tenants brought are verified. */
    TenantIssuers tenantIssuers();

    interface TenantIssuers {

        /** How long an issuer's keys are used before they are read again; a key that it withdrew is good for as long. */
        @WithDefault("PT1H")
        Duration keysLife();

        /** Least time between two readings of an issuer's keys, however many tokens name an unknown one. */
        @WithDefault("PT1M")
        Duration refreshInterval();

        /** By how much the clocks of an issuer and of this service may differ. */
        @WithDefault("PT30S")
        Duration clockSkew();
    }
}
