package io.outdial.dev;

import com.sun.net.httpserver.HttpExchange;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * How a browser logs in with the local identity provider: the authorization code flow (RFC 6749, section 4.1) with PKCE (RFC
 * 7636), only that the login page asks for no password but offers the people of the demo. Whom it logs in is named {@code
 * role@tenant}.
 */
final class LocalLogin {

    /** @param person {@code role@tenant} */
    private record Granted(String person, String redirectUri, String challenge, String nonce) {}

    private static final Map<String, String> PEOPLE = Map.of(
            "admin@demo", "Amal, administrator",
            "manager@demo", "Mona, manager",
            "operator@demo", "Omar, operator",
            "viewer@demo", "Vera, viewer",
            "manager@rival", "Rami, manager of another tenant");

    private static final Pattern PERSON = Pattern.compile("(viewer|operator|manager|admin)@([a-z0-9-]{1,80})");
    private static final Set<String> LOCAL = Set.of("localhost", "127.0.0.1", "[::1]");
    /** Codes that nobody came to redeem are forgotten with the rest beyond this many. */
    private static final int MAX_CODES = 1_000;

    private final LocalIdentityProvider provider;
    private final Map<String, Granted> codes = new ConcurrentHashMap<>();

    LocalLogin(LocalIdentityProvider provider) {
        this.provider = provider;
    }

    /** The page that offers people; with {@code person} in the address it has been chosen. */
    void authorize(HttpExchange exchange) throws IOException {
        Map<String, String> asked = fields(exchange.getRequestURI().getRawQuery());
        String redirect = asked.getOrDefault("redirect_uri", "");
        if (!isLocal(redirect) || !"S256".equals(asked.get("code_challenge_method"))) {
            send(exchange, 400, "text/plain", "A login here is for a page on this machine, with PKCE (S256).");
            return;
        }
        String person = asked.get("person");
        if (person == null || !PERSON.matcher(person).matches()) {
            send(exchange, 200, "text/html", page(exchange.getRequestURI().getRawQuery()));
            return;
        }
        String code = UUID.randomUUID().toString();
        if (codes.size() >= MAX_CODES) {
            codes.clear();
        }
        codes.put(code, new Granted(person, redirect, asked.get("code_challenge"), asked.get("nonce")));
        String back = redirect + (redirect.contains("?") ? "&" : "?") + "code=" + code + "&state="
                + encode(asked.getOrDefault("state", ""));
        exchange.getResponseHeaders().set("Location", back);
        exchange.sendResponseHeaders(302, -1);
        exchange.close();
    }

    /** A code becomes tokens, once. */
    void redeem(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readNBytes(16_384), StandardCharsets.UTF_8);
        Map<String, String> asked = fields(body);
        Granted granted = codes.remove(asked.getOrDefault("code", ""));
        boolean good = granted != null
                && granted.redirectUri().equals(asked.get("redirect_uri"))
                && challenge(asked.getOrDefault("code_verifier", "")).equals(granted.challenge());
        if (!good) {
            send(
                    exchange,
                    400,
                    "application/json",
                    new JsonObject().put("error", "invalid_grant").encode());
            return;
        }
        String[] person = granted.person().split("@", 2);
        String token = provider.token(
                granted.person(),
                Optional.of(person[1]),
                Set.of(person[0]),
                DevTokenResource.TENANT_SCOPES,
                Optional.empty(),
                Optional.ofNullable(granted.nonce()));
        JsonObject answer = new JsonObject()
                .put("access_token", token)
                .put("id_token", token)
                .put("token_type", "Bearer")
                .put("expires_in", LocalIdentityProvider.TOKEN_LIFE.toSeconds());
        send(exchange, 200, "application/json", answer.encode());
    }

    private static String page(String query) {
        StringBuilder people = new StringBuilder();
        PEOPLE.entrySet().stream().sorted(Map.Entry.comparingByKey()).forEach(person -> people.append("<li><a href=\"?")
                .append(escape(query))
                .append("&amp;person=")
                .append(encode(person.getKey()))
                .append("\">")
                .append(person.getValue())
                .append("</a> <small>")
                .append(person.getKey())
                .append("</small></li>\n"));
        return """
                <!doctype html>
                <html lang="en"><head><meta charset="utf-8"><title>Who are you today?</title>
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <meta name="color-scheme" content="light dark"></head>
                <body><main><h1>Who are you today?</h1>
                <p>This login is dev mode's own: no password, and not there in production.</p>
                <ul>
                %s</ul></main></body></html>
                """.formatted(people);
    }

    private static boolean isLocal(String redirect) {
        try {
            String host = URI.create(redirect).getHost();
            return redirect.startsWith("http") && host != null && LOCAL.contains(host);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** RFC 7636, section 4.6. */
    private static String challenge(String verifier) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static Map<String, String> fields(String encoded) {
        Map<String, String> fields = new HashMap<>();
        for (String pair : (encoded == null ? "" : encoded).split("&")) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                fields.put(decode(pair.substring(0, equals)), decode(pair.substring(equals + 1)));
            }
        }
        return fields;
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
    }

    private static void send(HttpExchange exchange, int status, String type, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type + "; charset=utf-8");
        exchange.getResponseHeaders().set("Cache-Control", "no-store");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
