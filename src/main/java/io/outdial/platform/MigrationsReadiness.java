package io.outdial.platform;

import io.smallrye.health.api.HealthGroup;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Not ready until the schema is the one this version was built with. A replica that does not migrate itself waits so for
 * the one that does.
 */
@Readiness
@HealthGroup("database")
@ApplicationScoped
class MigrationsReadiness implements HealthCheck {

    private final SchemaVersion schema;

    MigrationsReadiness(SchemaVersion schema) {
        this.schema = schema;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("migrations")
                .status(schema.isCurrent())
                .build();
    }
}
