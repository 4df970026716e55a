package io.outdial.customer;

import io.outdial.kernel.PreferredTimes;
import io.outdial.platform.Storable;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Checks the rows of one tenant's file and turns them into changes of customers. Pure. */
final class RowChecker {

    private static final int MAX_LIST = 100;

    private final String country;
    private final ZoneId zone;
    private final boolean textsOnly;

    RowChecker(String country, ZoneId zone, boolean textsOnly) {
        this.country = country;
        this.zone = zone;
        this.textsOnly = textsOnly;
    }

    /** Where a time without one is meant. */
    ZoneId zone() {
        return zone;
    }

    /**
     * What a good row says.
     *
     * @param core by snake name: String, List of String, or Instant; null clears
     * @param misfits core cells that are no time or zone, kept as texts
     * @param attributes as written; null clears
     * @param flat the same as values by name, as they are searched by
     */
    record Checked(
            ImportedRow row,
            String externalId,
            String phone,
            Map<String, Object> core,
            Map<String, String> misfits,
            Map<String, Object> attributes,
            Map<String, List<Object>> flat) {}

    /** Null when the row is rejected; {@code issues} says why. */
    Checked check(ImportedRow row, List<ImportIssue> issues) {
        if (row.failure() != null) {
            issues.add(row.failure());
            return null;
        }
        int errors = issues.size();
        Map<String, Object> core = new HashMap<>();
        Map<String, String> misfits = new HashMap<>();
        Map<String, Object> attributes = new LinkedHashMap<>();
        List<ImportIssue> warnings = new ArrayList<>();
        row.cells().forEach((column, cell) -> {
            if (ImportColumns.CORE.containsKey(column)) {
                core(row, column, cell, core, misfits, issues, warnings);
            } else {
                attributes.put(column, cell);
            }
        });
        String externalId = (String) core.get(ImportColumns.EXTERNAL_ID);
        if (externalId == null && issues.size() == errors) {
            issues.add(error(row, ImportColumns.EXTERNAL_ID, "missing_external_id", "The row has no external id."));
        }
        String phone = (String) core.get(ImportColumns.PHONE);
        String e164 = phone == null ? null : Phones.e164(phone, country);
        if (e164 == null) {
            issues.add(error(row, ImportColumns.PHONE, "invalid_phone", "The phone is not a valid number."));
        }
        Map<String, List<Object>> flat = Map.of();
        try {
            flat = Flat.of(attributes);
        } catch (Flat.Refused refused) {
            issues.add(error(row, refused.name, refused.code, refused.getMessage() + "."));
        }
        if (issues.size() > errors) {
            return null;
        }
        issues.addAll(warnings);
        return new Checked(row, externalId, e164, core, misfits, attributes, flat);
    }

    private void core(
            ImportedRow row,
            String column,
            Object cell,
            Map<String, Object> core,
            Map<String, String> misfits,
            List<ImportIssue> errors,
            List<ImportIssue> warnings) {
        int max = ImportColumns.CORE.get(column);
        if (column.equals("neighborhoods")) {
            List<?> list = cell == null
                    ? List.of()
                    : cell instanceof List<?> given
                            ? given
                            : Arrays.asList(cell.toString().split(";"));
            List<String> texts = new ArrayList<>();
            for (Object element : list) {
                if (element instanceof String text && text.length() <= max && Storable.is(text)) {
                    if (!text.isBlank()) {
                        texts.add(text.strip());
                    }
                } else {
                    errors.add(error(
                            row,
                            column,
                            "wrong_type",
                            "A list of texts of at most " + max + " characters is expected."));
                    return;
                }
            }
            if (texts.size() > MAX_LIST) {
                errors.add(error(row, column, "too_long", "A list may have " + MAX_LIST + " elements at most."));
            }
            core.put(column, texts);
            return;
        }
        if (cell == null || cell.equals("")) {
            core.put(column, null);
            return;
        }
        if (!(cell instanceof String text) || !Storable.is(text)) {
            errors.add(error(row, column, "wrong_type", "A text is expected here."));
            return;
        }
        if (text.length() > max) {
            errors.add(error(row, column, "too_long", "The text may have " + max + " characters at most."));
            return;
        }
        Object value = text.strip();
        if (ImportColumns.TIMES.contains(column)) {
            Instant time = TypedText.instant(text.strip(), zone);
            if (time == null) {
                warnings.add(
                        warning(row, column, "wrong_type", "The cell is no date or timestamp and was kept as text."));
                misfits.put(column, text);
            }
            value = time;
        } else if (column.equals("time_zone") && !Phones.isZone(text.strip())) {
            warnings.add(warning(
                    row, column, "unknown_time_zone", "There is no such time zone; the cell was kept as text."));
            misfits.put(column, text);
            value = null;
        } else if (column.equals("preferred_times") && !PreferredTimes.isValid(text)) {
            warnings.add(
                    warning(
                            row,
                            column,
                            "invalid_times",
                            "These are no times such as sun-thu 17:00-20:00; the cell was kept as text and nothing is preferred."));
            misfits.put(column, text);
            value = null;
        }
        core.put(column, value instanceof String s && s.isEmpty() ? null : value);
    }

