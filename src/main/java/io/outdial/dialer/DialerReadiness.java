package io.outdial.dialer;

import io.smallrye.health.api.HealthGroup;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** A replica that has not warmed up is not ready yet, and one that leaves takes no new requests. */
@Readiness
@HealthGroup("dialer")
@ApplicationScoped
class DialerReadiness implements HealthCheck {

    private final Drain drain;
    private final WarmUp warmUp;
    private final DialerSettings settings;

    DialerReadiness(Drain drain, WarmUp warmUp, DialerSettings settings) {
        this.drain = drain;
        this.warmUp = warmUp;
        this.settings = settings;
    }

    @Override
    public HealthCheckResponse call() {
        boolean warm = warmUp.isOver() || !settings.enabled();
        return HealthCheckResponse.named("dialer")
                .status(warm && !drain.isDraining())
                .build();
    }
}
