package io.outdial.platform;

import io.smallrye.config.ConfigMapping;
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
}
