package io.outdial.customer;

import io.outdial.kernel.TenantId;
import io.outdial.platform.NamedSql;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Rows of many customers at once, with their searchable values, inside a transaction of the caller's. */
@ApplicationScoped
class CustomerBatchStore {

    private static final String UPSERT = NamedSql.load("customer", "upsert-customers");
    private static final String INSERT_VALUES = NamedSql.load("customer", "insert-values");

    /** Known customers with these external ids, locked in that order. */
    Uni<Map<String, CustomerRow>> lock(SqlConnection connection, TenantId tenant, Collection<String> externalIds) {
        return connection
                .preparedQuery("""
                        select * from customer where tenant_id = $1 and external_id = any($2)
                        order by external_id for update""")
                .execute(Tuple.of(tenant.value(), externalIds.toArray(String[]::new)))
                .map(rows -> {
                    Map<String, CustomerRow> byId = new HashMap<>();
                    rows.forEach(row -> byId.put(row.getString("external_id"), CustomerRow.of(row)));
                    return byId;
                });
    }

    /** Those of these external ids that a customer has. */
    Uni<Set<String>> existing(SqlConnection connection, TenantId tenant, Collection<String> externalIds) {
        return connection
                .preparedQuery("select external_id from customer where tenant_id = $1 and external_id = any($2)")
                .execute(Tuple.of(tenant.value(), externalIds.toArray(String[]::new)))
                .map(rows -> {
                    Set<String> ids = new HashSet<>();
                    rows.forEach(row -> ids.add(row.getString(0)));
                    return ids;
                });
    }

    /** Writes customers, new or known, with their values; answers how many of them are new. */
    Uni<Integer> write(
            SqlConnection connection,
            TenantId tenant,
            Collection<CustomerRow> customers,
            Map<String, AttributeTypes.Known> known,
            ZoneId zone,
            Instant now) {
        if (customers.isEmpty()) {
            return Uni.createFrom().item(0);
        }
        return upsert(connection, tenant, customers, now).chain(ids -> {
            List<CustomerRow> fresh = new ArrayList<>();
            List<CustomerRow> changed = new ArrayList<>();
            for (CustomerRow customer : customers) {
                UUID id = ids.get(customer.externalId);
                boolean isNew = id.equals(customer.id) && customer.createdAt == null;
                customer.id = id; // another import may have made the customer since we looked
                (isNew ? fresh : changed).add(customer);
            }
            return insertValues(connection, tenant, fresh, known, zone)
                    .chain(() -> replaceValues(connection, tenant, changed, known, zone))
                    .replaceWith(fresh.size());
        });
    }

    /** Writes whole customers; answers each one's id by its external id. */
    Uni<Map<String, UUID>> upsert(
            SqlConnection connection, TenantId tenant, Collection<CustomerRow> customers, Instant now) {
        JsonArray rows = new JsonArray();
        customers.forEach(customer -> rows.add(customer.toJson()));
        return connection
                .preparedQuery(UPSERT)
                .execute(Tuple.of(tenant.value(), rows, now.atOffset(ZoneOffset.UTC)))
                .map(written -> {
                    Map<String, UUID> ids = new HashMap<>();
                    written.forEach(row -> ids.put(row.getString(0), row.getUUID(1)));
                    return ids;
                });
    }

    /** Writes the values of customers that have none. */
    Uni<Void> insertValues(
            SqlConnection connection,
            TenantId tenant,
            Collection<CustomerRow> customers,
            Map<String, AttributeTypes.Known> known,
            ZoneId zone) {
        ValueRows values = ValueRows.of(customers, known, zone);
        return values.isEmpty()
                ? Uni.createFrom().voidItem()
                : connection
                        .preparedQuery(INSERT_VALUES)
                        .execute(values.parameters(tenant.value()))
                        .replaceWithVoid();
    }

    /** Writes the values of customers instead of those they have. */
    Uni<Void> replaceValues(
            SqlConnection connection,
            TenantId tenant,
            Collection<CustomerRow> customers,
            Map<String, AttributeTypes.Known> known,
            ZoneId zone) {
        if (customers.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        UUID[] ids = customers.stream().map(customer -> customer.id).toArray(UUID[]::new);
        return connection
                .preparedQuery("delete from customer_value where tenant_id = $1 and customer_id = any($2)")
                .execute(Tuple.of(tenant.value(), ids))
                .chain(() -> insertValues(connection, tenant, customers, known, zone));
    }
}
