package io.outdial.customer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.outdial.kernel.CustomerId;
import io.outdial.kernel.Masks;
import io.outdial.kernel.PreferredTimes;
import io.outdial.kernel.TenantId;
import io.outdial.platform.JsonMergePatch;
import io.outdial.platform.Problem;
import io.outdial.tenant.Tenant;
import io.outdial.tenant.TenantStore;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.validation.ConstraintViolationException;
import jakarta.validation.Validator;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Turns what a client says about one customer into a row, or says what is wrong with it. */
@ApplicationScoped
class CustomerService {

    private final CustomerStore store;
    private final TenantStore tenants;
    private final Validator validator;
    private final ObjectMapper json;
    private final Clock clock;

    CustomerService(CustomerStore store, TenantStore tenants, Validator validator, ObjectMapper json, Clock clock) {
        this.store = store;
        this.tenants = tenants;
        this.validator = validator;
        this.json = json;
        this.clock = clock;
    }

    Uni<CustomerRow> create(TenantId tenant, CustomerBody body) {
        return tenants.read(tenant).chain(settings -> {
            CustomerRow row = new CustomerRow();
            row.id = CustomerId.next().value();
            fill(row, body, settings);
            return store.create(tenant, row, ZoneId.of(settings.timeZone), Instant.now(clock));
        });
    }

    /** Applies a JSON merge patch: absent fields stay, null clears. */
    Uni<CustomerRow> change(TenantId tenant, CustomerId id, String ifMatch, JsonNode patch) {
        if (!patch.isObject()) {
            throw Problem.invalid("", "wrong_type", "The body must be an object.");
        }
        return tenants.read(tenant)
                .chain(settings -> store.update(
                        tenant,
                        id,
                        ifMatch,
                        row -> {
                            fill(row, patched(row, patch), settings);
                            return row;
                        },
                        ZoneId.of(settings.timeZone),
                        Instant.now(clock)));
    }

    Uni<Void> erase(TenantId tenant, CustomerId id, String ifMatch, String by) {
        return tenants.read(tenant)
                .chain(settings ->
                        store.erase(tenant, id, ifMatch, ZoneId.of(settings.timeZone), by, Instant.now(clock)));
    }

    private CustomerBody patched(CustomerRow row, JsonNode patch) {
        JsonNode before = json.valueToTree(CustomerBody.of(row));
        try {
            CustomerBody after = json.treeToValue(JsonMergePatch.apply(before, patch), CustomerBody.class);
            var violations = validator.validate(after);
            if (!violations.isEmpty()) {
                throw new ConstraintViolationException(violations);
            }
            return after;
        } catch (JsonProcessingException e) {
            throw new jakarta.ws.rs.BadRequestException(e); // its mapper finds the JSON failure inside
        }
    }

    private static void fill(CustomerRow row, CustomerBody body, Tenant tenant) {
        ZoneId zone = ZoneId.of(tenant.timeZone);
        row.externalId = body.externalId().strip();
        row.phone = Phones.e164(body.phone(), tenant.country);
        if (row.phone == null) {
            throw Problem.invalid("/phone", "invalid_phone", "The phone is not a valid number.");
        }
        row.name = unmasked("/name", row.name, body.name());
        row.email = unmasked("/email", row.email, body.email());
        row.language = body.language();
        row.city = body.city();
        row.neighborhoods = body.neighborhoods() == null ? List.of() : body.neighborhoods();
        row.status = body.status();
        row.timeZone = body.timeZone();
        if (row.timeZone != null && !Phones.isZone(row.timeZone)) {
            throw Problem.invalid("/timeZone", "unknown_time_zone", "There is no such time zone.");
        }
        row.preferredTimes = preferred(body.preferredTimes());
        row.zones = Phones.zones(row.timeZone, row.phone);
        Instant consentAt = instant("/consentAt", body.consentAt(), zone);
        if (row.tookBack(consentAt)) {
            throw Problem.invalid(
                    "/consentAt",
                    "consent_revoked",
                    "The customer took consents back at " + row.consentRevokedAt + "; only a later one counts.");
        }
        row.consentAt = consentAt;
        row.lastContacted = instant("/lastContacted", body.lastContacted(), zone);
        row.attributes = attributes(body.attributes(), row.attributes);
    }

    /** A mask that a client sends back as it was shown would take the place of what it stands for. */
    private static String unmasked(String pointer, String before, String given) {
        if (given != null && !given.equals(before) && Masks.isMask(given)) {
            throw Problem.invalid(pointer, "masked", "This is a mask; without the field it stays as it is.");
        }
        return given;
    }

    private static String preferred(String text) {
        try {
            return PreferredTimes.parse(text).isEmpty() ? null : text.strip();
        } catch (IllegalArgumentException e) {
            throw Problem.invalid("/preferredTimes", "invalid", e.getMessage());
        }
    }

    /** Texts that an import kept beside a core field stay until the client sets or removes them. */
    private static JsonObject attributes(Map<String, Object> given, JsonObject before) {
        Map<String, Object> attributes = given == null ? Map.of() : new LinkedHashMap<>(given);
        try {
            Flat.of(attributes);
        } catch (Flat.Refused refused) {
            throw Problem.invalid(
                    refused.name.isEmpty()
                            ? "/attributes"
                            : "/attributes/" + refused.name.replace("~", "~0").replace("/", "~1"),
                    refused.code,
                    refused.getMessage() + ".");
        }
        for (String name : attributes.keySet()) {
            if (ImportColumns.isCore(name) && !before.containsKey(name)) {
                throw Problem.invalid(
                        "/attributes/" + name,
                        "core_field",
                        "This is a field of the customer itself, not an attribute.");
            }
        }
        return new JsonObject(attributes);
    }

    private static Instant instant(String pointer, String text, ZoneId zone) {
        if (text == null) {
            return null;
        }
        Instant instant = TypedText.instant(text, zone);
        if (instant == null) {
            throw Problem.invalid(pointer, "wrong_format", "A date-time (RFC 3339) or a date is expected here.");
        }
        return instant;
    }
}
