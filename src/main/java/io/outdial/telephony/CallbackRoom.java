package io.outdial.telephony;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.outdial.kernel.TenantId;
import io.outdial.platform.Places;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;

/**
 * The memory of this replica for messages whose sender is not proven yet: bounded in all, and for each tenant, whose connections'
 * addresses are no secret to itself.
 */
@ApplicationScoped
class CallbackRoom {

    private static final int TENANTS_THAT_FILL_IT = 4;

    private final long most;
    private final long mostPerTenant;
    private final Places<TenantId> bytes = new Places<>();

    /** For the proxy of the application scope only. */
    CallbackRoom() {
        this(0, 0);
    }

    @Inject
    CallbackRoom(CallbackSettings settings) {
        this(settings.maxHeld().asLongValue(), settings.maxHeld().asLongValue() / TENANTS_THAT_FILL_IT);
    }

    CallbackRoom(long most, long mostPerTenant) {
        this.most = most;
        this.mostPerTenant = mostPerTenant;
    }

    void measure(@Observes StartupEvent start, MeterRegistry metrics) {
        Gauge.builder("outdial.telephony.callbacks.held", bytes, Places::all)
                .description("Bytes of messages of providers that are being received or taken")
                .register(metrics);
    }

    /** False when there is no room for these bytes; those that were taken are {@linkplain #give given back}. */
    boolean take(TenantId tenant, int many) {
        return bytes.take(tenant, many, mostPerTenant, most);
    }

    void give(TenantId tenant, int many) {
        bytes.leave(tenant, many);
    }

    long held() {
        return bytes.all();
    }
}
