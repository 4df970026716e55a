package io.outdial.platform;

import io.vertx.core.json.JsonObject;
import java.util.Optional;

/**
 * One thing that was done, for the audit log.
 *
 * @param action what was done to what, such as {@code campaign.activate}
 * @param resourceId of what it was done to; null when it has none
 * @param detail what else is worth knowing; never a secret, and no personal data but ids and masked numbers
 * @param actor who did it
 * @param requester the request it was done for; empty when the engine did it
 */
public record AuditEntry(
        String action, String resourceId, JsonObject detail, String actor, Optional<Requester> requester) {

    private static final String ENGINE = "engine";

    /** What the request that is being served does; the engine, when none is. */
    public static AuditEntry of(String action, Object resourceId) {
        Optional<Requester> requester = Requester.current();
        return new AuditEntry(
                action,
                resourceId == null ? null : resourceId.toString(),
                new JsonObject(),
                requester.map(Requester::actor).orElse(ENGINE),
                requester);
    }

    /** The same with one more detail; nothing more when the value is null. */
    public AuditEntry with(String name, Object value) {
        return value == null
                ? this
                : new AuditEntry(action, resourceId, detail.copy().put(name, value), actor, requester);
    }

    /** The same, done by somebody the engine acts for, such as {@code guard}. */
    public AuditEntry by(String who) {
        return new AuditEntry(action, resourceId, detail, who, requester);
    }
}
