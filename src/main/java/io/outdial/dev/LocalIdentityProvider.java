package io.outdial.dev;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.quarkus.arc.profile.IfBuildProfile;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.jwt.build.Jwt;
import io.smallrye.jwt.build.JwtClaimsBuilder;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.time.Duration;
import java.util.Base64;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * A small OpenID Connect issuer on a port of its own: it publishes its keys and signs the tokens that {@link
 * DevTokenResource} hands out, and logs browsers in ({@link LocalLogin}). The service verifies them as it would anybody's.
 */
@ApplicationScoped
@IfBuildProfile(anyOf = {"dev", "test"})
class LocalIdentityProvider {

    private static final String KEY_ID = "local";
    /** Kept over live reloads, so that a token at hand stays good. */
    private static final String KEY_PROPERTY = "outdial.local-identity.key";

    static final Duration TOKEN_LIFE = Duration.ofHours(12);

    private final int port;
    private final KeyPair keys;
    private HttpServer server;

    LocalIdentityProvider(@ConfigProperty(name = "outdial.local-identity.port") int port) {
        this.port = port;
        this.keys = keys();
    }

    void start(@Observes StartupEvent event) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.createContext("/jwks", exchange -> send(exchange, jwks()));
        server.createContext(
                "/.well-known/openid-configuration",
                exchange ->
                        send(exchange, new JsonObject().put("issuer", issuer()).put("jwks_uri", issuer() + "/jwks")));
        LocalLogin login = new LocalLogin(this);
        server.createContext("/authorize", login::authorize);
        server.createContext("/token", login::redeem);
        server.start();
    }

    void stop(@Observes ShutdownEvent event) {
        server.stop(0);
    }

    String issuer() {
        return "http://localhost:" + port;
    }

    /** A signed access token with exactly these claims; without a tenant it is a platform administrator's. */
    String token(String subject, Optional<String> tenant, Set<String> roles, Collection<String> scopes) {
        return token(subject, tenant, roles, scopes, Optional.empty());
    }

    /** @param phone number that counts as verified */
    String token(
            String subject,
            Optional<String> tenant,
            Set<String> roles,
            Collection<String> scopes,
            Optional<String> phone) {
        return token(subject, tenant, roles, scopes, phone, Optional.empty());
    }

    /** @param nonce of the login that it answers (OpenID Connect Core, section 3.1.2.1) */
    String token(
            String subject,
            Optional<String> tenant,
            Set<String> roles,
            Collection<String> scopes,
            Optional<String> phone,
            Optional<String> nonce) {
        JwtClaimsBuilder claims = Jwt.issuer(issuer())
                .subject(subject)
                .upn(subject)
                .audience("outdial")
                .groups(roles)
                .claim("scope", String.join(" ", scopes))
                .expiresIn(TOKEN_LIFE);
        tenant.ifPresent(slug -> claims.claim("tenant_id", slug));
        nonce.ifPresent(once -> claims.claim("nonce", once));
        phone.ifPresent(number -> claims.claim("phone_number", number).claim("phone_number_verified", true));
        return claims.jws().keyId(KEY_ID).sign(keys.getPrivate());
    }

    private static void send(HttpExchange exchange, JsonObject body) throws IOException {
        byte[] bytes = body.encode().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private JsonObject jwks() {
        RSAPublicKey key = (RSAPublicKey) keys.getPublic();
        Base64.Encoder base64 = Base64.getUrlEncoder().withoutPadding();
        JsonObject jwk = new JsonObject()
                .put("kty", "RSA")
                .put("kid", KEY_ID)
                .put("alg", "RS256")
                .put("use", "sig")
                .put("n", base64.encodeToString(unsigned(key.getModulus().toByteArray())))
                .put("e", base64.encodeToString(unsigned(key.getPublicExponent().toByteArray())));
        return new JsonObject().put("keys", new JsonArray().add(jwk));
    }

    /** JWK numbers have no sign byte (RFC 7518, section 6.3.1). */
    private static byte[] unsigned(byte[] number) {
        return number[0] == 0 ? java.util.Arrays.copyOfRange(number, 1, number.length) : number;
    }

    private static KeyPair keys() {
        try {
            String kept = System.getProperty(KEY_PROPERTY);
            if (kept == null) {
                KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
                generator.initialize(2048);
                KeyPair made = generator.generateKeyPair();
                System.setProperty(
                        KEY_PROPERTY,
                        Base64.getEncoder().encodeToString(made.getPrivate().getEncoded()));
                return made;
            }
            KeyFactory factory = KeyFactory.getInstance("RSA");
            RSAPrivateCrtKey secret = (RSAPrivateCrtKey) factory.generatePrivate(
                    new PKCS8EncodedKeySpec(Base64.getDecoder().decode(kept)));
            return new KeyPair(
                    factory.generatePublic(new RSAPublicKeySpec(secret.getModulus(), secret.getPublicExponent())),
                    secret);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK has no RSA", e);
        }
    }
}
