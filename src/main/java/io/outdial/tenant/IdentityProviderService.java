package io.outdial.tenant;

import io.outdial.kernel.TenantId;
import io.outdial.platform.AuditEntry;
import io.outdial.platform.AuditLog;
import io.outdial.platform.IssuerKeys;
import io.outdial.platform.OutboundHttp;
import io.outdial.platform.OutboundHttp.Request;
import io.outdial.platform.OutboundHttp.Response;
import io.outdial.platform.PlatformIssuer;
import io.outdial.platform.Problem;
import io.outdial.platform.ProblemType;
import io.outdial.platform.TenantDb;
import io.outdial.platform.TrustedIssuer;
import io.outdial.platform.Versions;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Lets a tenant bring its own identity provider. Its configuration and its keys are read before it is believed, so that nobody
 * is locked out by a slip of the pen.
 */
@ApplicationScoped
class IdentityProviderService {

    private final IdentityProviderStore store;
    private final KnownIssuers known;
    private final Remote remote;
    private final PlatformIssuer platform;
    private final TenantDb db;

    IdentityProviderService(
            IdentityProviderStore store, KnownIssuers known, Remote remote, PlatformIssuer platform, TenantDb db) {
        this.store = store;
        this.known = known;
        this.remote = remote;
        this.platform = platform;
        this.db = db;
    }

    Uni<IdentityProviderStore.Stored> read(TenantId tenant) {
        return db.inTenant(tenant, connection -> store.read(tenant, connection));
    }

    Uni<IdentityProvider> change(TenantId tenant, String ifMatch, IdentityProviderChange change) {
        if (platform.is(change.issuer())) {
            throw Problem.invalid("/issuer", "taken", "This is the platform's own provider.");
        }
        return read(tenant)
                .invoke(found -> Versions.requireMatch(ifMatch, found.version()))
                .chain(() -> remote.describe(tenant, change))
                .chain(provider -> write(tenant, ifMatch, provider, "identity_provider.change"));
    }

    Uni<Void> remove(TenantId tenant, String ifMatch) {
        return write(tenant, ifMatch, null, "identity_provider.remove").replaceWithVoid();
    }

    private Uni<IdentityProvider> write(TenantId tenant, String ifMatch, IdentityProvider provider, String action) {
        Instant now = remote.now();
        return db.inTenant(tenant, connection -> store.read(tenant, connection).chain(found -> {
                    Versions.requireMatch(ifMatch, found.version());
                    AuditEntry entry = AuditEntry.of(action, tenant)
                            .with("before", brief(found.provider().orElse(null)))
                            .with("after", brief(provider));
                    return store.write(tenant, connection, found.version(), provider, now)
                            .invoke(written -> {
                                if (!written) {
                                    throw new Problem(
                                            ProblemType.VERSION_STALE, "Read it again and repeat your change.");
                                }
                            })
                            .chain(() -> AuditLog.add(connection, tenant, entry, now))
                            .replaceWith(found.version() + 1);
                }))
                .invoke(known::forget)
                .map(version -> provider == null
                        ? null
                        : new IdentityProvider(
                                provider.issuer(),
                                provider.audience(),
                                provider.algorithms(),
                                provider.keys(),
                                version));
    }

    private static JsonObject brief(IdentityProvider provider) {
        return provider == null
                ? null
                : new JsonObject()
                        .put("issuer", provider.issuer())
                        .put("audience", provider.audience())
                        .put("algorithms", new JsonArray(provider.algorithms()));
    }

    /** What a provider says of itself. */
    @ApplicationScoped
    static class Remote {

        private static final String WELL_KNOWN = "/.well-known/openid-configuration";

        private final OutboundHttp http;
        private final IssuerKeys keys;
        private final Clock clock;
        private final List<String> audiences;

        Remote(
                OutboundHttp http,
                IssuerKeys keys,
                Clock clock,
                @ConfigProperty(name = "quarkus.oidc.token.audience") List<String> audiences) {
            this.http = http;
            this.keys = keys;
            this.clock = clock;
            this.audiences = audiences;
        }

        Instant now() {
            return Instant.now(clock);
        }

        /** Reads configuration and keys (OpenID Connect Discovery 1.0, section 4). */
        Uni<IdentityProvider> describe(TenantId tenant, IdentityProviderChange change) {
            String issuer = change.issuer();
            URI url = http.parse(
                    "/issuer", (issuer.endsWith("/") ? issuer.substring(0, issuer.length() - 1) : issuer) + WELL_KNOWN);
            List<String> algorithms = change.algorithms() == null ? List.of("RS256") : change.algorithms();
            for (int i = 0; i < algorithms.size(); i++) {
                if (algorithms.get(i) == null || !TrustedIssuer.ALGORITHMS.contains(algorithms.get(i))) {
                    throw Problem.invalid(
                            "/algorithms/" + i,
                            "unknown_algorithm",
                            "Accepted are "
                                    + TrustedIssuer.ALGORITHMS.stream().sorted().toList() + ".");
                }
            }
            String audience = change.audience() == null ? audiences.get(0) : change.audience();
            return http.send(new Request(tenant, HttpMethod.GET, url, Map.of("Accept", "application/json"), null, null))
                    .map(response -> keysAddress(issuer, response))
                    .onFailure(failure -> !(failure instanceof Problem))
                    .transform(failure -> unusable("its configuration cannot be read: " + failure.getMessage()))
                    .call(address -> keys.read(tenant, address)
                            .onFailure()
                            .transform(failure -> unusable("its keys cannot be read: " + failure.getMessage())))
                    .map(address -> new IdentityProvider(
                            issuer, audience, algorithms.stream().distinct().toList(), address.toString(), 0));
        }

        private URI keysAddress(String issuer, Response response) {
            if (response.status() != 200) {
                throw unusable("its configuration answers " + response.status());
            }
            try {
                JsonObject configuration = new JsonObject(response.body());
                if (!issuer.equals(configuration.getValue("issuer"))) {
                    throw unusable("its configuration names another issuer");
                }
                if (!(configuration.getValue("jwks_uri") instanceof String address)) {
                    throw unusable("its configuration names no jwks_uri");
                }
                return http.parse("/issuer", address);
            } catch (DecodeException e) {
                throw unusable("its configuration is no JSON object");
            }
        }

        private static Problem unusable(String why) {
            return Problem.invalid("/issuer", "unusable_issuer", "The provider cannot be used: " + why + ".");
        }
    }
}
