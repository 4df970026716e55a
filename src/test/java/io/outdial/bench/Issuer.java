package io.outdial.bench;

import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import io.smallrye.jwt.build.Jwt;
import io.smallrye.jwt.build.JwtClaimsBuilder;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/** The OpenID Connect provider of a packaged service: it publishes its key and signs tokens with every scope. */
public final class Issuer implements AutoCloseable {

    private static final String KEY_ID = "bench";
    public static final String SCOPES = "customers:read customers:write customers:pii campaigns:read campaigns:write"
            + " campaigns:launch compliance:write telephony:admin webhooks:admin audit:read tenant:admin";

    private final KeyPair keys;
    private final HttpServer server;

    public Issuer() throws IOException {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            keys = generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK has no RSA", e);
        }
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        byte[] jwks = jwks().getBytes(StandardCharsets.UTF_8);
        server.createContext("/jwks", exchange -> {
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, jwks.length);
            exchange.getResponseBody().write(jwks);
            exchange.close();
        });
        server.start();
    }

    /** What a service is told so that it accepts these tokens. */
    public List<String> properties() {
        return List.of(
                "-Dquarkus.oidc.auth-server-url=" + url(),
                "-Dquarkus.oidc.token.issuer=" + url(),
                "-Dquarkus.oidc.discovery-enabled=false",
                "-Dquarkus.oidc.jwks-path=/jwks");
    }

    public String platformToken() {
        return sign(claims("platform-admin").claim("scope", "platform:admin"));
    }

    public String tenantToken(String slug) {
        return sign(claims("manager").groups("admin").claim("scope", SCOPES).claim("tenant_id", slug));
    }

    /** Claims of a good token, to which nothing is granted yet. */
    public JwtClaimsBuilder claims(String subject) {
        return Jwt.issuer(url())
                .subject(subject)
                .upn(subject)
                .audience("outdial")
                .expiresIn(Duration.ofHours(6));
    }

    public String sign(JwtClaimsBuilder claims) {
        return claims.jws().keyId(KEY_ID).sign(keys.getPrivate());
    }

    public String url() {
        return "http://localhost:" + server.getAddress().getPort();
    }

    private String jwks() {
        RSAPublicKey key = (RSAPublicKey) keys.getPublic();
        JsonObject jwk = new JsonObject()
                .put("kty", "RSA")
                .put("kid", KEY_ID)
                .put("alg", "RS256")
                .put("use", "sig")
                .put("n", unsigned(key.getModulus()))
                .put("e", unsigned(key.getPublicExponent()));
        return new JsonObject().put("keys", new JsonArray().add(jwk)).encode();
    }

    /** JWK numbers have no sign byte (RFC 7518, section 6.3.1). */
    private static String unsigned(BigInteger number) {
        byte[] bytes = number.toByteArray();
        byte[] magnitude = bytes[0] == 0 ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes;
        return Base64.getUrlEncoder().withoutPadding().encodeToString(magnitude);
    }

    /** Answers requests to one more path. */
    public void serve(String path, HttpHandler handler) {
        server.createContext(path, handler);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
