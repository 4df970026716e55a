package io.outdial.telephony;

import io.outdial.kernel.AttemptId;
import io.outdial.kernel.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Addresses at which providers reach this service from outside. They are made of the configured public address and never of
 * what a request says of itself, so that they are right behind any proxy and nobody can bend them.
 */
@ApplicationScoped
public class CallbackUrls {

    private final Optional<String> base;

    /** For the proxy of the application scope only. */
    CallbackUrls() {
        base = Optional.empty();
    }

    @jakarta.inject.Inject
    public CallbackUrls(@ConfigProperty(name = "outdial.public-url") Optional<String> base) {
        this.base = base.map(url -> url.endsWith("/") ? url.substring(0, url.length() - 1) : url);
    }

    /** Whether providers can report at all. */
    public boolean available() {
        return base.isPresent();
    }

    /** Where a provider reports on an attempt; the connection's adapter reads {@code topic}. */
    public String of(TelephonyConnection connection, String topic, AttemptId attempt) {
        return of(connection.kind(), connection.id(), topic, connection.tenant(), attempt);
    }

    private String of(String kind, UUID connection, String topic, TenantId tenant, AttemptId attempt) {
        return base.orElse("") + "/api/v1/telephony/" + kind + "/" + connection + "/" + topic + "?tenant=" + tenant
                + "&attempt=" + attempt;
    }

    /** @param uri raw path and query of a request */
    String asSeenFromOutside(String uri) {
        return base.orElse("") + uri;
    }
}
