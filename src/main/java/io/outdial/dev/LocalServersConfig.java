package io.outdial.dev;

import io.smallrye.config.ConfigSourceContext;
import io.smallrye.config.ConfigSourceFactory;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.PropertiesConfigSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.eclipse.microprofile.config.spi.ConfigSource;

/**
 * Points the service at the local servers of dev mode and tests, and starts the database. What it finds out is kept in
 * system properties, because one JVM asks several times (build, run, live reload) and must be given the same servers.
 */
public class LocalServersConfig implements ConfigSourceFactory {

    static final String IDENTITY_PORT = "outdial.local-identity.port";
    private static final String DATABASE_PORT = "outdial.embedded-database.port";
    /** Above application.properties (250), below system properties and the environment (300, 400). */
    private static final int ORDINAL = 275;

    @Override
    public OptionalInt getPriority() {
        return OptionalInt.of(ORDINAL);
    }

    @Override
    public Iterable<ConfigSource> getConfigSources(ConfigSourceContext context) {
        Map<String, String> found = new HashMap<>();
        if (isTrue(context, "outdial.local-identity.enabled")) {
            found.put(IDENTITY_PORT, String.valueOf(identityPort()));
        }
        if (isTrue(context, "outdial.embedded-database.enabled")) {
            boolean keep = isTrue(context, "outdial.embedded-database.keep-data");
            String address = "localhost:" + databasePort(keep) + "/postgres";
            found.put("quarkus.datasource.jdbc.url", "jdbc:postgresql://" + address);
            found.put("quarkus.datasource.reactive.url", "postgresql://" + address);
            found.put("quarkus.flyway.username", "postgres");
            found.put("quarkus.flyway.password", "postgres");
            found.put("quarkus.datasource.username", "outdial_app");
            found.put("quarkus.datasource.password", "outdial_app");
        }
        return List.of(new PropertiesConfigSource(found, "local servers", ORDINAL));
    }

    private static boolean isTrue(ConfigSourceContext context, String name) {
        ConfigValue value = context.getValue(name);
        return value != null && Boolean.parseBoolean(value.getValue());
    }

    private static synchronized int identityPort() {
        String known = System.getProperty(IDENTITY_PORT);
        if (known == null) {
            try (ServerSocket free = new ServerSocket(0)) {
                known = String.valueOf(free.getLocalPort());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            System.setProperty(IDENTITY_PORT, known);
        }
        return Integer.parseInt(known);
    }

    private static synchronized int databasePort(boolean keepData) {
        String known = System.getProperty(DATABASE_PORT);
        if (known == null) {
            known = String.valueOf(EmbeddedDatabase.start(keepData));
            System.setProperty(DATABASE_PORT, known);
        }
        return Integer.parseInt(known);
    }
}
