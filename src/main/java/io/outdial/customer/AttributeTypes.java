package io.outdial.customer;

import io.outdial.kernel.Coded;
import io.outdial.kernel.TenantId;
import io.outdial.platform.NamedSql;
import io.outdial.platform.TenantDb;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** The names and types of a tenant's attributes. */
@ApplicationScoped
public class AttributeTypes {

    /** More names than this a tenant cannot search by; values of further ones are kept on the customer only. */
    static final int MAX_PER_TENANT = 1_000;

    private static final String DECLARE = NamedSql.load("customer", "declare-attributes");

    /** An attribute's number in {@code customer_value} (from 100) and its type. */
    public record Known(int no, AttributeType type) {}

    /** The tenant's attributes by name; core fields are not among them. */
    public Uni<Map<String, Known>> of(SqlConnection connection, TenantId tenant) {
        return connection
                .preparedQuery("select name, attribute_no, type from attribute where tenant_id = $1")
                .execute(Tuple.of(tenant.value()))
                .map(rows -> {
                    Map<String, Known> known = new HashMap<>();
                    for (Row row : rows) {
                        known.put(
                                row.getString("name"),
                                new Known(
                                        row.getInteger("attribute_no"),
                                        Coded.of(AttributeType.class, row.getString("type"))));
                    }
                    return known;
                });
    }

    /** The numbers of those attributes of which some customer has several values. */
    public Uni<Set<Integer>> withLists(SqlConnection connection, TenantId tenant) {
        // A subselect with a limit looks one row up per attribute, whatever the planner expects of them.
        return connection.preparedQuery("""
                        select a.attribute_no from attribute a
                        where a.tenant_id = $1
                          and (select true from customer_value l
                               where l.tenant_id = $1 and l.attribute_no = a.attribute_no and l.element > 0 limit 1)""").execute(Tuple.of(tenant.value())).map(rows -> {
            Set<Integer> numbers = new HashSet<>();
            rows.forEach(row -> numbers.add(row.getInteger(0)));
            return numbers;
        });
    }

    /**
     * The attributes, held to their types until the transaction ends: whoever writes values reads them by this, so that
     * no value is written with a type that is being changed. Does not wait for such a change, which may take minutes and would
     * be waited for with a connection in hand: the transaction fails, and is tried again for a while ({@link TenantDb}).
     */
    Uni<Map<String, Known>> held(SqlConnection connection, TenantId tenant) {
        return connection
                .preparedQuery("select 1 from tenant where tenant_id = $1 for share nowait")
                .execute(Tuple.of(tenant.value()))
                .chain(() -> of(connection, tenant));
    }

    /** Waits for those who {@link #held hold} the types, and lets nobody else hold them until the transaction ends. */
    Uni<Void> lock(SqlConnection connection, TenantId tenant) {
        return connection
                .preparedQuery("select 1 from tenant where tenant_id = $1 for no key update")
                .execute(Tuple.of(tenant.value()))
                .replaceWithVoid();
    }

    /**
     * Keeps the types of attributes nobody named before and answers all of them. The tenant's row is locked first, so
     * that two imports at once give no number twice; a name that is known by then keeps its type.
     */
    Uni<Map<String, Known>> declare(
            SqlConnection connection, TenantId tenant, Map<String, AttributeType> types, Instant now) {
        if (types.isEmpty()) {
            return of(connection, tenant);
        }
        String[] names = types.keySet().toArray(String[]::new);
        String[] codes = types.values().stream().map(AttributeType::code).toArray(String[]::new);
        return lock(connection, tenant)
                .chain(() -> connection
                        .preparedQuery(DECLARE)
                        .execute(Tuple.of(tenant.value(), names, codes, now.atOffset(ZoneOffset.UTC), MAX_PER_TENANT)))
                .chain(() -> of(connection, tenant));
    }
}
