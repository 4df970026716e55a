package io.outdial.customer;

import io.outdial.platform.PagedFile;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Customers as a file that an import of the same tenant takes back. Pure. */
final class CustomerFile {

    private static final List<String> CORE = List.of(
            "external_id",
            "phone",
            "name",
            "email",
            "language",
            "city",
            "neighborhoods",
            "time_zone",
            "preferred_times",
            "status",
            "last_contacted",
            "consent_at");

    private CustomerFile() {}

    /** @param attributes names of the columns after the core fields */
    static PagedFile<CustomerView> of(List<String> attributes) {
        List<String> header = new ArrayList<>(CORE);
        header.addAll(attributes);
        return new PagedFile<>(header, customer -> cells(customer, attributes), CustomerFile::document);
    }

    private static List<String> cells(CustomerView customer, List<String> attributes) {
        Map<String, List<Object>> flat = Flat.of(customer.attributes());
        List<String> cells = new ArrayList<>(CORE.size() + attributes.size());
        cells.add(customer.externalId());
        cells.add(customer.phone());
        cells.add(customer.name());
        cells.add(customer.email());
        cells.add(customer.language());
        cells.add(customer.city());
        cells.add(String.join(";", customer.neighborhoods()));
        cells.add(core(customer.timeZone(), flat, "time_zone"));
        cells.add(core(customer.preferredTimes(), flat, "preferred_times"));
        cells.add(customer.status());
        cells.add(core(customer.lastContacted(), flat, "last_contacted"));
        cells.add(core(customer.consentAt(), flat, "consent_at"));
        attributes.forEach(name -> cells.add(text(flat.get(name))));
        return cells;
    }

    /** Only what an import reads. */
    private static Map<String, Object> document(CustomerView customer) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("externalId", customer.externalId());
        fields.put("phone", customer.phone());
        fields.put("name", customer.name());
        fields.put("email", customer.email());
        fields.put("language", customer.language());
        fields.put("city", customer.city());
        fields.put("neighborhoods", customer.neighborhoods());
        Map<String, Object> attributes = new LinkedHashMap<>(customer.attributes());
        fields.put("timeZone", core(customer.timeZone(), attributes.remove("time_zone")));
        fields.put("preferredTimes", core(customer.preferredTimes(), attributes.remove("preferred_times")));
        fields.put("status", customer.status());
        fields.put("lastContacted", core(customer.lastContacted(), attributes.remove("last_contacted")));
        fields.put("consentAt", core(customer.consentAt(), attributes.remove("consent_at")));
        fields.put("attributes", attributes);
        return fields;
    }

    private static Object core(Object value, Object kept) {
        return value == null ? kept : value;
    }

    /** The field, or the text that an import kept beside it. */
    private static String core(Object value, Map<String, List<Object>> flat, String name) {
        return value == null ? text(flat.get(name)) : value.toString();
    }

    /** Values in one cell; null when there are none. */
    static String text(List<?> values) {
        return values == null ? null : values.stream().map(String::valueOf).collect(Collectors.joining(";"));
    }
}
