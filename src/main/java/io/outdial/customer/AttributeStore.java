package io.outdial.customer;

import io.outdial.kernel.TenantId;
import io.outdial.platform.NamedSql;
import io.outdial.platform.Problem;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;

/** Rows of attributes and, when a type changes, of their values. */
@ApplicationScoped
class AttributeStore {

    /** Customers retyped by one statement. */
    private static final int PAGE = 2_000;

    private static final String REPORT = NamedSql.load("customer", "attribute-values");
    private static final String HOLDERS = NamedSql.load("customer", "attribute-holders");
    private static final UUID BEFORE_ALL = new UUID(0, 0);

    private final ValueStore values;

    AttributeStore(ValueStore values) {
        this.values = values;
    }

    /** 404 when there is none. */
    Uni<AttributeReport> report(SqlConnection c, TenantId tenant, String name) {
        return c.preparedQuery(REPORT).execute(Tuple.of(tenant.value(), name)).map(rows -> {
            if (rows.size() == 0) {
                throw Problem.notFound("attribute");
            }
            Row row = rows.iterator().next();
            return new AttributeReport(
                    row.getString("name"),
                    row.getString("type"),
                    row.getBoolean("declared"),
                    row.getLong("version"),
                    row.getLong("fits"),
                    row.getLong("misfits"),
                    null,
                    null,
                    null);
        });
    }

    /** Marks an attribute's type as said by a person and gives its number. */
    Uni<Integer> setType(SqlConnection c, TenantId tenant, String name, AttributeType type, Instant now) {
        return c.preparedQuery("""
                        update attribute set type = $3, declared = true, version = version + 1, updated_at = $4
                        where tenant_id = $1 and name = $2
                        returning attribute_no""")
                .execute(Tuple.of(tenant.value(), name, type.code(), now.atOffset(ZoneOffset.UTC)))
                .map(rows -> rows.iterator().next().getInteger("attribute_no"));
    }

    /** Gives an attribute another inferred type, with its values; does nothing when a person said its type. */
    Uni<Void> reinfer(SqlConnection c, TenantId tenant, String name, AttributeType type, ZoneId zone, Instant now) {
        return c.preparedQuery("""
                        update attribute set type = $3, version = version + 1, updated_at = $4
                        where tenant_id = $1 and name = $2 and not declared
                        returning attribute_no""")
                .execute(Tuple.of(tenant.value(), name, type.code(), now.atOffset(ZoneOffset.UTC)))
                .chain(rows -> rows.size() == 0
                        ? Uni.createFrom().voidItem()
                        : retype(
                                c,
                                tenant,
                                name,
                                new AttributeTypes.Known(rows.iterator().next().getInteger("attribute_no"), type),
                                zone));
    }

    /** Reads every value again as the attribute's new type, a page of customers at a time. */
    Uni<Void> retype(SqlConnection c, TenantId tenant, String name, AttributeTypes.Known known, ZoneId zone) {
        return values.forgetAttribute(c, tenant, known.no()).chain(() -> Multi.createBy()
                .repeating()
                .uni(() -> new UUID[] {BEFORE_ALL}, last -> holders(c, tenant, name, last[0])
                        .call(page -> {
                            page.keySet().forEach(id -> last[0] = id);
                            return values.insert(c, tenant, CustomerValues.of(page, name, known, zone));
                        }))
                .whilst(page -> page.size() == PAGE)
                .onItem()
                .ignoreAsUni());
    }

    private static Uni<Map<UUID, JsonObject>> holders(SqlConnection c, TenantId tenant, String name, UUID after) {
        return c.preparedQuery(HOLDERS)
                .execute(Tuple.of(tenant.value(), topNames(name), after, PAGE))
                .map(AttributeStore::attributes);
    }

    /** The members of a document in which the attribute may be: under its name with all dots, or inside an object. */
    private static String[] topNames(String name) {
        return IntStream.rangeClosed(1, name.length())
                .filter(end -> end == name.length() || name.charAt(end) == '.')
                .mapToObj(end -> name.substring(0, end))
                .toArray(String[]::new);
    }

    private static Map<UUID, JsonObject> attributes(RowSet<Row> rows) {
        Map<UUID, JsonObject> page = new LinkedHashMap<>();
        rows.forEach(row -> page.put(row.getUUID("customer_id"), row.getJsonObject("attributes")));
        return page;
    }
}
