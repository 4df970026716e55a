package io.outdial.dialer;

import io.outdial.kernel.TenantId;
import io.outdial.platform.SchemaVersion;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jboss.logging.Logger;

/**
 * Has the {@link Reaper} look after tenants whose time has come, a few at once: one whose provider does not answer keeps a place
 * for as long as its look may take, and the others go on beside it.
 */
@ApplicationScoped
class ReapLoop {

    private static final Logger LOG = Logger.getLogger(ReapLoop.class);
    private static final int AT_ONCE = 8;

    /** In line at most; who finds no room is found again at the next sweep. */
    private static final int MAX_TENANTS = 200;

    private final DueStore due;
    private final Reaper reaper;
    private final DialerSettings settings;
    private final Clock clock;
    private final Set<TenantId> line = new LinkedHashSet<>();
    private final Set<TenantId> busy = new HashSet<>();

    ReapLoop(DueStore due, Reaper reaper, DialerSettings settings, Clock clock) {
        this.due = due;
        this.reaper = reaper;
        this.settings = settings;
        this.clock = clock;
    }

    /** Puts in line who is due, and waits for nobody. */
    @Scheduled(
            every = "2s",
            concurrentExecution = ConcurrentExecution.SKIP,
            skipExecutionIf = SchemaVersion.IsBehind.class)
    Uni<Void> sweep() {
        if (!settings.enabled()) {
            return Uni.createFrom().voidItem();
        }
        return due.toReap(Instant.now(clock), MAX_TENANTS)
                .invoke(this::offer)
                .replaceWithVoid()
                .onFailure()
                .recoverWithItem(failure -> {
                    LOG.warnf("Attempts cannot be looked after right now: %s", failure);
                    return null;
                });
    }

    private void offer(List<TenantId> tenants) {
        synchronized (line) {
            for (TenantId tenant : tenants) {
                if (line.size() < MAX_TENANTS && !busy.contains(tenant)) {
                    line.add(tenant);
                }
            }
        }
        goOn();
    }

    private void goOn() {
        for (TenantId tenant = next(); tenant != null; tenant = next()) {
            TenantId whose = tenant;
            Uni.createFrom()
                    .deferred(() -> reaper.reap(whose))
                    .onFailure()
                    .recoverWithItem(failure -> {
                        LOG.warnf(
                                failure,
                                "The attempts of tenant %s could not be looked after; it is tried again",
                                whose);
                        return null;
                    })
                    .subscribe()
                    .with(done -> free(whose));
        }
    }

    private void free(TenantId tenant) {
        synchronized (line) {
            busy.remove(tenant);
        }
        goOn();
    }

    /** @return null when there is nobody, or no place */
    private TenantId next() {
        synchronized (line) {
            Iterator<TenantId> first = line.iterator();
            if (busy.size() >= AT_ONCE || !first.hasNext()) {
                return null;
            }
            TenantId tenant = first.next();
            first.remove();
            busy.add(tenant);
            return tenant;
        }
    }
}
