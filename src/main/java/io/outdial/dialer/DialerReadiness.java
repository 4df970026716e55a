package io.outdial.dialer;

import io.smallrye.health.api.HealthGroup;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** A replica that leaves takes no new requests. */
@Readiness
@HealthGroup("dialer")
@ApplicationScoped
class DialerReadiness implements HealthCheck {

    private final Drain drain;

    DialerReadiness(Drain drain) {
        this.drain = drain;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("dialer").status(!drain.isDraining()).build();
    }
}
