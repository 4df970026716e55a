package io.outdial.support;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.outdial.e2e.Ports;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKey.OutputControlLevel;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.lang.JoseException;

/** An OpenID Connect provider of a tenant's own, on localhost: it describes itself, publishes its keys and signs anything. */
public final class SigningIssuer implements AutoCloseable {

    private static final PublicJsonWebKey OWN = made();
    private static final PublicJsonWebKey STRANGER = made();

    private final List<PublicJsonWebKey> keys = new CopyOnWriteArrayList<>();
    private final AtomicInteger read = new AtomicInteger();
    private volatile HttpServer server;
    private volatile JsonObject configuration;
    private volatile int status = 200;
    private volatile byte[] instead;

    public SigningIssuer() {
        server = listen(Ports.free()); // nobody gets it while it is closed
        configuration = new JsonObject().put("issuer", url()).put("jwks_uri", url() + "/jwks");
        keys.add(named(OWN, "first"));
    }

    private HttpServer listen(int port) {
        try {
            HttpServer made = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
            made.createContext(
                    "/.well-known/openid-configuration",
                    exchange -> send(exchange, configuration.encode().getBytes(StandardCharsets.UTF_8)));
            made.createContext("/jwks", exchange -> {
                read.incrementAndGet();
                byte[] other = instead;
                send(exchange, other == null ? jwks().encode().getBytes(StandardCharsets.UTF_8) : other);
            });
            made.start();
            return made;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Comes back at its address after it was closed. */
    public void open() {
        server = listen(server.getAddress().getPort());
    }

    public String url() {
        return "http://localhost:" + server.getAddress().getPort();
    }

    /** What it says of itself from now on. */
    public void describe(JsonObject other) {
        configuration = other;
    }

    /** Answers with this status from now on. */
    public void answer(int other) {
        status = other;
    }

    /** Publishes these keys alone from now on; what it signs, it signs with the first. */
    public void publishOnly(PublicJsonWebKey... others) {
        keys.clear();
        keys.addAll(List.of(others));
    }

    /** What its keys' address answers from now on instead of its keys; null for its keys again. */
    public void answerKeys(byte[] other) {
        instead = other;
    }

    /** Publishes another key beside the one it signs with. */
    public void publish(PublicJsonWebKey other) {
        keys.add(other);
    }

    /** How often its keys were read. */
    public int timesRead() {
        return read.get();
    }

    public PublicJsonWebKey key() {
        return keys.get(0);
    }

    /** A key that is not the issuer's own, under any name. Made once: making one takes a second. */
    public static PublicJsonWebKey stranger(String keyId) {
        return named(STRANGER, keyId);
    }

    private static PublicJsonWebKey named(PublicJsonWebKey pair, String keyId) {
        RsaJsonWebKey key = new RsaJsonWebKey((RSAPublicKey) pair.getPublicKey());
        key.setPrivateKey(pair.getPrivateKey());
        key.setKeyId(keyId);
        return key;
    }

    private static PublicJsonWebKey made() {
        try {
            return RsaJwkGenerator.generateJwk(2048);
        } catch (JoseException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Claims of a good token, to be spoiled by tests. */
    public static Map<String, Object> claims(String issuer, String audience) {
        Instant now = Instant.now();
        Map<String, Object> claims = new HashMap<>();
        claims.put("iss", issuer);
        claims.put("aud", audience);
        claims.put("sub", "nadia");
        claims.put("iat", now.getEpochSecond());
        claims.put("exp", now.plus(Duration.ofMinutes(10)).getEpochSecond());
        claims.put("scope", "campaigns:read customers:read tenant:admin audit:read");
        claims.put("groups", List.of("admin"));
        return claims;
    }

    public String token(Map<String, Object> claims) {
        return sign(claims, "RS256", key().getPrivateKey(), Map.of("kid", key().getKeyId()));
    }

    /** Signs whatever it is given, sensible or not. */
    public static String sign(
            Map<String, Object> claims, String algorithm, java.security.Key key, Map<String, Object> header) {
        JsonWebSignature token = new JsonWebSignature();
        token.setAlgorithmConstraints(org.jose4j.jwa.AlgorithmConstraints.NO_CONSTRAINTS);
        token.setDoKeyValidation(false);
        token.setAlgorithmHeaderValue(algorithm);
        header.forEach((name, value) -> token.getHeaders().setObjectHeaderValue(name, value));
        token.setPayload(new JsonObject(claims).encode());
        token.setKey(key);
        try {
            return token.getCompactSerialization();
        } catch (JoseException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The document at its keys' address. */
    public JsonObject jwks() {
        JsonArray all = new JsonArray();
        for (JsonWebKey key : keys) {
            all.add(new JsonObject(key.toParams(OutputControlLevel.PUBLIC_ONLY)));
        }
        return new JsonObject().put("keys", all);
    }

    private void send(HttpExchange exchange, byte[] bytes) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