    /** Counts what the values of unknown attributes look like. */
    void tallyUnknown(Checked row, Map<String, AttributeTypes.Known> known, Map<String, AttributeTally> into) {
        row.flat.forEach((name, values) -> {
            if (!known.containsKey(name)) {
                AttributeTally tally = into.computeIfAbsent(name, any -> new AttributeTally(true));
                values.forEach(value -> tally.add(value, textsOnly));
            }
        });
    }

    /** Counts the values of known attributes and warns of every one that does not fit. */
    void compare(
            Checked row,
            Map<String, AttributeTypes.Known> known,
            Map<String, AttributeTally> tallies,
            List<ImportIssue> issues) {
        row.flat.forEach((name, values) -> {
            AttributeTypes.Known attribute = known.get(name);
            if (attribute == null) {
                issues.add(warning(
                        row.row,
                        name,
                        "too_many_attributes",
                        "The tenant has too many attributes to search by this one."));
                return;
            }
            AttributeTally tally = tallies.computeIfAbsent(name, any -> new AttributeTally(false));
            long misfits = tally.misfits(attribute.type());
            for (Object value : values) {
                if (tally.inferred) {
                    tally.add(value, textsOnly);
                } else {
                    tally.add(attribute.type(), value, zone);
                }
            }
            if (tally.misfits(attribute.type()) > misfits) {
                issues.add(warning(
                        row.row,
                        name,
                        "wrong_type",
                        "The cell is no " + attribute.type().code() + " as the others are, and was kept as text."));
            }
        });
    }

    /** Makes {@code customer} say what the row says; what the file has no column for stays. */
    void apply(Checked row, Map<String, AttributeTypes.Known> known, CustomerRow customer) {
        Map<String, Object> core = row.core;
        customer.externalId = row.externalId;
        customer.phone = row.phone;
        customer.name = text(core, "name", customer.name);
        customer.email = text(core, "email", customer.email);
        customer.language = text(core, "language", customer.language);
        customer.city = text(core, "city", customer.city);
        customer.timeZone = text(core, "time_zone", customer.timeZone);
        customer.preferredTimes = text(core, "preferred_times", customer.preferredTimes);
        customer.status = text(core, "status", customer.status);
        if (core.get("neighborhoods") instanceof List<?> list) {
            customer.neighborhoods = list.stream().map(Object::toString).toList();
        }
        customer.lastContacted =
                core.containsKey("last_contacted") ? (Instant) core.get("last_contacted") : customer.lastContacted;
        if (core.containsKey("consent_at") && !customer.tookBack((Instant) core.get("consent_at"))) {
            customer.consentAt = (Instant) core.get("consent_at");
        }
        customer.zones = Phones.zones(customer.timeZone, customer.phone);
        Map<String, Object> attributes = new LinkedHashMap<>(customer.attributes.getMap());
        attributes.keySet().removeAll(core.keySet());
        attributes.putAll(row.misfits);
        Map<String, List<Object>> before = textsOnly ? Flat.of(customer.attributes.getMap()) : Map.of();
        row.attributes.forEach((name, value) -> {
            if (value != null
                    && !(attributes.get(name) instanceof String)
                    && value.equals(CustomerFile.text(before.get(name)))) {
                return; // a list, a number or a nested value, said as an export says it
            }
            if (value == null) {
                attributes.remove(name);
            } else {
                attributes.put(name, typed(known.get(name), value));
            }
        });
        customer.attributes = new JsonObject(attributes);
    }

    /** A cell of a file of texts becomes the JSON value that its attribute's type has. */
    private Object typed(AttributeTypes.Known attribute, Object value) {
        if (!textsOnly || attribute == null || !(value instanceof String text)) {
            return value;
        }
        return switch (attribute.type()) {
            case NUMBER -> TypedText.as(AttributeType.NUMBER, text, zone) == null ? text : new BigDecimal(text);
            case BOOLEAN -> {
                Object typed = TypedText.as(AttributeType.BOOLEAN, text, zone);
                yield typed == null ? text : typed;
            }
            case TEXT, DATE, TIMESTAMP -> text;
        };
    }

    private static String text(Map<String, Object> core, String column, String before) {
        return core.containsKey(column) ? (String) core.get(column) : before;
    }

    private static ImportIssue error(ImportedRow row, String column, String code, String detail) {
        return new ImportIssue(true, row.line(), row.header(column), code, detail);
    }

    private static ImportIssue warning(ImportedRow row, String column, String code, String detail) {
        return new ImportIssue(false, row.line(), row.header(column), code, detail);
    }
}
