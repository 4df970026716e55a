package io.outdial.browser;

import com.sun.net.httpserver.HttpExchange;
import io.outdial.bench.Issuer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The login of an identity provider: the authorization code flow (RFC 6749, section 4.1) with one form, which asks who one is as
 * {@code role@tenant}. Whether the service proves itself with PKCE is tried with Keycloak, not here.
 */
final class LoginPage {

    private record Granted(String person, String nonce) {}

    private final Issuer issuer;
    private final Map<String, Granted> codes = new ConcurrentHashMap<>();

    LoginPage(Issuer issuer) {
        this.issuer = issuer;
        issuer.serve("/authorize", this::authorize);
        issuer.serve("/token", this::redeem);
    }

    /** What a service is told so that it sends browsers here. */
    List<String> properties() {
        return List.of(
                "-Dquarkus.oidc.client-id=outdial",
                "-Dquarkus.oidc.credentials.secret=a-secret-of-the-tests-that-is-long-enough",
                "-Dquarkus.oidc.authorization-path=/authorize",
                "-Dquarkus.oidc.token-path=/token");
    }

    private void authorize(HttpExchange exchange) throws IOException {
        Map<String, String> asked = fields(exchange.getRequestURI().getRawQuery());
        String person = asked.get("person");
        if (person == null) {
            send(exchange, "text/html", form(asked));
            return;
        }
        String code = UUID.randomUUID().toString();
        codes.put(code, new Granted(person, asked.getOrDefault("nonce", "")));
        String back = asked.get("redirect_uri") + "?code=" + code + "&state=" + encode(asked.get("state"));
        exchange.getResponseHeaders().set("Location", back);
        exchange.sendResponseHeaders(302, -1);
        exchange.close();
    }

    private void redeem(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        Granted granted = codes.remove(fields(body).get("code"));
        String[] person = granted.person().split("@", 2);
        String token = issuer.sign(issuer.claims(granted.person())
                .groups(person[0])
                .claim("scope", Issuer.SCOPES)
                .claim("tenant_id", person[1])
                .claim("nonce", granted.nonce()));
        send(
                exchange,
                "application/json",
                new JsonObject()
                        .put("access_token", token)
                        .put("id_token", token)
                        .put("token_type", "Bearer")
                        .put("expires_in", 3600)
                        .encode());
    }

    private static String form(Map<String, String> asked) {
        StringBuilder hidden = new StringBuilder();
        asked.forEach((name, value) -> hidden.append("<input type=\"hidden\" name=\"")
                .append(name)
                .append("\" value=\"")
                .append(value.replace("&", "&amp;").replace("\"", "&quot;"))
                .append("\">"));
        return "<!doctype html><html lang=\"en\"><title>Login of the tests</title><form>" + hidden
                + "<label>Who are you? <input name=\"person\" autofocus></label><button>Log in</button></form></html>";
    }

    private static Map<String, String> fields(String encoded) {
        Map<String, String> fields = new HashMap<>();
        for (String pair : encoded.split("&")) {
            int equals = pair.indexOf('=');
            fields.put(
                    pair.substring(0, equals), URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
        }
        return fields;
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static void send(HttpExchange exchange, String type, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type + "; charset=utf-8");
        exchange.sendResponseHeaders(200, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
