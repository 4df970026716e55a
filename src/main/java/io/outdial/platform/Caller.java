package io.outdial.platform;

import io.outdial.kernel.PhoneNumber;
import io.outdial.kernel.TenantId;
import io.quarkus.security.identity.SecurityIdentity;
import jakarta.enterprise.context.RequestScoped;
import java.util.Optional;
import org.eclipse.microprofile.jwt.JsonWebToken;

/** Who makes this request, for which tenant, and what they may do. */
@RequestScoped
public class Caller implements Sight {

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

    /** Who the caller is, for records of who did what; see {@link #subjectOf}. */
    public String name() {
        return subjectOf(identity);
    }

    /**
     * Who somebody is, whatever they are called: the subject of the token, which no one may change or be given again (OpenID
     * Connect Core 1.0, section 2). It is so within one provider; that of a provider which a tenant brought has the provider
     * before it, {@code https://login.acme.com|8f3a}.
     */
    public static String subjectOf(SecurityIdentity identity) {
        if (!(identity.getPrincipal() instanceof JsonWebToken token) || token.getSubject() == null) {
            return identity.getPrincipal().getName();
        }
        return isOfTenantsIssuer(identity) ? token.getIssuer() + "|" + token.getSubject() : token.getSubject();
    }

    private static boolean isOfTenantsIssuer(SecurityIdentity identity) {
        return identity.getAttribute(CallerAugmentor.PINNED_TENANT) != null;
    }

    /**
     * The caller's own number, E.164, when the platform's identity provider vouches for it by the standard claims {@code
     * phone_number} and {@code phone_number_verified} (OpenID Connect Core 1.0, section 5.1). A provider that a tenant brought
     * is the tenant's word, and a tenant could name anybody's number.
     */
    public Optional<String> verifiedPhone() {
        if (isOfTenantsIssuer(identity) || !(identity.getPrincipal() instanceof JsonWebToken token)) {
            return Optional.empty();
        }
        Object verified = token.getClaim("phone_number_verified");
        return "true".equals(String.valueOf(verified))
                ? Optional.ofNullable(token.<Object>getClaim("phone_number"))
                        .map(Object::toString)
                        .filter(PhoneNumber::isE164)
                : Optional.empty();
    }

    public boolean has(String scope) {
        return identity.hasRole(scope);
    }

    @Override
    public boolean maySeePersonalData() {
        return has(Scopes.CUSTOMERS_PII);
    }

    @Override
    public void notePersonalDataSeen() {
        sawPersonalData = true;
    }

    boolean sawPersonalData() {
        return sawPersonalData;
    }
}
