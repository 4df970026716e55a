package io.outdial.platform;

import io.outdial.kernel.TenantId;
import io.outdial.platform.OutboundHttp.Request;
import io.outdial.platform.OutboundHttp.Response;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpMethod;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;
import org.jose4j.jwk.EllipticCurveJsonWebKey;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.lang.JoseException;

/**
 * The public keys of tenants' issuers, read by {@link OutboundHttp} and kept. A key that is not known makes them be read again,
 * but not more often than the refresh interval, whoever asks and however often: tokens with invented keys are no way to make
 * this service flood an issuer. While an issuer cannot be reached its last keys stay good for a day.
 */
@ApplicationScoped
public class IssuerKeys {

    private static final Logger LOG = Logger.getLogger(IssuerKeys.class);
    private static final int MAX_KEYS = 50;
    /** There are as many entries as tenants with an issuer; more is not expected and starts over. */
    private static final int MAX_ENTRIES = 10_000;

    private static final Duration STALE = Duration.ofDays(1);

    private final OutboundHttp http;
    private final Clock clock;
    private final Duration life;
    private final Duration interval;
    private final Map<TenantId, Known> known = new ConcurrentHashMap<>();

    IssuerKeys(OutboundHttp http, Clock clock, SecuritySettings settings) {
        this.http = http;
        this.clock = clock;
        this.life = settings.tenantIssuers().keysLife();
        this.interval = settings.tenantIssuers().refreshInterval();
    }

    /** @param due when they are read again in any case */
    private record Known(URI from, Instant asked, Instant due, Uni<Keys> keys) {}

    private record Keys(Instant read, List<JsonWebKey> keys) {

        boolean have(String id) {
            return id == null || keys.stream().anyMatch(key -> id.equals(key.getKeyId()));
        }
    }

    /**
     * The issuer's keys; fails when they have never been read or not for a day.
     *
     * @param keyId the one that is needed; null for any
     */
    Uni<List<JsonWebKey>> of(TrustedIssuer issuer, String keyId) {
        Instant now = Instant.now(clock);
        if (known.size() > MAX_ENTRIES) {
            known.clear();
        }
        Known at = known.compute(
                issuer.tenant(),
                (id, old) -> old != null && old.from.equals(issuer.keys()) && old.due.isAfter(now)
                        ? old
                        : readAgain(issuer, old, now));
        return SharedAnswers.here(at.keys
                .chain(keys -> keys.have(keyId) || at.asked.plus(interval).isAfter(now)
                        ? Uni.createFrom().item(keys)
                        : known.compute(
                                        issuer.tenant(),
                                        (id, old) -> old == at || old == null ? readAgain(issuer, old, now) : old)
                                .keys)
                .map(Keys::keys));
    }

    private Known readAgain(TrustedIssuer issuer, Known old, Instant now) {
        Uni<Keys> last = old == null || !old.from.equals(issuer.keys()) ? null : old.keys;
        Uni<Keys> keys = read(issuer.tenant(), issuer.keys())
                .map(read -> new Keys(now, read))
                .onFailure()
                .invoke(failure -> {
                    LOG.warnf(
                            "the keys of tenant %s's issuer cannot be read: %s", issuer.tenant(), failure.getMessage());
                    known.computeIfPresent(
                            issuer.tenant(),
                            (id, at) -> at.asked.equals(now)
                                    ? new Known(at.from, at.asked, now.plus(interval), at.keys)
                                    : at);
                })
                .onFailure()
                .recoverWithUni(failure -> last == null
                        ? Uni.createFrom().failure(failure)
                        : last.map(kept -> {
                            if (kept.read.plus(STALE).isBefore(now)) {
                                throw new IllegalStateException("the keys are older than " + STALE, failure);
                            }
                            return kept;
                        }))
                .memoize()
                .indefinitely();
        return new Known(issuer.keys(), now, now.plus(life), keys);
    }

    /** Reads a JWK set; fails when there is none with a usable key. */
    public Uni<List<JsonWebKey>> read(TenantId tenant, URI url) {
        return http.send(new Request(tenant, HttpMethod.GET, url, Map.of("Accept", "application/json"), null, null))
                .map(IssuerKeys::parse);
    }

    /** Public keys for signatures; symmetric ones have no business in a public document and are left out. */
    private static List<JsonWebKey> parse(Response response) {
        try {
            if (response.status() != 200) {
                throw new IOException("the keys' address answers " + response.status());
            }
            List<JsonWebKey> keys = new JsonWebKeySet(response.body().toString(StandardCharsets.UTF_8))
                    .getJsonWebKeys().stream()
                            .filter(key -> key instanceof RsaJsonWebKey || key instanceof EllipticCurveJsonWebKey)
                            .limit(MAX_KEYS)
                            .toList();
            if (keys.isEmpty()) {
                throw new IOException("the keys' address names no RSA or EC key");
            }
            return keys;
        } catch (JoseException | IOException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }
}
