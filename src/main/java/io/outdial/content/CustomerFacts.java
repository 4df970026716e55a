package io.outdial.content;

import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Row;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a script may say of a customer; the same in a preview and in a call. docs/scripts.md lists the fields. */
public final class CustomerFacts {

    private static final List<String> TEXTS =
            List.of("external_id", "name", "phone", "email", "language", "city", "status");

    private CustomerFacts() {}

    /** The core fields by name, and the tenant's own under {@code attributes}. */
    public static Map<String, Object> of(Row row) {
        Map<String, Object> facts = new HashMap<>();
        TEXTS.forEach(name -> put(facts, name, row.getString(name)));
        String[] neighborhoods = row.getArrayOfStrings("neighborhoods");
        put(facts, "neighborhoods", neighborhoods == null ? null : List.of(neighborhoods));
        put(facts, "last_contacted", row.getOffsetDateTime("last_contacted"));
        put(facts, "consent_at", row.getOffsetDateTime("consent_at"));
        JsonObject attributes = row.getJsonObject("attributes");
        put(facts, "attributes", attributes == null ? null : attributes.getMap());
        return facts;
    }

    private static void put(Map<String, Object> facts, String name, Object value) {
        if (value != null) {
            facts.put(name, value);
        }
    }
}
