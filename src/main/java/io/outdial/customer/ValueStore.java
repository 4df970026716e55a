package io.outdial.customer;

import io.outdial.customer.CustomerValues.Difference;
import io.outdial.customer.CustomerValues.Value;
import io.outdial.kernel.TenantId;
import io.outdial.platform.Rows;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.IntFunction;

/**
 * Rows of searchable values, inside a transaction that holds the types of attributes and writes the customers too. A value
 * is found by what it is, not by whose it is; who takes values away counts them, and when one is not where it should be, a
 * slower way finds whatever the customers have.
 */
@ApplicationScoped
class ValueStore {

    /** Where a value is kept. */
    private enum Kind {
        TEXT("text", "text_value", "text[]"),
        LONG("long", "text_value", "text[]"),
        NUMBER("number", "number_value", "float8[]"),
        BOOL("bool", "bool_value", "boolean[]"),
        DATE("date", "date_value", "date[]"),
        TIME("time", "time_value", "timestamptz[]");

        private final String table;
        private final String insert;
        private final String delete;

        Kind(String word, String column, String array) {
            this.table = "customer_value_" + word;
            this.insert = "insert into " + table + " (tenant_id, attribute_no, customer_id, element, " + column
                    + ") select $1, unnest($2::int[]), unnest($3::uuid[]), unnest($4::int[]), unnest($5::" + array
                    + ")";
            this.delete = "delete from " + table + " where tenant_id = $1 and attribute_no = $2 and customer_id = $3"
                    + " and element = $4 and " + column + " = $5";
        }

        static Kind of(Object value) {
            if (value instanceof String text) {
                return text.length() > AttributeType.MAX_KEY ? LONG : TEXT;
            }
            return value instanceof Double
                    ? NUMBER
                    : value instanceof LocalDate ? DATE : value instanceof Instant ? TIME : BOOL;
        }
    }

    /** Neighbours in the index one after the other, of the values of one attribute. */
    @SuppressWarnings("unchecked")
    private static final Comparator<Value> AS_INDEXED = (one, other) -> {
        int order = ((Comparable<Object>) one.value()).compareTo(other.value());
        return order == 0 ? one.customer().compareTo(other.customer()) : order;
    };

    /**
     * What there is to take away and to add when customers change, in the order of the indexes. Of many customers making it
     * takes the processor for long enough to keep off an event loop.
     */
    static final class Plan {

        private final List<CustomerChange> changes;
        private final CustomerValues.Source source;
        private final Map<Kind, List<Value>> gone;
        private final Map<Kind, List<Value>> come;

        Plan(List<CustomerChange> changes, CustomerValues.Source source) {
            Difference difference = source.between(changes);
            this.changes = changes;
            this.source = source;
            this.gone = asIndexed(difference.gone());
            this.come = asIndexed(difference.come());
        }
    }

    /** Takes away what is gone and adds what has come. */
    Uni<Void> write(SqlConnection connection, TenantId tenant, Plan plan) {
        return delete(connection, tenant, plan.gone)
                .chain(found -> found
                        ? insert(connection, tenant, plan.come)
                        : rewrite(connection, tenant, plan.changes, plan.source));
    }

    /** Takes away every value of a customer. */
    Uni<Void> forget(SqlConnection connection, TenantId tenant, List<Value> values) {
        return delete(connection, tenant, asIndexed(values))
                .chain(found -> found || values.isEmpty()
                        ? Uni.createFrom().voidItem()
                        : sweep(connection, tenant, List.of(values.get(0).customer())));
    }

    /** Takes away every value of an attribute. */
    Uni<Void> forgetAttribute(SqlConnection connection, TenantId tenant, int no) {
        Uni<Void> done = Uni.createFrom().voidItem();
        for (Kind kind : Kind.values()) {
            done = done.chain(() -> connection
                    .preparedQuery("delete from " + kind.table + " where tenant_id = $1 and attribute_no = $2")
                    .execute(Tuple.of(tenant.value(), no))
                    .replaceWithVoid());
        }
        return done;
    }

    Uni<Void> insert(SqlConnection connection, TenantId tenant, List<Value> values) {
        return insert(connection, tenant, asIndexed(values));
    }

    private static Uni<Void> insert(SqlConnection connection, TenantId tenant, Map<Kind, List<Value>> values) {
        Uni<Void> done = Uni.createFrom().voidItem();
        for (Map.Entry<Kind, List<Value>> each : values.entrySet()) {
            done = done.chain(() -> connection
                    .preparedQuery(each.getKey().insert)
                    .execute(parameters(tenant, each.getKey(), each.getValue()))
                    .replaceWithVoid());
        }
        return done;
    }

