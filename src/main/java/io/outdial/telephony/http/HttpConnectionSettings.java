package io.outdial.telephony.http;

import io.outdial.platform.OutboundHttp;
import io.outdial.platform.Problem.FieldError;
import io.outdial.platform.WebhookSignatures;
import io.outdial.telephony.Capabilities;
import io.outdial.telephony.Credentials;
import io.outdial.telephony.SettingsCheck;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A connection's settings, read.
 *
 * @param base address below which the provider serves the contract
 * @param capabilities what the provider says it can do
 */
record HttpConnectionSettings(URI base, Capabilities capabilities) {

    static final String SECRET = "secret";

    private static final String WINDOW = "idempotencyWindow";
    private static final List<String> FLAGS =
            List.of("lookUp", "authoritative", "machineDetection", "recording", "hangUp", "costReporting");
    private static final Set<String> NAMES =
            Stream.concat(FLAGS.stream(), Stream.of("url", WINDOW)).collect(Collectors.toUnmodifiableSet());

    static HttpConnectionSettings of(JsonObject json) {
        Capabilities can = new Capabilities(
                Duration.parse(json.getString(WINDOW, "PT0S")),
                json.getBoolean("lookUp", false),
                json.getBoolean("authoritative", false),
                Duration.ZERO,
                json.getBoolean("machineDetection", false),
                json.getBoolean("recording", false),
                json.getBoolean("hangUp", false),
                json.getBoolean("costReporting", false));
        return new HttpConnectionSettings(SettingsCheck.base(json, "url", null), can);
    }

    static List<FieldError> check(JsonObject json, Credentials credentials, OutboundHttp http) {
        SettingsCheck check = new SettingsCheck(json, credentials);
        check.names(NAMES, Set.of(SECRET));
        FLAGS.forEach(check::flag);
        check.url("url", http);
        if (check.has(WINDOW) && !SettingsCheck.isDuration(check.text(WINDOW), Duration.ZERO, Duration.ofDays(7))) {
            check.setting(WINDOW, "invalid_duration", "It is a duration up to P7D, such as PT24H.");
        }
        if (Boolean.TRUE.equals(json.getValue("authoritative")) && !Boolean.TRUE.equals(json.getValue("lookUp"))) {
            check.setting("authoritative", "needs_look_up", "An authority can be asked: set lookUp.");
        }
        if (!credentials.find(SECRET).filter(WebhookSignatures::isSecret).isPresent()) {
            check.credential(
                    SECRET,
                    "invalid_secret",
                    "The secret both sides sign with has 16 bytes or more in base64, with or without whsec_ before it.");
        }
        return check.errors();
    }
}
