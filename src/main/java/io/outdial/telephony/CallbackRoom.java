package io.outdial.telephony;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.outdial.kernel.TenantId;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The memory of this replica for messages whose sender is not proven yet: bounded in all, and for each tenant, whose connections'
 * addresses are no secret to itself.
 */
@ApplicationScoped
class CallbackRoom {

    private static final int TENANTS_THAT_FILL_IT = 4;

    private final long most;
    private final long mostPerTenant;
    private final AtomicLong held = new AtomicLong();
    private final Map<TenantId, Long> heldOf = new ConcurrentHashMap<>();

    /** For the proxy of the application scope only. */
    CallbackRoom() {
        this(0, 0);
    }

    @jakarta.inject.Inject
    CallbackRoom(CallbackSettings settings) {
        this(settings.maxHeld().asLongValue(), settings.maxHeld().asLongValue() / TENANTS_THAT_FILL_IT);
    }

    CallbackRoom(long most, long mostPerTenant) {
        this.most = most;
        this.mostPerTenant = mostPerTenant;
    }

    void measure(@Observes StartupEvent start, MeterRegistry metrics) {
        Gauge.builder("outdial.telephony.callbacks.held", held, AtomicLong::get)
                .description("Bytes of messages of providers that are being received or taken")
                .register(metrics);
    }

    /** False when there is no room for these bytes; those that were taken are {@linkplain #give given back}. */
    boolean take(TenantId tenant, int bytes) {
        if (held.addAndGet(bytes) > most) {
            held.addAndGet(-bytes);
            return false;
        }
        boolean[] fits = new boolean[1];
        heldOf.compute(tenant, (any, before) -> {
            long after = (before == null ? 0 : before) + bytes;
            fits[0] = after <= mostPerTenant;
            return fits[0] ? Long.valueOf(after) : before;
        });
        if (!fits[0]) {
            held.addAndGet(-bytes);
        }
        return fits[0];
    }

    void give(TenantId tenant, int bytes) {
        held.addAndGet(-bytes);
        heldOf.computeIfPresent(tenant, (any, has) -> has == bytes ? null : Long.valueOf(has - bytes));
    }

    long held() {
        return held.get();
    }
}
