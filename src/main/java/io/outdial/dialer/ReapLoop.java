package io.outdial.dialer;

import io.outdial.platform.SchemaVersion;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
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
    private final DialerSettings settings;
    private final Clock clock;
    private final Serving looks;

    ReapLoop(DueStore due, Reaper reaper, DialerSettings settings, Clock clock) {
        this.due = due;
        this.settings = settings;
        this.clock = clock;
        this.looks =
                new Serving("look after attempts", new TenantLine(AT_ONCE, MAX_TENANTS), tenant -> reaper.reap(tenant)
                        .replaceWith(false));
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
                .invoke(looks::offer)
                .replaceWithVoid()
                .onFailure()
                .recoverWithItem(failure -> {
                    LOG.warnf("Attempts cannot be looked after right now: %s", failure);
                    return null;
                });
    }
}
