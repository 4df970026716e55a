package io.outdial.customer;

import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Row;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
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
    /** When they like to be called; null when they never said. */
    String preferredTimes;

    String zones;
    String status;
    Instant lastContacted;
    Instant consentAt;
    /** When they last took a consent back; null when they never did. */
    Instant consentRevokedAt;
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
        customer.preferredTimes = row.getString("preferred_times");
        customer.zones = row.getString("zones");
        customer.status = row.getString("status");
        customer.lastContacted = instant(row.getOffsetDateTime("last_contacted"));
        customer.consentAt = instant(row.getOffsetDateTime("consent_at"));
        customer.consentRevokedAt = instant(row.getOffsetDateTime("consent_revoked_at"));
        customer.attributes = row.getJsonObject("attributes");
        customer.version = row.getLong("version");
        customer.createdAt = instant(row.getOffsetDateTime("created_at"));
        customer.updatedAt = instant(row.getOffsetDateTime("updated_at"));
        return customer;
    }

    /** A copy whose fields can be set without changing this; the attributes are shared until they are replaced. */
    CustomerRow copy() {
        CustomerRow copy = new CustomerRow();
        copy.id = id;
        copy.externalId = externalId;
        copy.name = name;
        copy.phone = phone;
        copy.email = email;
        copy.language = language;
        copy.city = city;
        copy.neighborhoods = neighborhoods;
        copy.timeZone = timeZone;
        copy.preferredTimes = preferredTimes;
        copy.zones = zones;
        copy.status = status;
        copy.lastContacted = lastContacted;
        copy.consentAt = consentAt;
        copy.consentRevokedAt = consentRevokedAt;
        copy.attributes = attributes;
        copy.version = version;
        copy.createdAt = createdAt;
        copy.updatedAt = updatedAt;
        return copy;
    }

    /** Whether they took back what they consented to at that moment: the same file sent again gives no consent anew. */
    boolean tookBack(Instant consent) {
        return consent != null && consentRevokedAt != null && !consent.isAfter(consentRevokedAt);
    }

    /** Whether writing the other over this would change nothing. */
    boolean saysTheSameAs(CustomerRow other) {
        return externalId.equals(other.externalId)
                && phone.equals(other.phone)
                && Objects.equals(name, other.name)
                && Objects.equals(email, other.email)
                && Objects.equals(language, other.language)
                && Objects.equals(city, other.city)
                && neighborhoods.equals(other.neighborhoods)
                && Objects.equals(timeZone, other.timeZone)
                && Objects.equals(preferredTimes, other.preferredTimes)
                && Objects.equals(zones, other.zones)
                && Objects.equals(status, other.status)
                && same(lastContacted, other.lastContacted)
                && same(consentAt, other.consentAt)
                && Flat.same(attributes.getMap(), other.attributes.getMap());
    }

    /** The database keeps microseconds. */
    private static boolean same(Instant one, Instant other) {
        return one == null || other == null ? one == other : Math.abs(ChronoUnit.NANOS.between(one, other)) < 1_000;
    }

    private static Instant instant(OffsetDateTime time) {
        return time == null ? null : time.toInstant();
    }
}
