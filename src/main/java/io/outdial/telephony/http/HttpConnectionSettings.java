package io.outdial.telephony.http;

import io.outdial.platform.OutboundHttp;
import io.outdial.platform.Problem;
import io.outdial.platform.Problem.FieldError;
import io.outdial.platform.WebhookSignatures;
import io.outdial.telephony.Capabilities;
import io.outdial.telephony.Credentials;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A connection's settings, read.
 *
 * @param base address below which the provider serves the contract
 * @param capabilities what the provider says it can do
 */
record HttpConnectionSettings(URI base, Capabilities capabilities) {

    static final String SECRET = "secret";

    private static final Set<String> NAMES = Set.of(
            "url",
            "idempotencyWindow",
            "lookUp",
            "authoritative",
            "machineDetection",
            "recording",
            "hangUp",
            "costReporting");

    static HttpConnectionSettings of(JsonObject json) {
        String url = json.getString("url");
        Capabilities can = new Capabilities(
                Duration.parse(json.getString("idempotencyWindow", "PT0S")),
                json.getBoolean("lookUp", false),
                json.getBoolean("authoritative", false),
                Duration.ZERO,
                json.getBoolean("machineDetection", false),
                json.getBoolean("recording", false),
                json.getBoolean("hangUp", false),
                json.getBoolean("costReporting", false));
        return new HttpConnectionSettings(
                URI.create(url.endsWith("/") ? url.substring(0, url.length() - 1) : url), can);
    }

    static List<FieldError> check(JsonObject json, Credentials credentials, OutboundHttp http) {
        List<FieldError> wrong = new ArrayList<>();
        for (String name : json.fieldNames()) {
            if (!NAMES.contains(name)) {
                wrong.add(new FieldError(
                        "/settings/" + name,
                        "unknown_setting",
                        "The settings are " + NAMES.stream().sorted().toList() + "."));
            } else if (!name.equals("url")
                    && !name.equals("idempotencyWindow")
                    && !(json.getValue(name) instanceof Boolean)) {
                wrong.add(new FieldError("/settings/" + name, "wrong_type", "It is true or false."));
            }
        }
        try {
            URI url = http.parse("/settings/url", json.getValue("url") instanceof String text ? text : "");
            if (url.getRawQuery() != null) {
                wrong.add(new FieldError("/settings/url", "invalid_url", "The URL may have no query."));
            }
        } catch (Problem e) {
            wrong.addAll(e.errors());
        }
        if (json.containsKey("idempotencyWindow") && !isDuration(json.getValue("idempotencyWindow"))) {
            wrong.add(new FieldError(
                    "/settings/idempotencyWindow", "invalid_duration", "It is a duration up to P7D, such as PT24H."));
        }
        if (Boolean.TRUE.equals(json.getValue("authoritative")) && !Boolean.TRUE.equals(json.getValue("lookUp"))) {
            wrong.add(new FieldError(
                    "/settings/authoritative", "needs_look_up", "An authority can be asked: set lookUp."));
        }
        credentials.values().keySet().stream()
                .filter(name -> !name.equals(SECRET))
                .forEach(name -> wrong.add(new FieldError(
                        "/credentials/" + name, "unknown_credential", "There is one credential, secret.")));
        if (!credentials.find(SECRET).filter(WebhookSignatures::isSecret).isPresent()) {
            wrong.add(
                    new FieldError(
                            "/credentials/" + SECRET,
                            "invalid_secret",
                            "The secret both sides sign with has 16 bytes or more in base64, with or without whsec_ before it."));
        }
        return wrong;
    }

    private static boolean isDuration(Object value) {
        try {
            Duration window = Duration.parse(value instanceof String text ? text : "");
            return !window.isNegative() && window.compareTo(Duration.ofDays(7)) <= 0;
        } catch (DateTimeParseException e) {
            return false;
        }
    }
}
