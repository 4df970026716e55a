package io.outdial.telephony;

import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.health.api.HealthGroup;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Says whether calls can be placed, and is up either way: taking a replica out of service because a provider is away mends
 * nothing, and a service without an adapter still plans campaigns.
 */
@Readiness
@HealthGroup("telephony")
@ApplicationScoped
class TelephonyReadiness implements AsyncHealthCheck {

    @Inject
    GuardedTelephony telephony;

    @Override
    public Uni<HealthCheckResponse> call() {
        return telephony.available().map(available -> HealthCheckResponse.named("telephony")
                .up()
                .withData("adapter", telephony.gateway().name())
                .withData("available", available)
                .build());
    }
}
