package io.outdial.telephony;

import io.micrometer.core.instrument.MeterRegistry;
import io.outdial.platform.TenantDb;
import io.quarkus.arc.Unremovable;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Puts a guard around each connection, and says when one breaks and when it is well again. */
@ApplicationScoped
@Unremovable
class Guards {

    private static final Logger LOG = Logger.getLogger(Guards.class);
    private static final int MAX_REASON = 500;

    private final TenantDb db;
    private final ConnectionStore store;
    private final Connections.Adapters adapters;
    private final TelephonySettings settings;
    private final Watch watch;
    private final CallMemory memory;
    private final GuardedTelephony none;

    Guards(
            TenantDb db,
            ConnectionStore store,
            Connections.Adapters adapters,
            TelephonySettings settings,
            Watch watch,
            CallMemory memory) {
        this.db = db;
        this.store = store;
        this.adapters = adapters;
        this.settings = settings;
        this.watch = watch;
        this.memory = memory;
        none = new GuardedTelephony(new NoTelephony(), settings, watch.metrics, watch.clock);
    }

    /** Time, who is told, and where pacing looks for how all providers answer, by campaign. */
    @Singleton
    static class Watch {
        private final MeterRegistry metrics;
        private final Clock clock;
        private final Event<ConnectionHealth> changes;
        private final GuardedTelephony builtIn;

        Watch(MeterRegistry metrics, Clock clock, Event<ConnectionHealth> changes, GuardedTelephony builtIn) {
            this.metrics = metrics;
            this.clock = clock;
            this.changes = changes;
            this.builtIn = builtIn;
        }
    }

    Optional<TelephonyAdapter> adapter(String kind) {
        return adapters.find(kind);
    }

    /** Refuses everything. */
    GuardedTelephony none() {
        return none;
    }

    GuardedTelephony around(TelephonyConnection connection, TelephonyGateway gateway) {
        return new GuardedTelephony(
                new RememberingGateway(gateway, memory),
                settings,
                new GuardedTelephony.Bounds(connection.callsPerSecond(), settings.maxConcurrentRequests(), true),
                new GuardedTelephony.Watch(
                        watch.metrics,
                        watch.clock,
                        watch.builtIn.health(),
                        (open, reason) -> changed(connection, open, reason)));
    }

    /** A connection that was opened anew begins with a closed circuit, whatever was said of it before. */
    void anew(TelephonyConnection connection) {
        changed(connection, false, null);
    }

    private void changed(TelephonyConnection connection, boolean open, String reason) {
        String why = reason == null || reason.length() <= MAX_REASON ? reason : reason.substring(0, MAX_REASON);
        LOG.warnf("Connection %s is %s%s", connection.id(), open ? "broken: " : "well again", open ? why : "");
        Instant now = Instant.now(watch.clock);
        String health = open ? ConnectionUse.BROKEN : ConnectionUse.HEALTHY;
        db.inTenant(connection.tenant(), c -> store.health(connection.tenant(), c, connection.id(), health, why, now))
                .onFailure()
                .recoverWithUni(failure -> {
                    LOG.warnf("The health of connection %s could not be written: %s", connection.id(), failure);
                    return Uni.createFrom().item(false);
                })
                .subscribe()
                .with(said -> {
                    if (said) {
                        watch.changes.fireAsync(new ConnectionHealth(
                                connection.tenant(), connection.id(), connection.name(), open, why, now));
                    }
                });
    }
}
