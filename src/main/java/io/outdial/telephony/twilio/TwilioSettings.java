package io.outdial.telephony.twilio;

import io.outdial.platform.OutboundHttp;
import io.outdial.platform.Problem;
import io.outdial.platform.Problem.FieldError;
import io.outdial.platform.WebhookSignatures;
import io.outdial.telephony.Credentials;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A connection's settings, read.
 *
 * @param api address of the API, without a path at its end
 * @param stream where the voice agent takes the audio, {@code wss://}; null when {@code sip} is set
 * @param sip the voice agent's SIP address; null when {@code stream} is set
 * @param agentReports whether the voice agent reports on conversations, so that their end waits for it
 * @param costPerMinute what a begun minute costs, in the tenant's currency; null leaves costs out
 * @param trustAbsenceAfter how long after sending a call that is in no list was never made; null: never sure
 */
record TwilioSettings(
        URI api,
        String accountSid,
        String stream,
        String sip,
        boolean agentReports,
        BigDecimal costPerMinute,
        Duration trustAbsenceAfter) {

    static final String TOKEN = "authToken";
    static final String KEY = "apiKeySid";
    static final String KEY_SECRET = "apiKeySecret";
    static final String AGENT_SECRET = "agentSecret";

    private static final String DEFAULT_API = "https://api.twilio.com";
    private static final Pattern ACCOUNT = Pattern.compile("[A-Za-z0-9_-]{2,64}");
    /** No header or parameter can be smuggled in: only what an address needs. */
    private static final Pattern SIP = Pattern.compile(
            "sips?:[A-Za-z0-9._+~-]{1,64}@[A-Za-z0-9.-]{1,253}(:[0-9]{1,5})?(;transport=(udp|tcp|tls))?");

    private static final Set<String> NAMES = Set.of(
            "accountSid", "baseUrl", "agentStream", "agentSip", "agentReports", "costPerMinute", "trustAbsenceAfter");
    private static final Set<String> SECRETS = Set.of(TOKEN, KEY, KEY_SECRET, AGENT_SECRET);
    private static final Duration LEAST_TRUST = Duration.ofMinutes(1);

    /** Reads settings that {@link #check} found good. */
    static TwilioSettings of(JsonObject json) {
        String cost = json.getString("costPerMinute");
        String trust = json.getString("trustAbsenceAfter");
        String base = json.getString("baseUrl", DEFAULT_API);
        return new TwilioSettings(
                URI.create(base.endsWith("/") ? base.substring(0, base.length() - 1) : base),
                json.getString("accountSid"),
                json.getString("agentStream"),
                json.getString("agentSip"),
                json.getBoolean("agentReports", false),
                cost == null ? null : new BigDecimal(cost),
                trust == null ? null : Duration.parse(trust));
    }

    /** The cost of so many seconds of talk; null when none is set. */
    BigDecimal cost(Integer seconds) {
        return costPerMinute == null || seconds == null
                ? null
                : costPerMinute
                        .multiply(BigDecimal.valueOf((seconds + 59) / 60))
                        .setScale(4, RoundingMode.HALF_UP);
    }

    static List<FieldError> check(JsonObject json, Credentials credentials, OutboundHttp http) {
        List<FieldError> wrong = new ArrayList<>();
        for (String name : json.fieldNames()) {
            if (!NAMES.contains(name)) {
                wrong.add(error(
                        "/settings/" + name,
                        "unknown_setting",
                        "The settings are " + NAMES.stream().sorted().toList() + "."));
            }
        }
        for (String name : credentials.values().keySet()) {
            if (!SECRETS.contains(name)) {
                wrong.add(error(
                        "/credentials/" + name,
                        "unknown_credential",
                        "The credentials are " + SECRETS.stream().sorted().toList() + "."));
            }
        }
        if (!(json.getValue("accountSid") instanceof String sid)
                || !ACCOUNT.matcher(sid).matches()) {
            wrong.add(error("/settings/accountSid", "required", "The account's id is needed, such as AC0123…"));
        }
        checkUrls(json, http, wrong);
        checkOptional(json, wrong);
        if (credentials.find(TOKEN).isEmpty()) {
            wrong.add(error(
                    "/credentials/" + TOKEN, "required", "The auth token is needed: callbacks are signed with it."));
        }
        if (credentials.find(KEY).isPresent() != credentials.find(KEY_SECRET).isPresent()) {
            wrong.add(error("/credentials/" + KEY, "incomplete", "An API key needs its id and its secret."));
        }
        boolean reports = Boolean.TRUE.equals(json.getValue("agentReports"));
        String agent = credentials.find(AGENT_SECRET).orElse(null);
        if (agent == null ? reports : !WebhookSignatures.isSecret(agent)) {
            wrong.add(
                    error(
                            "/credentials/" + AGENT_SECRET,
                            "invalid_secret",
                            "An agent that reports signs with a secret of 16 bytes or more in base64, with or without whsec_ before it."));
        }
        return wrong;
    }

    private static void checkUrls(JsonObject json, OutboundHttp http, List<FieldError> wrong) {
        if (json.containsKey("baseUrl")) {
            try {
                URI base = http.parse("/settings/baseUrl", json.getValue("baseUrl") instanceof String text ? text : "");
                if (base.getRawQuery() != null) {
                    wrong.add(error("/settings/baseUrl", "invalid_url", "The URL may have no query."));
                }
            } catch (Problem e) {
                wrong.addAll(e.errors());
            }
        }
        boolean streams = json.containsKey("agentStream");
        if (streams == json.containsKey("agentSip")) {
            wrong.add(
                    error("/settings/agentStream", "one_of", "Say where the voice agent is: agentStream or agentSip."));
        } else if (streams && !isStream(json.getValue("agentStream"))) {
            wrong.add(error(
                    "/settings/agentStream", "invalid_url", "The agent's stream is a wss:// URL without a query."));
        } else if (!streams
                && !(json.getValue("agentSip") instanceof String sip
                        && SIP.matcher(sip).matches())) {
            wrong.add(error(
                    "/settings/agentSip",
                    "invalid_address",
                    "The agent's address is like sip:agent@example.com;transport=tls."));
        }
    }

    private static boolean isStream(Object value) {
        try {
            URI url = URI.create(value instanceof String text ? text : "");
            return "wss".equals(url.getScheme())
                    && url.getHost() != null
                    && url.getRawQuery() == null
                    && url.getRawUserInfo() == null
                    && url.toString().length() <= 1_000;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static void checkOptional(JsonObject json, List<FieldError> wrong) {
        Object reports = json.getValue("agentReports");
        if (reports != null && !(reports instanceof Boolean)) {
            wrong.add(error("/settings/agentReports", "wrong_type", "It is true or false."));
        }
        Object cost = json.getValue("costPerMinute");
        if (cost != null && !(cost instanceof String text && text.matches("[0-9]{1,6}(\\.[0-9]{1,4})?"))) {
            wrong.add(
                    error("/settings/costPerMinute", "invalid_amount", "It is an amount as text, such as \"0.0140\"."));
        }
        Object trust = json.getValue("trustAbsenceAfter");
        if (trust != null && !isLongEnough(trust)) {
            wrong.add(error("/settings/trustAbsenceAfter", "invalid_duration", "It is a duration of at least PT1M."));
        }
    }

    private static boolean isLongEnough(Object value) {
        try {
            return value instanceof String text && Duration.parse(text).compareTo(LEAST_TRUST) >= 0;
        } catch (java.time.format.DateTimeParseException e) {
            return false;
        }
    }

    private static FieldError error(String pointer, String code, String detail) {
        return new FieldError(pointer, code, detail);
    }
}
