package io.outdial.dialer;

import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Row;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a script may say of a customer: core fields and attributes by name. */
final class CustomerFacts {

    private CustomerFacts() {}

    static Map<String, Object> of(Row row) {
        Map<String, Object> facts = new HashMap<>();
        JsonObject attributes = row.getJsonObject("attributes");
        if (attributes != null) {
            facts.putAll(attributes.getMap());
        }
        for (String name : List.of("external_id", "name", "phone", "email", "language", "city", "status")) {
            put(facts, name, row.getString(name));
        }
        String[] neighborhoods = row.getArrayOfStrings("neighborhoods");
        put(facts, "neighborhoods", neighborhoods == null ? null : List.of(neighborhoods));
        put(facts, "last_contacted", row.getOffsetDateTime("last_contacted"));
        put(facts, "consent_at", row.getOffsetDateTime("consent_at"));
        return facts;
    }

    private static void put(Map<String, Object> facts, String name, Object value) {
        if (value != null) {
            facts.put(name, value);
        }
    }
}
