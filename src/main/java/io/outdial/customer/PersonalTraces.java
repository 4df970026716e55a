package io.outdial.customer;

import io.outdial.kernel.CustomerId;
import io.outdial.kernel.TenantId;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** What another room keeps about a person: told when they ask for it, forgotten when they are erased. */
public interface PersonalTraces {

    /** More of a kind are not told at once. */
    int MOST = 10_000;

    /** The kinds of records, each by the name that the API gives it. */
    List<Kind> kinds();

    /**
     * Forgets what would tell who the person was; counts, outcomes and costs stay. In the transaction that erases them,
     * before their own row goes.
     */
    Uni<Void> forget(SqlConnection c, TenantId tenant, CustomerId customer, Instant now);

    /**
     * @param sql answers one jsonb document {@code record} a row, newest first; its parameters are the tenant, the customer,
     *     and the most rows
     */
    record Kind(String name, String sql) {}

    /** What {@link PersonalData} shows of one kind. */
    record Told(String name, List<Map<String, Object>> records, boolean more) {}
}
