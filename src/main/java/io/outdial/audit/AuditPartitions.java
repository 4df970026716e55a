package io.outdial.audit;

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

/** Keeps the monthly partitions of the audit log. Any replica does it; when several do at once all but one find nothing to do. */
@ApplicationScoped
@AcrossTenants("partitions hold all tenants' entries; the statement makes and drops tables and shows no rows")
class AuditPartitions {

    private static final Logger LOG = Logger.getLogger(AuditPartitions.class);
    private static final int MONTHS_AHEAD = 2;

    private final TenantDb db;
    private final AuditSettings settings;
    private final Clock clock;

    AuditPartitions(TenantDb db, AuditSettings settings, Clock clock) {
        this.db = db;
        this.settings = settings;
        this.clock = clock;
    }

    @Scheduled(every = "6h", delayed = "1m", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> keep() {
        Instant now = Instant.now(clock);
        return keep(now, now.minus(settings.keep()))
                .replaceWithVoid()
                .onFailure()
                .recoverWithUni(failure -> {
                    LOG.warnf("The partitions of the audit log could not be kept now; it is tried again: %s", failure);
                    return Uni.createFrom().voidItem();
                });
    }

    /**
     * @param keepFrom months that ended before it are dropped
     * @return how many partitions were made or dropped
     */
    Uni<Integer> keep(Instant now, Instant keepFrom) {
        return db.pool()
                .preparedQuery("select keep_month_partitions('audit_entry', $1, $2, $3) as changed")
                .execute(Tuple.of(Rows.time(now), MONTHS_AHEAD, Rows.time(keepFrom)))
                .map(rows -> rows.iterator().next().getInteger("changed"));
    }
}
