package io.outdial.platform;

/** The permissions an access token may carry. Each operation of the API declares the one it needs. */
public final class Scopes {

    public static final String CUSTOMERS_READ = "customers:read";
    public static final String CUSTOMERS_WRITE = "customers:write";
    /** Personal data unmasked. */
    public static final String CUSTOMERS_PII = "customers:pii";

    public static final String CAMPAIGNS_READ = "campaigns:read";
    public static final String CAMPAIGNS_WRITE = "campaigns:write";
    /** Letting calls begin is apart from planning them. */
    public static final String CAMPAIGNS_LAUNCH = "campaigns:launch";

    public static final String COMPLIANCE_WRITE = "compliance:write";
    public static final String TELEPHONY_ADMIN = "telephony:admin";
    public static final String WEBHOOKS_ADMIN = "webhooks:admin";
    public static final String AUDIT_READ = "audit:read";
    public static final String TENANT_ADMIN = "tenant:admin";
    /** The platform's own administrators; needs no tenant and no role. */
    public static final String PLATFORM_ADMIN = "platform:admin";

    private Scopes() {}
}
