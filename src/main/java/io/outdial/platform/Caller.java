package io.outdial.platform;

import io.outdial.kernel.TenantId;
import io.quarkus.security.identity.SecurityIdentity;
import jakarta.enterprise.context.RequestScoped;

/** Who makes this request, for which tenant, and what they may do. */
@RequestScoped
public class Caller {

    static final String TENANT_ATTRIBUTE = "outdial.tenant";

    private final SecurityIdentity identity;

    Caller(SecurityIdentity identity) {
        this.identity = identity;
    }

    /** @throws Problem when the token names no tenant, as a platform administrator's */
    public TenantId tenant() {
        TenantId tenant = tenantOf(identity);
        if (tenant == null) {
            throw new Problem(ProblemType.TENANT_UNKNOWN, "This operation needs a token of a tenant.");
        }
        return tenant;
    }

    /** The tenant of an authenticated identity; null for the platform's own. */
    public static TenantId tenantOf(SecurityIdentity identity) {
        return identity.getAttribute(TENANT_ATTRIBUTE);
    }

    /** The subject of the token, for records of who did what. */
    public String name() {
        return identity.getPrincipal().getName();
    }

    public boolean has(String scope) {
        return identity.hasRole(scope);
    }

    public boolean maySeePersonalData() {
        return has(Scopes.CUSTOMERS_PII);
    }
}
