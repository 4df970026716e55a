package io.outdial.campaign;

import io.outdial.kernel.TenantId;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** Whether calls can be placed at all; the room that places them answers. */
public interface TelephonyStatus {

    /**
     * False when no provider would take a call now.
     *
     * @param connection the campaign's own connection; null when it goes by the tenant's routes
     */
    Uni<Boolean> available(SqlConnection c, TenantId tenant, UUID connection);

    /** Whether anything at all of the tenant's refuses calls for reasons of configuration; cheap, to be asked often. */
    boolean anyMisconfigured(TenantId tenant, Instant now);

    /**
     * Since when every connection that a campaign may use has, on this replica, refused all calls for reasons of
     * configuration, such as a wrong password; empty when one took a call since, or none was asked lately.
     *
     * @param connection as for {@link #available}
     */
    Optional<Instant> misconfiguredSince(TenantId tenant, UUID connection, Instant now);
}
