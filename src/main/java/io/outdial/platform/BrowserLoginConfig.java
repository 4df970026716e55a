package io.outdial.platform;

import io.smallrye.config.ConfigSourceContext;
import io.smallrye.config.ConfigSourceFactory;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.PropertiesConfigSource;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.eclipse.microprofile.config.spi.ConfigSource;

/**
 * Turns the login of browsers on where the service is given a client of the identity provider, id and secret. Without them
 * only bearer tokens are accepted.
 */
public class BrowserLoginConfig implements ConfigSourceFactory {

    /** Above application.properties (250), below system properties and the environment (300, 400). */
    private static final int ORDINAL = 275;

    @Override
    public OptionalInt getPriority() {
        return OptionalInt.of(ORDINAL);
    }

    @Override
    public Iterable<ConfigSource> getConfigSources(ConfigSourceContext context) {
        boolean hasClient =
                isGiven(context, "quarkus.oidc.client-id") && isGiven(context, "quarkus.oidc.credentials.secret");
        return hasClient
                ? List.of(new PropertiesConfigSource(
                        Map.of("quarkus.oidc.application-type", "hybrid"), "browser login", ORDINAL))
                : List.of();
    }

    private static boolean isGiven(ConfigSourceContext context, String name) {
        ConfigValue value = context.getValue(name);
        return value != null && value.getValue() != null && !value.getValue().isBlank();
    }
}
