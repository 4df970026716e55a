package io.outdial.platform;

import io.outdial.kernel.TenantId;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import java.time.Instant;

/** Rows that a room keeps for some time only. Each tenant's are looked through once an hour. */
public interface OldRows {

    /** More are not deleted in one transaction; when there may be more, it is asked again at once. */
    int AT_ONCE = 1000;

    /** Deletes those that were kept long enough, at most {@link #AT_ONCE}, and answers how many. */
    Uni<Integer> forget(SqlConnection c, TenantId tenant, Instant now);
}
