package io.outdial.telephony;

import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Whether calls can be placed. A service without an adapter is ready too: it plans campaigns, and activating one says
 * what is missing.
 */
@Readiness
@ApplicationScoped
class TelephonyReadiness implements AsyncHealthCheck {

    @Inject
    GuardedTelephony telephony;

    @Override
    public Uni<HealthCheckResponse> call() {
        String adapter = telephony.gateway().name();
        return telephony.available().map(available -> HealthCheckResponse.named("telephony")
                .status(available || adapter.equals(NoTelephony.NAME))
                .withData("adapter", adapter)
                .withData("available", available)
                .build());
    }
}
