package io.outdial.audience;

import static org.hamcrest.Matchers.equalTo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.outdial.audience.query.Fields;
import io.outdial.audience.query.Node;
import io.outdial.audience.query.QuerySql;
import io.outdial.customer.AttributeType;
import io.outdial.customer.AttributeTypes;
import io.outdial.kernel.TenantId;
import io.outdial.platform.Planner;
import io.outdial.platform.TenantDb;
import io.outdial.support.Api;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A tenant whose customers were imported from JSON lines, and the same customers in memory, worked out from the lines
 * alone. Lines may say {@code contact}: {@code calls}, {@code answered_calls}, {@code last_called_at},
 * {@code last_outcome}, {@code last_disposition} and {@code dispositions} of our own calls, which no import can.
 */
final class SampleTenant {

    static final ZoneId ZONE = ZoneId.of("Asia/Riyadh");

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> CORE_TEXTS =
            Set.of("external_id", "phone", "name", "email", "city", "status", "language", "time_zone");
    private static final Set<String> CORE_TIMES = Set.of("last_contacted", "consent_at");

    final Api api;
    final Fields fields = new Fields();
    /** By external id; the values of each field by its canonical name. */
    final Map<String, Map<String, List<Object>>> customers = new LinkedHashMap<>();

    private final TenantDb db;
    private final Map<String, AttributeTypes.Known> attributes;
    private final Set<Integer> lists;

    SampleTenant(TenantDb db, AttributeTypes types, List<JsonNode> lines) {
        this.db = db;
        this.api = Api.newTenant();
        String file = lines.stream().map(SampleTenant::withoutContact).collect(Collectors.joining("\n"));
        api.manager()
                .contentType("application/x-ndjson")
                .body(file.getBytes(StandardCharsets.UTF_8))
                .post("/api/v1/customers/import")
                .then()
                .statusCode(200)
                .body("accepted", equalTo(lines.size()));
        attributes = in(connection -> types.of(connection, TenantId.fromString(api.tenantId)));
        lists = in(connection -> types.withLists(connection, TenantId.fromString(api.tenantId)));
        attributes.forEach((name, known) -> fields.attribute(name, known.no(), known.type()));
        for (JsonNode line : lines) {
            if (line.has("contact")) {
                contact(line.get("external_id").textValue(), line.get("contact"));
            }
            customers.put(line.get("external_id").textValue(), values(line));
        }
    }

    /** Who matches each query, by external id: one statement for all of them. */
    List<Set<String>> select(List<Node> queries, boolean present) {
        QuerySql sql = new QuerySql(lists);
        String columns = queries.stream()
                .map(query -> present ? sql.idsPresent(query, List.of()) : sql.ids(query, List.of()))
                .map(ids -> ", c.customer_id in (" + ids.select() + ")")
                .collect(Collectors.joining());
        String statement = "select c.external_id" + columns + " from customer c where c.tenant_id = $1";
        return in(connection -> Planner.joinSets(connection).chain(() -> connection
                .preparedQuery(statement)
                .execute(Audiences.arguments(TenantId.fromString(api.tenantId), sql.arguments()))
                .map(rows -> {
                    List<Set<String>> found = new ArrayList<>();
                    queries.forEach(query -> found.add(new LinkedHashSet<>()));
                    for (Row row : rows) {
                        for (int i = 0; i < queries.size(); i++) {
                            Boolean matches = row.getBoolean(i + 1);
                            if (matches == null) {
                                throw new AssertionError("a predicate was null: " + queries.get(i));
                            }
                            if (matches) {
                                found.get(i).add(row.getString(0));
                            }
                        }
                    }
                    return found;
                })));
    }

    private void contact(String externalId, JsonNode contact) {
        String insert = """
                insert into customer_contact (tenant_id, customer_id, calls, last_called_at, last_outcome, last_disposition,
                                              answered_calls, dispositions)
                select $1, customer_id, $3, $4, $5, $6, $7, $8 from customer where tenant_id = $1 and external_id = $2
                """;
        Tuple arguments = Tuple.tuple()
                .addUUID(UUID.fromString(api.tenantId))
                .addString(externalId)
                .addInteger(contact.get("calls").intValue())
                .addOffsetDateTime(
                        instant(contact.get("last_called_at").textValue()).atOffset(ZoneOffset.UTC))
                .addString(contact.path("last_outcome").textValue())
                .addString(contact.path("last_disposition").textValue())
                .addInteger(contact.path("answered_calls").asInt())
                .addArrayOfString(elements(contact.path("dispositions"), AttributeType.TEXT)
                        .toArray(String[]::new));
        in(connection -> connection.preparedQuery(insert).execute(arguments));
    }

