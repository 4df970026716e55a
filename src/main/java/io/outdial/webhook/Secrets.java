package io.outdial.webhook;

import io.outdial.kernel.TenantId;
import io.outdial.platform.SealedSecrets;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Seals the secrets of webhooks, each bound to its tenant and its webhook. */
@ApplicationScoped
class Secrets {

    private final SealedSecrets sealed;

    Secrets(SealedSecrets sealed) {
        this.sealed = sealed;
    }

    /** @throws io.outdial.platform.Problem 503 when no key is configured */
    byte[] seal(TenantId tenant, UUID webhook, String secret) {
        return sealed.seal(tenant, place(webhook), secret.getBytes(StandardCharsets.US_ASCII));
    }

    /**
     * The secrets that sign at this moment, the newest first.
     *
     * @throws IllegalStateException when one cannot be read with the keys configured
     */
    List<String> open(TenantId tenant, Webhook webhook, Instant now) {
        return webhook.signing(now).stream()
                .map(each -> new String(sealed.open(tenant, place(webhook.id()), each), StandardCharsets.US_ASCII))
                .toList();
    }

    boolean isStale(byte[] secret) {
        return secret != null && sealed.isStale(secret);
    }

    /** The same secret sealed with the current key; null stays null. */
    byte[] reseal(TenantId tenant, UUID webhook, byte[] secret) {
        return secret == null ? null : sealed.seal(tenant, place(webhook), sealed.open(tenant, place(webhook), secret));
    }

    private static String place(UUID webhook) {
        return "webhook/" + webhook;
    }
}
