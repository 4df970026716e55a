package io.outdial.customer;

import io.outdial.platform.CsvCell;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Customers as lines of a CSV file that an import of the same tenant takes back. Pure. */
final class CsvExport {

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

    private final List<String> attributes;

    /** @param attributes names of the columns after the core fields */
    CsvExport(List<String> attributes) {
        this.attributes = attributes;
    }

    String header() {
        List<String> names = new ArrayList<>(CORE);
        names.addAll(attributes);
        return line(names);
    }

    String line(CustomerView customer) {
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
        return line(cells);
    }

    /** The field, or the text that an import kept beside it. */
    private static String core(Object value, Map<String, List<Object>> flat, String name) {
        return value == null ? text(flat.get(name)) : value.toString();
    }

    /** Values in one cell; null when there are none. */
    static String text(List<?> values) {
        return values == null ? null : values.stream().map(String::valueOf).collect(Collectors.joining(";"));
    }

    private static String line(List<String> cells) {
        return cells.stream().map(CsvCell::write).collect(Collectors.joining(",")) + "\r\n";
    }
}
