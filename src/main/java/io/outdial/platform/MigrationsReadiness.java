package io.outdial.platform;

import io.smallrye.health.api.HealthGroup;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.flywaydb.core.Flyway;

/**
 * Not ready until the schema is the one this version was built with. A replica that does not migrate itself waits so for
 * the one that does.
 */
@Readiness
@HealthGroup("database")
@ApplicationScoped
class MigrationsReadiness implements HealthCheck {

    private final Flyway flyway;
    private volatile boolean migrated;

    MigrationsReadiness(Flyway flyway) {
        this.flyway = flyway;
    }

    /** Asks the database until the answer was yes once: a schema does not go back. */
    @Override
    public HealthCheckResponse call() {
        if (!migrated) {
            migrated = flyway.info().pending().length == 0;
        }
        return HealthCheckResponse.named("migrations").status(migrated).build();
    }
}
