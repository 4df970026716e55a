package io.outdial.webhook;

import io.outdial.kernel.TenantId;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.SqlConnection;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/** Tells what webhooks hear of calls that ended; whoever places calls is it. */
public interface CallSource {

    /** @param data of {@code call.ended}, without personal data beyond ids and a masked number */
    record Ended(UUID call, Instant at, JsonObject data) {}

    /** Those of the calls that ended and are known. */
    Uni<List<Ended>> read(SqlConnection c, TenantId tenant, Collection<UUID> calls);
}
