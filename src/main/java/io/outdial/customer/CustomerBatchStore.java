package io.outdial.customer;

import io.outdial.kernel.TenantId;
import io.outdial.platform.NamedSql;
import io.outdial.platform.Rows;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.pgclient.PgException;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;

/** Rows of many customers at once, with their searchable values, inside a transaction of the caller's. */
@ApplicationScoped
class CustomerBatchStore {

    private static final String INSERT = NamedSql.load("customer", "insert-customers");
    private static final String READ = NamedSql.load("customer", "read-customers");
    private static final String UPDATE = NamedSql.load("customer", "update-customer");

    private final ValueStore values;

    CustomerBatchStore(ValueStore values) {
        this.values = values;
    }

    /** Somebody else wrote one of the customers since they were read: the transaction must not be, and may be run again. */
    static final class Overtaken extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Overtaken() {
            super("a customer was written by another transaction", null, false, false);
        }
    }

    /** Known customers with these external ids. They are not locked: {@link #write} fails if they change. */
    Uni<Map<String, CustomerRow>> read(SqlConnection connection, TenantId tenant, Collection<String> externalIds) {
        return connection
                .preparedQuery(READ)
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

    /**
     * Writes customers with their values. Putting these together takes the processor: not for many customers on an event loop.
     *
     * @param changes in the order of the external ids, in which everybody locks them
     * @param source of the types that the transaction {@link AttributeTypes#held holds}
     * @return fails with {@link Overtaken} when one of them is not as it was read
     */
    Uni<Void> write(
            SqlConnection connection,
            TenantId tenant,
            List<CustomerChange> changes,
            CustomerValues.Source source,
            Instant now) {
        if (changes.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        List<CustomerChange> fresh =
                changes.stream().filter(CustomerChange::isNew).toList();
        List<CustomerChange> known =
                changes.stream().filter(change -> !change.isNew()).toList();
        ValueStore.Plan plan = new ValueStore.Plan(changes, source);
        return update(connection, tenant, known, now)
                .chain(() -> insert(connection, tenant, fresh, now))
                .chain(() -> values.write(connection, tenant, plan));
    }

    private static Uni<Void> insert(
            SqlConnection connection, TenantId tenant, List<CustomerChange> fresh, Instant now) {
        return fresh.isEmpty()
                ? Uni.createFrom().voidItem()
                : connection
                        .preparedQuery(INSERT)
                        .execute(parameters(tenant, fresh, now))
                        .onFailure(CustomerBatchStore::isTaken)
                        .transform(taken -> new Overtaken())
                        .replaceWithVoid();
    }

    private static Uni<Void> update(
            SqlConnection connection, TenantId tenant, List<CustomerChange> known, Instant now) {
        if (known.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        List<Tuple> rows =
                known.stream().map(change -> parameters(tenant, change, now)).toList();
        return connection
                .preparedQuery(UPDATE)
                .executeBatch(rows)
                .invoke(written -> requireAll(Rows.counted(written), known))
                .replaceWithVoid();
    }

    private static Tuple parameters(TenantId tenant, CustomerChange change, Instant now) {
        CustomerRow customer = change.after();
        return Tuple.tuple()
                .addUUID(tenant.value())
                .addOffsetDateTime(now.atOffset(ZoneOffset.UTC))
                .addUUID(change.before().id)
                .addString(customer.externalId)
                .addString(customer.name)
                .addString(customer.phone)
                .addString(customer.email)
                .addString(customer.language)
                .addString(customer.city)
                .addArrayOfString(customer.neighborhoods.toArray(String[]::new))
                .addString(customer.timeZone)
                .addString(customer.zones)
                .addString(customer.status)
                .addOffsetDateTime(time(customer.lastContacted))
                .addOffsetDateTime(time(customer.consentAt))
                .addValue(customer.attributes)
                .addLong(change.before().version)
                .addString(customer.preferredTimes);
    }

    /** Whether somebody else made a customer with one of the external ids meanwhile. */
    private static boolean isTaken(Throwable failure) {
        return failure instanceof PgException pg && "23505".equals(pg.getSqlState());
    }

    private static void requireAll(int written, List<CustomerChange> changes) {
        if (written != changes.size()) {
            throw new Overtaken();
        }
    }

    private static Tuple parameters(TenantId tenant, List<CustomerChange> changes, Instant now) {
        return Tuple.tuple()
                .addUUID(tenant.value())
                .addOffsetDateTime(now.atOffset(ZoneOffset.UTC))
                .addArrayOfUUID(column(changes, change -> change.after().id, UUID[]::new))
                .addArrayOfString(texts(changes, customer -> customer.externalId))
                .addArrayOfString(texts(changes, customer -> customer.name))
                .addArrayOfString(texts(changes, customer -> customer.phone))
                .addArrayOfString(texts(changes, customer -> customer.email))
                .addArrayOfString(texts(changes, customer -> customer.language))
                .addArrayOfString(texts(changes, customer -> customer.city))
                .addArrayOfString(texts(changes, customer -> literal(customer.neighborhoods)))
                .addArrayOfString(texts(changes, customer -> customer.timeZone))
                .addArrayOfString(texts(changes, customer -> customer.zones))
                .addArrayOfString(texts(changes, customer -> customer.status))
                .addArrayOfOffsetDateTime(
                        column(changes, change -> time(change.after().lastContacted), OffsetDateTime[]::new))
                .addArrayOfOffsetDateTime(
                        column(changes, change -> time(change.after().consentAt), OffsetDateTime[]::new))
                .addArrayOfString(texts(changes, customer -> customer.attributes.encode()))
                .addArrayOfString(texts(changes, customer -> customer.preferredTimes));
    }

    private static String[] texts(List<CustomerChange> changes, Function<CustomerRow, String> text) {
        return column(changes, change -> text.apply(change.after()), String[]::new);
    }

    private static OffsetDateTime time(Instant instant) {
        return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
    }

    /** A list as PostgreSQL writes an array. */
    private static String literal(List<String> list) {
        StringBuilder literal = new StringBuilder("{");
        for (String element : list) {
            literal.append(literal.length() == 1 ? "\"" : ",\"");
            for (int i = 0; i < element.length(); i++) {
                char c = element.charAt(i);
                if (c == '"' || c == '\\') {
                    literal.append('\\');
                }
                literal.append(c);
            }
            literal.append('"');
        }
        return literal.append('}').toString();
    }

    private static <T> T[] column(
            List<CustomerChange> changes, Function<CustomerChange, T> part, IntFunction<T[]> array) {
        T[] column = array.apply(changes.size());
        for (int i = 0; i < column.length; i++) {
            column[i] = part.apply(changes.get(i));
        }
        return column;
    }
}
