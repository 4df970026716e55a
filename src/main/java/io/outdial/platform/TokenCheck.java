package io.outdial.platform;

import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwa.AlgorithmConstraints.ConstraintType;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.keys.resolvers.JwksVerificationKeyResolver;

/** Judges a token of a tenant's own issuer: pure, so that every attack can be tried without a server. */
final class TokenCheck {

    private static final int MAX_TOKEN = 16_000;

    private TokenCheck() {}

    /**
     * The claims of a token that this issuer signed for this audience and that is valid now.
     *
     * <p>The key is one of the issuer's own, chosen by {@code kid}, type, use and algorithm; keys or addresses of keys that the
     * token itself carries ({@code jwk}, {@code jku}, {@code x5u}, {@code x5c}) have no effect. Required are {@code exp} and
     * {@code sub} (RFC 9068, section 2.2); unknown {@code crit} extensions are refused (RFC 7515, section 4.1.11).
     *
     * @throws InvalidJwtException when it is anything else
     */
    static JwtClaims verify(String token, TrustedIssuer issuer, List<JsonWebKey> keys, Instant now, Duration clockSkew)
            throws InvalidJwtException {
        return new JwtConsumerBuilder()
                .setJwsAlgorithmConstraints(new AlgorithmConstraints(
                        ConstraintType.PERMIT, issuer.algorithms().toArray(String[]::new)))
                .setVerificationKeyResolver(new JwksVerificationKeyResolver(keys))
                .setExpectedIssuer(true, issuer.issuer())
                .setExpectedAudience(true, issuer.audience())
                .setRequireExpirationTime()
                .setRequireSubject()
                .setAllowedClockSkewInSeconds((int) clockSkew.toSeconds())
                .setEvaluationTime(NumericDate.fromMilliseconds(now.toEpochMilli()))
                .build()
                .processToClaims(token);
    }

    /** What a signed token says of itself before anybody believed it; empty when it is none. */
    static Optional<Unverified> read(String token) {
        String[] parts = token.split("\\.", -1);
        if (parts.length != 3 || token.length() > MAX_TOKEN) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Unverified(json(parts[0]), json(parts[1])));
        } catch (RuntimeException e) {
            return Optional.empty();
        }
    }

    private static JsonObject json(String part) {
        return new JsonObject(new String(Base64.getUrlDecoder().decode(part), StandardCharsets.UTF_8));
    }

    record Unverified(JsonObject header, JsonObject claims) {

        /** Empty when there is none that is text. */
        String issuer() {
            return claims.getValue("iss") instanceof String issuer ? issuer : "";
        }

        /** Null when there is none that is text. */
        String keyId() {
            return header.getValue("kid") instanceof String id ? id : null;
        }

        boolean isFor(String audience) {
            Object named = claims.getValue("aud");
            return named instanceof io.vertx.core.json.JsonArray all ? all.contains(audience) : audience.equals(named);
        }
    }
}