    /**
     * Whether every one of them was there. One by one, each by its whole key, in one go over the wire: a join with arrays
     * would be free to read all of a tenant's values instead, and right after an import, when the planner expects a handful
     * of them, it does.
     */
    private static Uni<Boolean> delete(SqlConnection connection, TenantId tenant, Map<Kind, List<Value>> values) {
        Uni<Boolean> all = Uni.createFrom().item(true);
        for (Map.Entry<Kind, List<Value>> each : values.entrySet()) {
            List<Tuple> keys = each.getValue().stream()
                    .map(value -> Tuple.of(
                            tenant.value(),
                            value.no(),
                            value.customer(),
                            value.element(),
                            value.value() instanceof Instant time ? time.atOffset(ZoneOffset.UTC) : value.value()))
                    .toList();
            all = all.chain(found -> connection
                    .preparedQuery(each.getKey().delete)
                    .executeBatch(keys)
                    .map(rows -> found && Rows.counted(rows) == keys.size()));
        }
        return all;
    }

    /** Whole new values for customers whose stored ones are not what they should be, such as after a change of time zone. */
    private Uni<Void> rewrite(
            SqlConnection connection, TenantId tenant, List<CustomerChange> changes, CustomerValues.Source source) {
        List<CustomerChange> whole = changes.stream()
                .map(change -> new CustomerChange(null, change.after()))
                .toList();
        List<UUID> known = changes.stream()
                .filter(change -> !change.isNew())
                .map(change -> change.after().id)
                .toList();
        return sweep(connection, tenant, known)
                .chain(() -> insert(connection, tenant, source.between(whole).come()));
    }

    /** Reads the tenant's values from end to end, once per table. */
    private static Uni<Void> sweep(SqlConnection connection, TenantId tenant, Collection<UUID> customers) {
        UUID[] ids = customers.toArray(UUID[]::new);
        Uni<Void> done = Uni.createFrom().voidItem();
        for (Kind kind : Kind.values()) {
            done = done.chain(() -> connection
                    .preparedQuery("delete from " + kind.table + " where tenant_id = $1 and customer_id = any($2)")
                    .execute(Tuple.of(tenant.value(), ids))
                    .replaceWithVoid());
        }
        return done;
    }

    private static Map<Kind, List<Value>> asIndexed(List<Value> values) {
        Map<Kind, Map<Integer, List<Value>>> attributes = new EnumMap<>(Kind.class);
        for (Value value : values) {
            attributes
                    .computeIfAbsent(Kind.of(value.value()), any -> new TreeMap<>())
                    .computeIfAbsent(value.no(), any -> new ArrayList<>())
                    .add(value);
        }
        Map<Kind, List<Value>> kinds = new EnumMap<>(Kind.class);
        attributes.forEach((kind, byNumber) -> {
            List<Value> all = new ArrayList<>();
            byNumber.values().forEach(each -> {
                each.sort(AS_INDEXED);
                all.addAll(each);
            });
            kinds.put(kind, all);
        });
        return kinds;
    }

    private static Tuple parameters(TenantId tenant, Kind kind, List<Value> values) {
        Tuple tuple = Tuple.tuple()
                .addUUID(tenant.value())
                .addArrayOfInteger(column(values, Value::no, Integer[]::new))
                .addArrayOfUUID(column(values, Value::customer, UUID[]::new))
                .addArrayOfInteger(column(values, Value::element, Integer[]::new));
        return switch (kind) {
            case TEXT, LONG -> tuple.addArrayOfString(column(values, value -> (String) value.value(), String[]::new));
            case NUMBER -> tuple.addArrayOfDouble(column(values, value -> (Double) value.value(), Double[]::new));
            case BOOL -> tuple.addArrayOfBoolean(column(values, value -> (Boolean) value.value(), Boolean[]::new));
            case DATE ->
                tuple.addArrayOfLocalDate(column(values, value -> (LocalDate) value.value(), LocalDate[]::new));
            case TIME ->
                tuple.addArrayOfOffsetDateTime(column(
                        values,
                        value -> ((Instant) value.value()).atOffset(ZoneOffset.UTC),
                        java.time.OffsetDateTime[]::new));
        };
    }

    private static <T> T[] column(
            List<Value> values, java.util.function.Function<Value, T> part, IntFunction<T[]> array) {
        T[] column = array.apply(values.size());
        for (int i = 0; i < column.length; i++) {
            column[i] = part.apply(values.get(i));
        }
        return column;
    }
}
