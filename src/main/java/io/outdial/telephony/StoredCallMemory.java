package io.outdial.telephony;

import io.outdial.kernel.AttemptId;
import io.outdial.kernel.TenantId;
import io.outdial.platform.TenantDb;
import io.outdial.telephony.decide.CallNews;
import io.outdial.telephony.decide.CallState;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Keeps what providers tell in the database, so that any replica takes any message. An event is handed on before its message
 * is committed: a crash in between has the provider tell it again, and an event told twice is settled once. A crash after
 * it loses the event from memory only; whoever looks after silent calls finds the end here. Nobody looks after calls that are
 * settled, so an opt-out that is reported of one of them is kept together with the report.
 */
@ApplicationScoped
class StoredCallMemory implements CallMemory {

    private static final Logger LOG = Logger.getLogger(StoredCallMemory.class);

    private final TenantDb db;
    private final CallStateStore store;
    private final Listeners listeners;
    private final TelephonySettings settings;
    private final Vertx vertx;

    /** Whoever hears of calls: of what happens to them, and of what is said after their end. */
    @Singleton
    static class Listeners {
        private final Instance<CallEventSink> sink;
        private final Instance<LateReports> late;

        Listeners(Instance<CallEventSink> sink, Instance<LateReports> late) {
            this.sink = sink;
            this.late = late;
        }

        boolean offer(CallEvent event) {
            return sink.isUnsatisfied() || sink.get().offer(event);
        }

        Uni<Void> keep(SqlConnection c, CallEvent.Ended end, boolean again) {
            return late.isUnsatisfied()
                    ? Uni.createFrom().voidItem()
                    : late.get().keep(c, end, again);
        }
    }

    StoredCallMemory(TenantDb db, CallStateStore store, Listeners listeners, TelephonySettings settings, Vertx vertx) {
        this.db = db;
        this.store = store;
        this.listeners = listeners;
        this.settings = settings;
        this.vertx = vertx;
    }

    @Override
    public Uni<Optional<CallState>> recall(TenantId tenant, AttemptId attempt) {
        return db.inTenant(tenant, c -> store.read(tenant, c, attempt));
    }

    @Override
    public Uni<CallState> take(TenantId tenant, AttemptId attempt, CallNews news, boolean awaitsAgent) {
        return take(tenant, attempt, news, awaitsAgent ? settings.agentReportWithin() : Duration.ZERO);
    }

    @Override
    public Uni<CallState> takeOfPlatform(TenantId tenant, AttemptId attempt, CallNews news) {
        return take(tenant, attempt, news, settings.platformReportWithin());
    }

    /** @param patience how long an end waits for what the agent says; zero for not at all */
    private Uni<CallState> take(TenantId tenant, AttemptId attempt, CallNews news, Duration patience) {
        return db.inTenant(tenant, c -> store.lock(tenant, c, attempt)
                .chain(before -> before.knows(news)
                        ? Uni.createFrom().item(before)
                        : keep(tenant, c, attempt, before, before.with(news), patience)));
    }

    private Uni<CallState> keep(
            TenantId tenant, SqlConnection c, AttemptId attempt, CallState before, CallState after, Duration patience) {
        boolean awaitsAgent = !patience.isZero();
        boolean waits = awaitsAgent && after.awaitsConversation();
        boolean wasTold = before.ended() && !(awaitsAgent && before.awaitsConversation());
        for (CallEvent event : after.progressSince(before, tenant, attempt)) {
            offer(event);
        }
        // What an agent says after the end was told changes nothing of it, but an opt-out is an opt-out.
        boolean late = wasTold && after.saysMoreThan(before);
        boolean tells = after.ended() && !waits && (!wasTold || late);
        if (tells) {
            offer(after.end(tenant, attempt));
        }
        if (after.ended() && !before.ended() && waits) {
            vertx.setTimer(patience.toMillis(), id -> tellEnd(tenant, attempt));
        }
        return store.write(tenant, c, attempt, after)
                .chain(() -> tells
                        ? listeners.keep(c, after.end(tenant, attempt), late)
                        : Uni.createFrom().voidItem())
                .replaceWith(after);
    }

    /** The agent has had its time. If this replica dies before, the end is found when the call is asked about. */
    private void tellEnd(TenantId tenant, AttemptId attempt) {
        recall(tenant, attempt)
                .subscribe()
                .with(
                        found -> {
                            if (found.isPresent() && found.get().awaitsConversation()) {
                                try {
                                    offer(found.get().end(tenant, attempt));
                                } catch (Busy full) {
                                    vertx.setTimer(1_000, id -> tellEnd(tenant, attempt));
                                }
                            }
                        },
                        failure -> LOG.warnf("The end of call %s is told later: %s", attempt, failure));
    }

    private void offer(CallEvent event) {
        if (!listeners.offer(event)) {
            throw new Busy();
        }
    }
}
