package io.outdial.platform;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import org.jboss.logging.Logger;

/**
 * Keeps tables that lie in a partition per month: partitions are made ahead of their month, and dropped as a whole. Any replica
 * does it; when several do at once all but one find nothing to do.
 */
@ApplicationScoped
@AcrossTenants("partitions hold all tenants' rows; the statement makes and drops tables and shows no rows")
public class MonthPartitions {

    private static final Logger LOG = Logger.getLogger(MonthPartitions.class);
    private static final int MONTHS_AHEAD = 2;

    private final TenantDb db;

    MonthPartitions(TenantDb db) {
        this.db = db;
    }

    /**
     * @param table {@code attempt} or {@code audit_entry}
     * @param keepFrom partitions whose rows were all made before it are dropped; null drops none
     * @return how many partitions were made or dropped
     */
    public Uni<Integer> keep(String table, Instant now, Instant keepFrom) {
        return db.pool()
                .preparedQuery("select keep_month_partitions($1, $2, $3, $4) as changed")
                .execute(Tuple.of(table, Rows.time(now), MONTHS_AHEAD, Rows.time(keepFrom)))
                .map(rows -> rows.iterator().next().getInteger("changed"));
    }

    /** The same for a clock, which comes again: a failure is logged, and so is what was done. */
    public Uni<Void> keepQuietly(String table, Instant now, Instant keepFrom) {
        return keep(table, now, keepFrom)
                .invoke(changed -> {
                    if (changed > 0) {
                        LOG.infof("%d partitions of %s were made or dropped", changed, table);
                    }
                })
                .replaceWithVoid()
                .onFailure()
                .recoverWithUni(failure -> {
                    LOG.warnf("The partitions of %s could not be kept now; it is tried again: %s", table, failure);
                    return Uni.createFrom().voidItem();
                });
    }
}
