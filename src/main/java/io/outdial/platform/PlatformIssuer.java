package io.outdial.platform;

import io.quarkus.oidc.OidcConfigurationMetadata;
import io.quarkus.oidc.runtime.TenantConfigBean;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The platform's own identity provider, which no tenant may bring as its own. */
@ApplicationScoped
public class PlatformIssuer {

    private final TenantConfigBean providers;
    private final Optional<String> url;
    private final Optional<String> configured;

    PlatformIssuer(
            TenantConfigBean providers,
            @ConfigProperty(name = "quarkus.oidc.auth-server-url") Optional<String> url,
            @ConfigProperty(name = "quarkus.oidc.token.issuer") Optional<String> configured) {
        this.providers = providers;
        this.url = url;
        this.configured = configured;
    }

    /** Whether tokens that say {@code issuer} are the platform's: as configured, or as the provider says of itself. */
    public boolean is(String issuer) {
        return configured.filter(issuer::equals).isPresent()
                || url.filter(issuer::equals).isPresent()
                || discovered().filter(issuer::equals).isPresent();
    }

    private Optional<String> discovered() {
        OidcConfigurationMetadata metadata = providers.getDefaultTenant() == null
                        || !providers.getDefaultTenant().ready()
                ? null
                : providers.getDefaultTenant().getOidcMetadata();
        return Optional.ofNullable(metadata).map(OidcConfigurationMetadata::getIssuer);
    }
}
