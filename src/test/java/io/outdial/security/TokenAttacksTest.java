package io.outdial.security;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.outdial.support.Api;
import io.outdial.support.SigningIssuer;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jose4j.jwk.JsonWebKey.OutputControlLevel;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.keys.HmacKey;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Forged and misused tokens, at the platform's provider and at one that a tenant brought: each is 401, and nothing else. */
@QuarkusTest
class TokenAttacksTest {

    private static final String HARMLESS = "/api/v1/campaigns";

    /** One of the two kinds of issuers that the service believes. */
    private record Target(String name, String issuer, String audience, String slug, PublicJsonWebKey key) {

        Map<String, Object> claims(Consumer<Map<String, Object>> spoil) {
            Map<String, Object> claims = SigningIssuer.claims(issuer, audience);
            claims.put("tenant_id", slug);
            spoil.accept(claims);
            return claims;
        }

        String token(Consumer<Map<String, Object>> spoil) {
            return SigningIssuer.sign(claims(spoil), "RS256", key.getPrivateKey(), Map.of("kid", key.getKeyId()));
        }

        String forged(String algorithm, java.security.Key by, Map<String, Object> header) {
            return SigningIssuer.sign(claims(good -> {}), algorithm, by, header);
        }
    }

    @TestFactory
    List<DynamicTest> atThePlatformsProvider() throws GeneralSecurityException {
        Api tenant = Api.newTenant();
        return attacks(new Target("platform", issuerOf(tenant.token("admin")), "outdial", tenant.slug, platformsKey()));
    }

    @TestFactory
    List<DynamicTest> atATenantsProvider() {
        Api tenant = Api.newTenant();
        SigningIssuer issuer = new SigningIssuer();
        tenant.manager()
                .header("If-Match", "*")
                .body(Map.of("issuer", issuer.url(), "audience", "calls-of-acme"))
                .put("/api/v1/tenant/identity-provider")
                .then()
                .statusCode(200);
        return attacks(new Target("tenant", issuer.url(), "calls-of-acme", tenant.slug, issuer.key()));
    }

    private static List<DynamicTest> attacks(Target at) {
        List<DynamicTest> tests = new ArrayList<>();
        tests.add(DynamicTest.dynamicTest(
                "the good token is taken",
                () -> assertThat(send(at.token(good -> {})).statusCode()).isEqualTo(200)));
        PublicJsonWebKey stranger = SigningIssuer.stranger(at.key().getKeyId());
        long now = Instant.now().getEpochSecond();
        String good = at.token(claims -> {});
        String[] parts = good.split("\\.");
        Map.<String, String>ofEntries(
                        Map.entry("no signature, alg none", base64("{\"alg\":\"none\"}") + "." + parts[1] + "."),
                        Map.entry("no signature, alg nOnE", base64("{\"alg\":\"nOnE\"}") + "." + parts[1] + "."),
                        Map.entry("the signature is cut off", parts[0] + "." + parts[1] + "."),
                        Map.entry("the claims are changed", parts[0] + "." + changed(parts[1]) + "." + parts[2]),
                        Map.entry(
                                "HS256 with the public key as the secret",
                                at.forged(
                                        "HS256",
                                        new HmacKey(pem(at.key())),
                                        Map.of("kid", at.key().getKeyId()))),
                        Map.entry(
                                "HS256 with the public key's bytes as the secret",
                                at.forged(
                                        "HS256",
                                        new HmacKey(at.key().getPublicKey().getEncoded()),
                                        Map.of("kid", at.key().getKeyId()))),
                        Map.entry(
                                "a stranger's key under a known kid",
                                at.forged(
                                        "RS256",
                                        stranger.getPrivateKey(),
                                        Map.of("kid", at.key().getKeyId()))),
                        Map.entry(
                                "an unknown kid",
                                at.forged("RS256", stranger.getPrivateKey(), Map.of("kid", "nobodys"))),
                        Map.entry(
                                "a path as kid",
                                at.forged("HS256", new HmacKey(new byte[32]), Map.of("kid", "../../../../dev/null"))),
                        Map.entry(
                                "SQL as kid",
                                at.forged(
                                        "RS256", stranger.getPrivateKey(), Map.of("kid", "x' union select 'key' --"))),
                        Map.entry(
                                "a key of its own in the header",
                                at.forged(
                                        "RS256",
                                        stranger.getPrivateKey(),
                                        Map.of("jwk", stranger.toParams(OutputControlLevel.PUBLIC_ONLY)))),
                        Map.entry(
                                "an address of keys in the header",
                                at.forged(
                                        "RS256",
                                        stranger.getPrivateKey(),
                                        Map.of("jku", "http://localhost:1/jwks", "kid", "nobodys"))),
                        Map.entry(
                                "an extension that nobody knows",
                                at.forged(
                                        "RS256",
                                        at.key().getPrivateKey(),
                                        Map.of("kid", at.key().getKeyId(), "crit", List.of("x"), "x", 1))),
                        Map.entry("another issuer", at.token(claims -> claims.put("iss", "https://login.example"))),
                        Map.entry("no issuer", at.token(claims -> claims.remove("iss"))),
                        Map.entry("another audience", at.token(claims -> claims.put("aud", "another-service"))),
                        Map.entry("no audience", at.token(claims -> claims.remove("aud"))),
                        Map.entry("expired", at.token(claims -> claims.put("exp", now - 120))),
                        Map.entry("no expiry", at.token(claims -> claims.remove("exp"))),
                        Map.entry("not yet valid", at.token(claims -> claims.put("nbf", now + 600))),
                        Map.entry("no token at all", "nonsense"),
                        Map.entry("three empty parts", ".."))
                .forEach((name, token) -> tests.add(DynamicTest.dynamicTest(name, () -> refused(token))));
        return tests;
    }

    private static void refused(String token) {
        Response answer = send(token);
        assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(401);
        assertThat(answer.contentType()).startsWith("application/problem+json");
        assertThat(answer.header("WWW-Authenticate")).isEqualTo("Bearer");
    }

    private static Response send(String token) {
        return given().header("Authorization", "Bearer " + token).get(HARMLESS);
    }

    private static String issuerOf(String token) {
        return new JsonObject(new String(Base64.getUrlDecoder().decode(token.split("\\.")[1]), StandardCharsets.UTF_8))
                .getString("iss");
    }

    /** The local identity provider keeps its key in this property for live reload; nobody outside tests and dev mode has it. */
    private static PublicJsonWebKey platformsKey() throws GeneralSecurityException {
        KeyFactory factory = KeyFactory.getInstance("RSA");
        RSAPrivateCrtKey secret = (RSAPrivateCrtKey) factory.generatePrivate(
                new PKCS8EncodedKeySpec(Base64.getDecoder().decode(System.getProperty("outdial.local-identity.key"))));
        var key = new org.jose4j.jwk.RsaJsonWebKey((java.security.interfaces.RSAPublicKey)
                factory.generatePublic(new RSAPublicKeySpec(secret.getModulus(), secret.getPublicExponent())));
        key.setPrivateKey(secret);
        key.setKeyId("local");
        return key;
    }

    private static byte[] pem(PublicJsonWebKey key) {
        return ("-----BEGIN PUBLIC KEY-----\n"
                        + Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                                .encodeToString(key.getPublicKey().getEncoded())
                        + "\n-----END PUBLIC KEY-----\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    private static String changed(String payload) {
        JsonObject claims = new JsonObject(new String(Base64.getUrlDecoder().decode(payload), StandardCharsets.UTF_8));
        return base64(claims.put("scope", "platform:admin").encode());
    }

    private static String base64(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
