package io.outdial.audience.query;

import io.outdial.audience.query.Field.Source;
import io.outdial.customer.AttributeType;
import io.outdial.customer.CoreField;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The fields a tenant's queries may name: core fields in snake and camel case, and the tenant's attributes as written. A
 * core field wins over an attribute of the same name; {@code attributes.} before a name always means the attribute.
 */
public final class Fields {

    public static final Field CALLS = new Field("calls", Source.CALLS, 0, AttributeType.NUMBER);
    public static final Field ANSWERED_CALLS = new Field("answered_calls", Source.CALLS, 0, AttributeType.NUMBER);
    public static final Field DISPOSITIONS = new Field("dispositions", Source.CONTACT_LIST, 0, AttributeType.TEXT);
    public static final Field LAST_OUTCOME = new Field("last_outcome", Source.CONTACT, 0, AttributeType.TEXT);
    public static final Field LAST_CONTACTED = core(CoreField.LAST_CONTACTED);

    private static final String ATTRIBUTES = "attributes.";
    private static final Map<String, Field> CORE = coreFields();

    private final TreeMap<String, Field> attributes = new TreeMap<>();

    /** Declares an attribute of the tenant under its exact name, dots included. */
    public Fields attribute(String name, int no, AttributeType type) {
        attributes.put(name, new Field(name, Source.VALUE, no, type));
        return this;
    }

    public Optional<Field> find(String name) {
        Field core = CORE.get(name);
        return core != null ? Optional.of(core) : attribute(attributeName(name));
    }

    /** The attribute of this name where attributes are meant; what {@link #find} finds when there is none. */
    Optional<Field> findAttribute(String name) {
        return attribute(name).or(() -> find(name));
    }

    /** The attributes inside an object of this name. */
    List<Field> below(String name) {
        String object = name.startsWith(ATTRIBUTES) ? name.substring(ATTRIBUTES.length()) : name;
        return attributes.subMap(object + ".", object + "/").keySet().stream()
                .map(inner -> attribute(inner).orElseThrow())
                .toList();
    }

    private String attributeName(String name) {
        String rest = name.startsWith(ATTRIBUTES) ? name.substring(ATTRIBUTES.length()) : name;
        return attributes.containsKey(rest) ? rest : name;
    }

    /** The attribute, named in the way that {@link #find} finds it by. */
    private Optional<Field> attribute(String name) {
        boolean hidden = CORE.containsKey(name) || !attributeName(name).equals(name);
        return Optional.ofNullable(attributes.get(name))
                .map(field -> hidden ? new Field(ATTRIBUTES + name, field.source(), field.no(), field.type()) : field);
    }

    /** The known name nearest to one that is unknown, if any is near enough to be what was meant. */
    Optional<String> nearest(String unknown) {
        String wanted = unknown.toLowerCase(Locale.ROOT);
        int best = 1 + Math.max(1, Math.min(wanted.length(), 64) / 4);
        String found = null;
        Map<String, Field> all = new LinkedHashMap<>(CORE);
        attributes.forEach(all::putIfAbsent);
        for (Map.Entry<String, Field> each : all.entrySet()) {
            int distance = distance(wanted, each.getKey().toLowerCase(Locale.ROOT), best);
            if (distance < best) {
                best = distance;
                found = each.getValue().name();
            }
        }
        return Optional.ofNullable(found);
    }

    /** Levenshtein's distance, or {@code limit} when it is at least that. */
    private static int distance(String a, String b, int limit) {
        if (Math.abs(a.length() - b.length()) >= limit) {
            return limit;
        }
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int change = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(change, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return Math.min(row[b.length()], limit);
    }

    /** The field of {@code customer_value} that every tenant has. */
    public static Field core(CoreField field) {
        Source source = field == CoreField.LAST_CONTACTED ? Source.LAST_CONTACTED : Source.VALUE;
        return new Field(field.snake(), source, field.no(), field.type());
    }

    private static Map<String, Field> coreFields() {
        Map<String, Field> fields = new LinkedHashMap<>();
        for (CoreField field : CoreField.values()) {
            fields.put(field.snake(), core(field));
            fields.put(field.camel(), core(field));
        }
        for (String column : new String[] {"external_id", "phone", "name", "email"}) {
            fields.put(column, new Field(column, Source.COLUMN, 0, AttributeType.TEXT));
        }
        fields.put("externalId", fields.get("external_id"));
        fields.put("calls", CALLS);
        fields.put("answered_calls", ANSWERED_CALLS);
        fields.put("answeredCalls", ANSWERED_CALLS);
        fields.put("dispositions", DISPOSITIONS);
        fields.put("last_outcome", LAST_OUTCOME);
        fields.put("lastOutcome", LAST_OUTCOME);
        Field disposition = new Field("last_disposition", Source.CONTACT, 0, AttributeType.TEXT);
        fields.put("last_disposition", disposition);
        fields.put("lastDisposition", disposition);
        return fields;
    }
}
