package io.outdial.platform;

import io.outdial.kernel.TenantId;
import io.quarkus.security.identity.SecurityIdentity;
import jakarta.enterprise.context.RequestScoped;
import java.util.Optional;
import org.eclipse.microprofile.jwt.JsonWebToken;

/** Who makes this request, for which tenant, and what they may do. */
@RequestScoped
public class Caller {

    static final String TENANT_ATTRIBUTE = "outdial.tenant";

    private final SecurityIdentity identity;
    private boolean sawPersonalData;

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

    /**
     * The caller's own number, E.164, when the identity provider vouches for it by the standard claims {@code phone_number}
     * and {@code phone_number_verified} (OpenID Connect Core 1.0, section 5.1).
     */
    public Optional<String> verifiedPhone() {
        if (!(identity.getPrincipal() instanceof JsonWebToken token)) {
            return Optional.empty();
        }
        Object verified = token.getClaim("phone_number_verified");
        return "true".equals(String.valueOf(verified))
                ? Optional.ofNullable(token.<Object>getClaim("phone_number"))
                        .map(Object::toString)
                        .filter(phone -> phone.matches("\\+[1-9][0-9]{6,14}"))
                : Optional.empty();
    }

    public boolean has(String scope) {
        return identity.hasRole(scope);
    }

    /** Whether to show personal data unmasked. Who hears yes is taken to do so, and the audit log says it. */
    public boolean maySeePersonalData() {
        boolean may = has(Scopes.CUSTOMERS_PII);
        sawPersonalData |= may;
        return may;
    }

    boolean sawPersonalData() {
        return sawPersonalData;
    }
}
