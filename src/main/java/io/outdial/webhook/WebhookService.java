package io.outdial.webhook;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.outdial.kernel.TenantId;
import io.outdial.kernel.Uuid7;
import io.outdial.platform.AuditEntry;
import io.outdial.platform.AuditLog;
import io.outdial.platform.JsonMergePatch;
import io.outdial.platform.OutboundHttp;
import io.outdial.platform.Problem;
import io.outdial.platform.ProblemType;
import io.outdial.platform.TenantDb;
import io.outdial.platform.Versions;
import io.outdial.platform.WebhookSignatures;
import io.outdial.webhook.decide.EndpointHealth;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Singleton;
import jakarta.validation.ConstraintViolationException;
import jakarta.validation.Validator;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Writes subscriptions, after everything about them was checked. */
@ApplicationScoped
class WebhookService {

    static final int MAX_PER_TENANT = 20;

    private final TenantDb db;
    private final WebhookStore store;
    private final Secrets secrets;
    private final WebhookSettings settings;
    private final Checks checks;
    private final Clock clock;

    WebhookService(
            TenantDb db, WebhookStore store, Secrets secrets, WebhookSettings settings, Checks checks, Clock clock) {
        this.db = db;
        this.store = store;
        this.secrets = secrets;
        this.settings = settings;
        this.checks = checks;
        this.clock = clock;
    }

    /** A subscription and its secret, which is told this once. */
    record Made(Webhook webhook, String secret) {}

    /** What a subscription must keep to. */
    @Singleton
    static class Checks {
        private final OutboundHttp http;
        private final ObjectMapper json;
        private final Validator validator;

        Checks(OutboundHttp http, ObjectMapper json, Validator validator) {
            this.http = http;
            this.json = json;
            this.validator = validator;
        }

        /** @throws Problem when nothing could be sent to it or one of its types is not for subscribing */
        WebhookBody check(WebhookBody body) {
            String url = http.parse("/url", body.url()).toString();
            if (body.eventTypes() != null && body.eventTypes().contains(EventType.WEBHOOK_TEST)) {
                throw Problem.invalid(
                        "/eventTypes",
                        "not_subscribable",
                        "webhook.test is sent when it is asked for, whatever is named here.");
            }
            return new WebhookBody(url, body.eventTypes(), body.description(), body.enabled());
        }

        WebhookBody patched(Webhook before, JsonNode patch) {
            try {
                JsonNode document = JsonMergePatch.apply(json.valueToTree(WebhookBody.of(before)), patch);
                WebhookBody after = json.treeToValue(document, WebhookBody.class);
                if (after == null) {
                    throw Problem.invalid("", "wrong_type", "Send an object with what is to change.");
                }
                var violations = validator.validate(after);
                if (!violations.isEmpty()) {
                    throw new ConstraintViolationException(violations);
                }
                return check(after);
            } catch (JsonProcessingException e) {
                throw new jakarta.ws.rs.BadRequestException(e); // its mapper finds the JSON failure inside
            }
        }
    }

    Uni<List<Webhook>> list(TenantId tenant) {
        return db.inTenant(tenant, c -> store.list(c, tenant));
    }

    Uni<Webhook> read(TenantId tenant, UUID id) {
        return db.inTenant(tenant, c -> find(c, tenant, id));
    }

    Uni<Made> create(TenantId tenant, WebhookBody asked, String by) {
        WebhookBody body = checks.check(asked);
        UUID id = Uuid7.next();
        Instant now = clock.instant();
        String secret = WebhookSignatures.newSecret();
        Webhook made = new Webhook(
                id,
                body.url(),
                body.codes(),
                body.description(),
                body.enabled() == null || body.enabled(),
                secrets.seal(tenant, id, secret),
                null,
                null,
                EndpointHealth.GOOD,
                0,
                now,
                now);
        return db.inTenant(tenant, c -> store.list(c, tenant)
                .invoke(others -> {
                    if (others.size() >= MAX_PER_TENANT) {
                        throw new Problem(
                                ProblemType.CONFLICT, "A tenant has " + MAX_PER_TENANT + " webhooks at most.");
                    }
                })
                .chain(() -> store.insert(c, tenant, made, by))
                .chain(() -> store.subscribed(c, tenant, now))
                .chain(() -> AuditLog.add(c, tenant, AuditEntry.of("webhook.create", id), now))
                .replaceWith(new Made(made, secret)));
    }

    Uni<Webhook> change(TenantId tenant, UUID id, String ifMatch, JsonNode patch) {
        Instant now = clock.instant();
        return db.inTenant(tenant, c -> find(c, tenant, id).chain(before -> {
            Versions.requireMatch(ifMatch, before.version());
            return write(c, tenant, before.with(checks.patched(before, patch), now))
                    .call(() -> store.subscribed(c, tenant, now))
                    .call(() -> AuditLog.add(
                            c, tenant, AuditEntry.of("webhook.change", id).with("fields", fields(patch)), now));
        }));
    }

    /** Gives it a new secret; for a while the one before signs too. */
    Uni<Made> rotate(TenantId tenant, UUID id, String ifMatch) {
        Instant now = clock.instant();
        String secret = WebhookSignatures.newSecret();
        return db.inTenant(tenant, c -> find(c, tenant, id).chain(before -> {
            Versions.allowMatch(ifMatch, before.version());
            byte[] sealed = secrets.seal(tenant, id, secret);
            return write(c, tenant, before.with(sealed, now.plus(settings.secretGrace()), now))
                    .call(() -> AuditLog.add(c, tenant, AuditEntry.of("webhook.rotate_secret", id), now))
                    .map(after -> new Made(after, secret));
        }));
    }

    Uni<Void> delete(TenantId tenant, UUID id, String ifMatch) {
        Instant now = clock.instant();
        return db.inTenant(tenant, c -> find(c, tenant, id)
                .invoke(before -> Versions.requireMatch(ifMatch, before.version()))
                .chain(before -> store.delete(c, tenant, id, before.version(), now))
                .invoke(WebhookService::requireDone)
                .chain(() -> store.subscribed(c, tenant, now))
                .chain(() -> AuditLog.add(c, tenant, AuditEntry.of("webhook.delete", id), now)));
    }

    private Uni<Webhook> write(SqlConnection c, TenantId tenant, Webhook after) {
        return store.update(c, tenant, after)
                .invoke(WebhookService::requireDone)
                .chain(() -> find(c, tenant, after.id()));
    }

    private Uni<Webhook> find(SqlConnection c, TenantId tenant, UUID id) {
        return store.find(c, tenant, id).map(found -> found.orElseThrow(() -> Problem.notFound("webhook")));
    }

    private static JsonArray fields(JsonNode patch) {
        JsonArray fields = new JsonArray();
        patch.fieldNames().forEachRemaining(fields::add);
        return fields;
    }

    private static void requireDone(boolean done) {
        if (!done) {
            throw new Problem(ProblemType.VERSION_STALE, "Somebody changed it in the meantime.");
        }
    }
}
