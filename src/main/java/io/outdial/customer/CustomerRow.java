package io.outdial.customer;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Row;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;

/** A customer as stored; mutable while it is being put together, never shared between threads. */
final class CustomerRow {

    UUID id;
    String externalId;
    String name;
    /** E.164. */
    String phone;

    String email;
    String language;
    String city;
    List<String> neighborhoods = List.of();
    String timeZone;
    String zones;
    String status;
    Instant lastContacted;
    Instant consentAt;
    /** As given, nested; a core cell that did not fit its type is here as a text under the core field's snake name. */
    JsonObject attributes = new JsonObject();

    long version;
    Instant createdAt;
    Instant updatedAt;

    static CustomerRow of(Row row) {
        CustomerRow customer = new CustomerRow();
        customer.id = row.getUUID("customer_id");
        customer.externalId = row.getString("external_id");
        customer.name = row.getString("name");
        customer.phone = row.getString("phone");
        customer.email = row.getString("email");
        customer.language = row.getString("language");
        customer.city = row.getString("city");
        customer.neighborhoods = List.of(row.getArrayOfStrings("neighborhoods"));
        customer.timeZone = row.getString("time_zone");
        customer.zones = row.getString("zones");
        customer.status = row.getString("status");
        customer.lastContacted = instant(row.getOffsetDateTime("last_contacted"));
        customer.consentAt = instant(row.getOffsetDateTime("consent_at"));
        customer.attributes = row.getJsonObject("attributes");
        customer.version = row.getLong("version");
        customer.createdAt = instant(row.getOffsetDateTime("created_at"));
        customer.updatedAt = instant(row.getOffsetDateTime("updated_at"));
        return customer;
    }

    /** The parameters of one row of the write statements. */
    JsonObject toJson() {
        return new JsonObject()
                .put("customer_id", id.toString())
                .put("external_id", externalId)
                .put("name", name)
                .put("phone", phone)
                .put("email", email)
                .put("language", language)
                .put("city", city)
                .put("neighborhoods", new JsonArray(neighborhoods))
                .put("time_zone", timeZone)
                .put("zones", zones)
                .put("status", status)
                .put("last_contacted", lastContacted == null ? null : lastContacted.toString())
                .put("consent_at", consentAt == null ? null : consentAt.toString())
                .put("attributes", attributes);
    }

    private static Instant instant(OffsetDateTime time) {
        return time == null ? null : time.toInstant();
    }
}
