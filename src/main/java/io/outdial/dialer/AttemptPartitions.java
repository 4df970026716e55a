package io.outdial.dialer;

import io.outdial.platform.AcrossTenants;
import io.outdial.platform.Rows;
import io.outdial.platform.TenantDb;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import org.jboss.logging.Logger;

/**
 * Keeps the monthly partitions of ended attempts: made ahead of their month, dropped as a whole when everything in them is
 * older than {@code outdial.dialer.keep-attempts}. Any replica does it; when several do at once all but one find nothing to do.
 */
@ApplicationScoped
@AcrossTenants("partitions hold all tenants' attempts; the statement makes and drops tables and shows no rows")
class AttemptPartitions {

    private static final Logger LOG = Logger.getLogger(AttemptPartitions.class);
    private static final int MONTHS_AHEAD = 2;

    private final TenantDb db;
    private final DialerSettings settings;
    private final Clock clock;

    AttemptPartitions(TenantDb db, DialerSettings settings, Clock clock) {
        this.db = db;
        this.settings = settings;
        this.clock = clock;
    }

    @Scheduled(every = "6h", delayed = "1m", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> keep() {
        Instant now = Instant.now(clock);
        return keep(now, settings.keepAttempts().map(now::minus).orElse(null))
                .invoke(changed -> {
                    if (changed > 0) {
                        LOG.infof("%d partitions of attempts were made or dropped", changed);
                    }
                })
                .replaceWithVoid()
                .onFailure()
                .recoverWithUni(failure -> {
                    LOG.warnf("The partitions of attempts could not be kept now; it is tried again: %s", failure);
                    return Uni.createFrom().voidItem();
                });
    }

    /**
     * @param keepFrom partitions whose attempts were all begun before it are dropped; null drops none
     * @return how many partitions were made or dropped
     */
    Uni<Integer> keep(Instant now, Instant keepFrom) {
        return db.pool()
                .preparedQuery("select keep_month_partitions('attempt', $1, $2, $3) as changed")
                .execute(Tuple.of(Rows.time(now), MONTHS_AHEAD, Rows.time(keepFrom)))
                .map(rows -> rows.iterator().next().getInteger("changed"));
    }
}
