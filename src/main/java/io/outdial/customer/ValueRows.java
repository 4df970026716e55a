package io.outdial.customer;

import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The searchable values of some customers, column by column, as one statement inserts them. */
final class ValueRows {

    private static final Map<String, CoreField> CORE = new HashMap<>();

    static {
        for (CoreField field : CoreField.values()) {
            CORE.put(field.snake(), field);
        }
    }

    private final List<UUID> customers = new ArrayList<>();
    private final List<Integer> numbers = new ArrayList<>();
    private final List<Integer> elements = new ArrayList<>();
    private final List<String> texts = new ArrayList<>();
    private final List<Double> doubles = new ArrayList<>();
    private final List<Boolean> booleans = new ArrayList<>();
    private final List<LocalDate> dates = new ArrayList<>();
    private final List<OffsetDateTime> times = new ArrayList<>();

    static ValueRows of(Collection<CustomerRow> customers, Map<String, AttributeTypes.Known> known, ZoneId zone) {
        ValueRows rows = new ValueRows();
        customers.forEach(customer -> rows.add(customer, known, zone));
        return rows;
    }

    /** The values of one attribute only, read again as the type it has now, by customer. */
    static ValueRows of(Map<UUID, JsonObject> holders, String name, AttributeTypes.Known attribute, ZoneId zone) {
        ValueRows rows = new ValueRows();
        holders.forEach((id, attributes) ->
                rows.attribute(id, attribute, Flat.of(attributes.getMap()).getOrDefault(name, List.of()), zone));
        return rows;
    }

    private void add(CustomerRow customer, Map<String, AttributeTypes.Known> known, ZoneId zone) {
        core(customer, CoreField.CITY, customer.city);
        int element = 0;
        for (String neighborhood : customer.neighborhoods) {
            row(customer.id, CoreField.NEIGHBORHOODS.no(), element++, neighborhood);
        }
        core(customer, CoreField.STATUS, customer.status);
        core(customer, CoreField.LANGUAGE, customer.language);
        core(customer, CoreField.TIME_ZONE, customer.timeZone);
        core(customer, CoreField.CONSENT_AT, customer.consentAt);
        core(customer, CoreField.LAST_CONTACTED, customer.lastContacted);
        Flat.of(customer.attributes.getMap()).forEach((name, values) -> {
            CoreField misfit = CORE.get(name);
            if (misfit != null) {
                if (!says(customer, misfit)) {
                    core(customer, misfit, values.get(0).toString());
                }
                return;
            }
            AttributeTypes.Known attribute = known.get(name);
            if (attribute == null) {
                return; // beyond the tenant's number of attributes; the import warned
            }
            attribute(customer.id, attribute, values, zone);
        });
    }

    /** Each value as the attribute's type; one that does not fit is kept as text. */
    private void attribute(UUID customer, AttributeTypes.Known attribute, List<Object> values, ZoneId zone) {
        for (int i = 0; i < values.size(); i++) {
            Object typed = TypedText.as(attribute.type(), values.get(i), zone);
            row(customer, attribute.no(), i, typed == null ? values.get(i).toString() : typed);
        }
    }

    /** Whether the customer's own field has a value: a text kept beside it would be a second one. */
    private static boolean says(CustomerRow customer, CoreField field) {
        return switch (field) {
            case CITY -> customer.city != null;
            case NEIGHBORHOODS -> !customer.neighborhoods.isEmpty();
            case STATUS -> customer.status != null;
            case LANGUAGE -> customer.language != null;
            case TIME_ZONE -> customer.timeZone != null;
            case CONSENT_AT -> customer.consentAt != null;
            case LAST_CONTACTED -> customer.lastContacted != null;
        };
    }

    private void core(CustomerRow customer, CoreField field, Object value) {
        if (value != null) {
            row(customer.id, field.no(), 0, value);
        }
    }

    private void row(UUID customer, int number, int element, Object value) {
        customers.add(customer);
        numbers.add(number);
        elements.add(element);
        texts.add(value instanceof String text ? text : null);
        doubles.add(value instanceof Double number8 ? number8 : null);
        booleans.add(value instanceof Boolean bool ? bool : null);
        dates.add(value instanceof LocalDate date ? date : null);
        times.add(value instanceof Instant time ? time.atOffset(ZoneOffset.UTC) : null);
    }

    boolean isEmpty() {
        return customers.isEmpty();
    }

    Tuple parameters(UUID tenant) {
        return Tuple.tuple()
                .addUUID(tenant)
                .addArrayOfUUID(customers.toArray(UUID[]::new))
                .addArrayOfInteger(numbers.toArray(Integer[]::new))
                .addArrayOfInteger(elements.toArray(Integer[]::new))
                .addArrayOfString(texts.toArray(String[]::new))
                .addArrayOfDouble(doubles.toArray(Double[]::new))
                .addArrayOfBoolean(booleans.toArray(Boolean[]::new))
                .addArrayOfLocalDate(dates.toArray(LocalDate[]::new))
                .addArrayOfOffsetDateTime(times.toArray(OffsetDateTime[]::new));
    }
}
