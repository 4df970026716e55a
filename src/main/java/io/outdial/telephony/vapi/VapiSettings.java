package io.outdial.telephony.vapi;

import io.outdial.kernel.PhoneNumber;
import io.outdial.platform.OutboundHttp;
import io.outdial.platform.Problem.FieldError;
import io.outdial.telephony.CallRequest;
import io.outdial.telephony.Capabilities;
import io.outdial.telephony.Credentials;
import io.outdial.telephony.SettingsCheck;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A connection's settings, read.
 *
 * @param api address of the API, without a slash at its end
 * @param assistantId the assistant of voice agents that name none; null when there is none
 * @param assistants assistants by voice agent
 * @param phoneNumberId the number that calls come from unless a campaign names a caller id; null when there is none
 * @param phoneNumbers ids of numbers, by the number in E.164
 * @param sendsServer whether each call is created with the address to report to; otherwise the assistant's own is used
 * @param credentialId the custom credential at the platform that authenticates its messages; null when the secret is sent along
 * @param signature null when messages carry the secret itself
 * @param detection who tells voicemail from people: a provider of the platform, or {@code assistant} as the assistant is set
 * @param asksForResult whether the platform is asked to extract disposition, satisfaction and callback
 * @param exchangeRate units of the tenant's currency for a US dollar; null leaves costs out
 * @param trustAbsenceAfter how long after sending a call that is in no list was never made; null: never sure
 */
record VapiSettings(
        URI api,
        String assistantId,
        JsonObject assistants,
        String phoneNumberId,
        JsonObject phoneNumbers,
        boolean sendsServer,
        String credentialId,
        VapiSignature.Plan signature,
        String detection,
        boolean asksForResult,
        BigDecimal exchangeRate,
        Duration trustAbsenceAfter) {

    static final String KEY = "apiKey";
    static final String SECRET = "serverSecret";
    static final String AS_ASSISTANT = "assistant";

    private static final String DEFAULT_API = "https://api.vapi.ai";
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,100}");
    private static final Pattern UUID = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");
    private static final Pattern NUMBER = Pattern.compile(PhoneNumber.E164);
    private static final Pattern HEADER = Pattern.compile("[A-Za-z0-9-]{1,100}");
    private static final int LEAST_SECRET = 16;

    private static final Set<String> DETECTION = Set.of("vapi", "google", "openai", "twilio", AS_ASSISTANT);
    private static final Set<String> NAMES = Set.of(
            "baseUrl",
            "assistantId",
            "assistants",
            "phoneNumberId",
            "phoneNumbers",
            "serverPerCall",
            "credentialId",
            "signature",
            "signatureHeader",
            "timestampHeader",
            "signaturePrefix",
            "voicemailDetection",
            "extractResult",
            "exchangeRate",
            "trustAbsenceAfter");

    /** Reads settings that {@link #check} found good. */
    static VapiSettings of(JsonObject json) {
        String rate = json.getString("exchangeRate");
        String trust = json.getString("trustAbsenceAfter");
        return new VapiSettings(
                SettingsCheck.base(json, "baseUrl", DEFAULT_API),
                json.getString("assistantId"),
                json.getJsonObject("assistants", new JsonObject()),
                json.getString("phoneNumberId"),
                json.getJsonObject("phoneNumbers", new JsonObject()),
                json.getBoolean("serverPerCall", true),
                json.getString("credentialId"),
                json.getString("signature", "secret").equals("hmac")
                        ? new VapiSignature.Plan(
                                json.getString("signatureHeader", VapiSignature.SIGNATURE),
                                json.getString("timestampHeader", VapiSignature.TIMESTAMP),
                                json.getString("signaturePrefix", ""))
                        : null,
                json.getString("voicemailDetection", "vapi"),
                json.getBoolean("extractResult", true),
                rate == null ? null : new BigDecimal(rate),
                trust == null ? null : Duration.parse(trust));
    }

    static List<FieldError> check(JsonObject json, Credentials credentials, OutboundHttp http) {
        SettingsCheck check = new SettingsCheck(json, credentials);
        check.names(NAMES, Set.of(KEY, SECRET));
        if (check.has("baseUrl")) {
            check.url("baseUrl", http);
        }
        for (String name : List.of("assistantId", "phoneNumberId", "credentialId")) {
            if (check.has(name)) {
                check.matches(name, ID, "invalid_id", "It is an id as the platform shows it.");
            }
        }
        check.texts("assistants", UUID, ID, "It is an object of assistants' ids by the ids of voice agents.");
        check.texts("phoneNumbers", NUMBER, ID, "It is an object of numbers' ids by the numbers, such as +966….");
        if (!check.has("phoneNumberId") && !check.has("phoneNumbers")) {
            check.setting("phoneNumberId", "required", "Say which number calls come from.");
        }
        check.word("signature", Set.of("secret", "hmac"));
        check.flag("serverPerCall");
        boolean signs = check.text("signature").equals("hmac");
        boolean sends = !Boolean.FALSE.equals(json.getValue("serverPerCall"));
        if (signs && sends && !check.has("credentialId")) {
            check.setting("credentialId", "required", "Messages are signed by a custom credential: give its id.");
        }
        for (String name : List.of("signatureHeader", "timestampHeader", "signaturePrefix")) {
            if (check.has(name) && !signs) {
                check.setting(name, "needs_signature", "It is of use only where signature is hmac.");
            } else if (check.has(name) && name.equals("signaturePrefix")) {
                check.matches(name, Pattern.compile("[!-~]{0,20}"), "invalid_value", "It is like sha256=.");
            } else if (check.has(name)) {
                check.matches(name, HEADER, "invalid_header", "It is the name of a header.");
            }
        }
        check.word("voicemailDetection", DETECTION);
        check.flag("extractResult");
        check.amount("exchangeRate");
        check.trustAbsenceAfter("trustAbsenceAfter");
        check.needs(KEY, "The private API key is needed.");
        if (credentials.find(SECRET).filter(VapiSettings::isSecret).isEmpty()) {
            check.credential(
                    SECRET,
                    "invalid_secret",
                    "The secret that messages are told by has " + LEAST_SECRET + " visible ASCII characters or more.");
        }
        return check.errors();
    }

    /** It may travel as a header. */
    private static boolean isSecret(String text) {
        return text.length() >= LEAST_SECRET && text.chars().allMatch(c -> c > ' ' && c < 0x7F);
    }

    Capabilities capabilities() {
        boolean trusts = trustAbsenceAfter != null;
        return new Capabilities(
                Duration.ZERO,
                true,
                trusts,
                trusts ? trustAbsenceAfter : Duration.ZERO,
                true,
                true,
                true,
                exchangeRate != null);
    }

    /** The assistant that speaks: as the connection maps the voice agent, as its voice says, or the connection's own. */
    String assistant(CallRequest request) {
        String mapped = request.voiceAgentId() == null
                ? null
                : assistants.getString(request.voiceAgentId().toString());
        if (mapped != null) {
            return mapped;
        }
        return request.voice() != null && UUID.matcher(request.voice()).matches() ? request.voice() : assistantId;
    }

    /** The id of the number that a call comes from; null when the caller id is none of the connection's numbers. */
    String number(String callerId) {
        return callerId == null ? phoneNumberId : phoneNumbers.getString(callerId);
    }
}
