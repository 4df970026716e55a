package io.outdial.dialer;

import io.outdial.kernel.AttemptId;
import io.outdial.kernel.TenantId;
import io.outdial.kernel.Uuid7;
import io.outdial.platform.TenantDb;
import io.outdial.telephony.LocalCall;
import io.outdial.telephony.LocalCalls;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Says of the long calls that live in this process that they do: a trunk tells nothing between the answer and the end, and without
 * a sign another replica takes the call for an orphan and ends it. Who finds that this happened (the process was frozen, or
 * away from the database for too long) hangs up what it holds: the attempt is settled, and the person may be called again.
 *
 * <p>A call is looked at when a third of {@code outdial.dialer.ask-after} has passed since it was begun or last looked at, so a
 * usual one costs nothing. Where the database did not take it, it is tried again within a third of a lease, which is what
 * another replica waits from its first look to its second.
 */
@ApplicationScoped
class Leases {

    private static final Logger LOG = Logger.getLogger(Leases.class);
    private static final int AT_ONCE = 1_000;

    private final LocalCalls calls;
    private final TenantDb db;
    private final LiveStore live;
    private final Settlement settlement;
    private final DialerSettings settings;
    private final Clock clock;
    private final Map<AttemptId, Instant> looked = new ConcurrentHashMap<>();
    private volatile Instant next = Instant.MIN;
    private volatile boolean stopped;

    Leases(LocalCalls calls, TenantDb db, LiveStore live, Settlement settlement, DialerSettings settings, Clock clock) {
        this.calls = calls;
        this.db = db;
        this.live = live;
        this.settlement = settlement;
        this.settings = settings;
        this.clock = clock;
    }

    /** Before the dialer hands over what it has: a lease that was ended on purpose is not to begin anew. */
    void stop(@Observes @Priority(1) ShutdownEvent event) {
        stopped = true;
    }

    /** Looks at the calls every third of a lease. */
    @Scheduled(every = "1s", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> keep() {
        Instant now = Instant.now(clock);
        if (stopped || now.isBefore(next)) {
            return Uni.createFrom().voidItem();
        }
        Duration ask = settings.askAfter();
        Duration lease = settings.lease();
        next = now.plus((ask.compareTo(lease) < 0 ? ask : lease).dividedBy(3));
        return renew(now.truncatedTo(ChronoUnit.MICROS));
    }

    /** Renews the leases of the calls that are due for it. Never fails. */
    Uni<Void> renew(Instant now) {
        return Multi.createFrom()
                .iterable(due(now.minus(settings.askAfter().dividedBy(3))).entrySet())
                .onItem()
                .transformToMultiAndConcatenate(each -> Multi.createFrom()
                        .iterable(each.getValue())
                        .group()
                        .intoLists()
                        .of(AT_ONCE)
                        .onItem()
                        .transformToUniAndConcatenate(some -> renew(each.getKey(), some, now)))
                .collect()
                .asList()
                .replaceWithVoid();
    }

    private Map<TenantId, List<LocalCall>> due(Instant before) {
        List<LocalCall> old = calls.all()
                .filter(call -> !call.over() && begunAt(call).isBefore(before))
                .toList();
        looked.keySet().retainAll(old.stream().map(LocalCall::attempt).collect(Collectors.toSet()));
        return old.stream()
                .filter(call -> looked.getOrDefault(call.attempt(), Instant.MIN).isBefore(before))
                .collect(Collectors.groupingBy(LocalCall::tenant));
    }

    /** An attempt is named when it is claimed. */
    private static Instant begunAt(LocalCall call) {
        return Uuid7.instantOf(call.attempt().value());
    }

    private Uni<Void> renew(TenantId tenant, List<LocalCall> some, Instant now) {
        List<LiveStore.Progress> alive = some.stream()
                .map(call -> new LiveStore.Progress(call.attempt().value(), null, null, null, null))
                .toList();
        return settlement
                .apply(tenant, alive, List.of(), now.plus(settings.askAfter()), now)
                .call(notLive -> letGo(tenant, some, notLive))
                .invoke(() -> some.forEach(call -> looked.put(call.attempt(), now)))
                .replaceWithVoid()
                .onFailure()
                .recoverWithItem(failure -> {
                    LOG.warnf("That calls of this replica go on cannot be written; it is tried again: %s", failure);
                    return null;
                });
    }

    /** Calls that are not in the dialer's books at all, as people make to hear a script, are nobody's to end here. */
    private Uni<Void> letGo(TenantId tenant, List<LocalCall> some, Set<UUID> notLive) {
        if (notLive.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        Map<UUID, LocalCall> gone = new HashMap<>();
        some.stream()
                .filter(call -> notLive.contains(call.attempt().value()))
                .forEach(call -> gone.put(call.attempt().value(), call));
        return db.inTenant(tenant, c -> live.settled(tenant, c, gone.keySet()))
                .invoke(settled -> settled.stream()
                        .map(gone::get)
                        .filter(call -> !call.over())
                        .forEach(call -> {
                            LOG.warnf(
                                    "Attempt %s was settled while its call goes on here: it is hung up",
                                    call.attempt());
                            call.hangUp("the call was given up and settled");
                        }))
                .replaceWithVoid();
    }
}
