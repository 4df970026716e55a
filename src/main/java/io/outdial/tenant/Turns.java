package io.outdial.tenant;

import io.outdial.kernel.TenantId;
import io.outdial.platform.Rows;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Instant;

/** Wishes for a tenant's next turn with the dialer. */
public final class Turns {

    private Turns() {}

    /**
     * Gives the tenant a turn of the dialer at {@code at} or earlier. The value always changes, so that a turn that is under
     * way and has not seen what was changed here notices the wish when it ends.
     */
    public static Uni<Void> wish(SqlConnection c, TenantId tenant, Instant at) {
        return c.preparedQuery("update tenant_due set next_due = least(next_due - interval '1 microsecond', $2)"
                        + " where tenant_id = $1")
                .execute(Tuple.of(tenant.value(), Rows.time(at)))
                .replaceWithVoid();
    }
}
