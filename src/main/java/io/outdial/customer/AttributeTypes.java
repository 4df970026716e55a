package io.outdial.customer;

import io.outdial.kernel.Coded;
import io.outdial.kernel.TenantId;
import io.outdial.platform.NamedSql;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;

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
        return connection
                .preparedQuery("select 1 from tenant where tenant_id = $1 for no key update")
                .execute(Tuple.of(tenant.value()))
                .chain(() -> connection
                        .preparedQuery(DECLARE)
                        .execute(Tuple.of(tenant.value(), names, codes, now.atOffset(ZoneOffset.UTC), MAX_PER_TENANT)))
                .chain(() -> of(connection, tenant));
    }
}