    private <T> T in(Function<SqlConnection, Uni<T>> work) {
        return db.inTenant(TenantId.fromString(api.tenantId), work).await().atMost(Duration.ofSeconds(30));
    }

    private static String withoutContact(JsonNode line) {
        return ((ObjectNode) line.deepCopy()).without("contact").toString();
    }

    private Map<String, List<Object>> values(JsonNode line) {
        Map<String, List<Object>> values = new LinkedHashMap<>();
        line.properties().forEach(entry -> {
            String name = entry.getKey();
            JsonNode value = entry.getValue();
            if (name.equals("contact")) {
                contactValues(value, values);
            } else if (CORE_TEXTS.contains(name)) {
                values.put(name, List.of(value.textValue()));
            } else if (name.equals("neighborhoods")) {
                values.put(name, elements(value, AttributeType.TEXT));
            } else if (CORE_TIMES.contains(name)) {
                // A core moment that is none is missing.
                if (typed(value, AttributeType.TIMESTAMP) instanceof Instant moment) {
                    values.merge(name, List.of(moment), SampleTenant::later);
                }
            } else if (value.isObject()) {
                attributeValues(name, value, values);
            }
        });
        // A name written with its dots wins over the same path.
        line.properties().stream()
                .filter(entry -> !CORE_TEXTS.contains(entry.getKey())
                        && !CORE_TIMES.contains(entry.getKey())
                        && !entry.getKey().equals("neighborhoods")
                        && !entry.getValue().isObject())
                .forEach(entry -> attributeValues(entry.getKey(), entry.getValue(), values));
        values.putIfAbsent("calls", List.of(0.0));
        values.putIfAbsent("answered_calls", List.of(0.0));
        values.values().removeIf(List::isEmpty);
        return values;
    }

    private static void contactValues(JsonNode contact, Map<String, List<Object>> values) {
        values.put("calls", List.of(contact.get("calls").doubleValue()));
        values.put("answered_calls", List.of(contact.path("answered_calls").asDouble()));
        values.put("dispositions", elements(contact.path("dispositions"), AttributeType.TEXT));
        values.merge(
                "last_contacted", List.of(instant(contact.get("last_called_at").textValue())), SampleTenant::later);
        for (String name : List.of("last_outcome", "last_disposition")) {
            if (contact.has(name)) {
                values.put(name, List.of(contact.get(name).textValue()));
            }
        }
    }

    private static List<Object> later(List<Object> a, List<Object> b) {
        return ((Instant) a.get(0)).isAfter((Instant) b.get(0)) ? a : b;
    }

    private void attributeValues(String name, JsonNode value, Map<String, List<Object>> values) {
        if (value.isObject()) {
            value.properties().forEach(entry -> attributeValues(name + "." + entry.getKey(), entry.getValue(), values));
            return;
        }
        String known = Set.of("calls", "last_outcome", "last_disposition", "answered_calls", "dispositions")
                        .contains(name)
                ? "attributes." + name
                : name;
        if (attributes.containsKey(name)) {
            values.put(known, elements(value, attributes.get(name).type()));
        }
    }

    private static List<Object> elements(JsonNode value, AttributeType type) {
        List<Object> elements = new ArrayList<>();
        (value.isArray() ? value : JSON.createArrayNode().add(value)).forEach(each -> {
            if (!each.isNull() && !each.asText().isEmpty()) {
                elements.add(typed(each, type));
            }
        });
        return elements;
    }

    /** The value as its type, or as the text that was kept because it does not fit. */
    private static Object typed(JsonNode value, AttributeType type) {
        try {
            return switch (type) {
                case TEXT -> value.asText();
                case NUMBER -> value.isNumber() ? (Object) (value.doubleValue() + 0.0) : value.asText();
                case BOOLEAN -> value.isBoolean() ? (Object) value.booleanValue() : value.asText();
                case DATE -> LocalDate.parse(value.asText());
                case TIMESTAMP -> instant(value.asText());
            };
        } catch (DateTimeException doesNotFit) {
            return value.asText();
        }
    }

    private static Instant instant(String text) {
        return text.length() == 10
                ? LocalDate.parse(text).atStartOfDay(ZONE).toInstant()
                : OffsetDateTime.parse(text).toInstant();
    }
}
