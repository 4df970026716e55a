package io.outdial.customer;

import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * The searchable values of customers. They follow from the customer and the types of the attributes, so that what is stored
 * of a customer can be told from the customer as it was. Pure.
 */
final class CustomerValues {

    private static final Map<String, CoreField> CORE = new HashMap<>();

    /** A customer's values, to make room for. */
    private static final int USUAL = 16;

    static {
        for (CoreField field : CoreField.values()) {
            CORE.put(field.snake(), field);
        }
    }

    /**
     * One value.
     *
     * @param no the attribute's number, below 100 for core fields
     * @param element its place in the list, 0 for a single value
     * @param value String, Double, Boolean, LocalDate or Instant (of microseconds, as the database keeps it)
     */
    record Value(UUID customer, int no, int element, Object value) {}

    private final List<Value> values;
    private final Map<String, AttributeTypes.Known> known;
    private final ZoneId zone;

    /** @param customers how many there will be, about */
    private CustomerValues(Map<String, AttributeTypes.Known> known, ZoneId zone, int customers) {
        this.values = new ArrayList<>(customers * USUAL);
        this.known = known;
        this.zone = zone;
    }

    /** What is there to take away and to add when customers change. */
    record Difference(List<Value> gone, List<Value> come) {}

    /** What values are made by: the attributes, held to their types, and where a time without a zone is meant. */
    record Source(Map<String, AttributeTypes.Known> known, ZoneId zone) {

        Difference between(List<CustomerChange> changes) {
            return CustomerValues.between(changes, known, zone);
        }
    }

    /** Compares what customers had with what they have. */
    private static Difference between(
            List<CustomerChange> changes, Map<String, AttributeTypes.Known> known, ZoneId zone) {
        CustomerValues gone = new CustomerValues(known, zone, 0);
        CustomerValues come = new CustomerValues(known, zone, changes.size());
        for (CustomerChange change : changes) {
            if (change.isNew()) {
                come.add(change.after());
                continue;
            }
            List<Value> before = of(change.before(), known, zone);
            List<Value> after = of(change.after(), known, zone);
            Set<Value> had = new HashSet<>(before);
            Set<Value> has = new HashSet<>(after);
            before.stream().filter(value -> !has.contains(value)).forEach(gone.values::add);
            after.stream().filter(value -> !had.contains(value)).forEach(come.values::add);
        }
        return new Difference(gone.values, come.values);
    }

    /** All values of one customer. */
    static List<Value> of(CustomerRow customer, Map<String, AttributeTypes.Known> known, ZoneId zone) {
        CustomerValues values = new CustomerValues(known, zone, 1);
        values.add(customer);
        return values.values;
    }

    /** The values of one attribute only, by customer. */
    static List<Value> of(Map<UUID, JsonObject> holders, String name, AttributeTypes.Known attribute, ZoneId zone) {
        CustomerValues values = new CustomerValues(Map.of(name, attribute), zone, 0);
        holders.forEach((id, attributes) ->
                values.attribute(id, attribute, Flat.of(attributes.getMap()).getOrDefault(name, List.of())));
        return values.values;
    }

    private void add(CustomerRow customer) {
        core(customer, CoreField.CITY, customer.city);
        int element = 0;
        for (String neighborhood : customer.neighborhoods) {
            values.add(new Value(customer.id, CoreField.NEIGHBORHOODS.no(), element++, neighborhood));
        }
        core(customer, CoreField.STATUS, customer.status);
        core(customer, CoreField.LANGUAGE, customer.language);
        core(customer, CoreField.TIME_ZONE, customer.timeZone);
        core(customer, CoreField.CONSENT_AT, customer.consentAt);
        core(customer, CoreField.LAST_CONTACTED, customer.lastContacted);
        Flat.of(customer.attributes.getMap()).forEach((name, texts) -> {
            CoreField misfit = CORE.get(name);
            if (misfit != null) {
                if (!says(customer, misfit)) {
                    core(customer, misfit, text(texts.get(0)));
                }
                return;
            }
            AttributeTypes.Known attribute = known.get(name);
            if (attribute != null) { // else beyond the tenant's number of attributes; the import warned
                attribute(customer.id, attribute, texts);
            }
        });
    }

    /** Each value as the attribute's type; one that does not fit is kept as text. */
    private void attribute(UUID customer, AttributeTypes.Known attribute, List<Object> given) {
        for (int i = 0; i < given.size(); i++) {
            Object typed =
                    attribute.type() == AttributeType.TEXT ? null : TypedText.as(attribute.type(), given.get(i), zone);
            value(customer, attribute.no(), i, typed == null ? text(given.get(i)) : typed);
        }
    }

    /** A number as digits, the same however the document keeps it. */
    private static String text(Object value) {
        if (value instanceof Double || value instanceof Float || value instanceof BigDecimal) {
            return new BigDecimal(value.toString()).stripTrailingZeros().toPlainString();
        }
        return value.toString();
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
            value(customer.id, field.no(), 0, value);
        }
    }

    private void value(UUID customer, int no, int element, Object value) {
        Object stored = value instanceof Instant instant ? instant.truncatedTo(ChronoUnit.MICROS) : value;
        values.add(new Value(customer, no, element, stored));
    }
}
