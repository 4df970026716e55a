package io.outdial.telephony.retell;

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
 * @param agentId the agent of voice agents that name none; null leaves it to the number that calls come from
 * @param agents agents by voice agent
 * @param detectsVoicemail whether the platform is told to detect voicemail; otherwise as the agent is set
 * @param asksForResult whether the platform is asked to extract disposition, satisfaction and callback
 * @param exchangeRate units of the tenant's currency for a US dollar; null leaves costs out
 * @param trustAbsenceAfter how long after sending a call that is in no list was never made; null: never sure
 */
record RetellSettings(
        URI api,
        String agentId,
        JsonObject agents,
        boolean detectsVoicemail,
        boolean asksForResult,
        BigDecimal exchangeRate,
        Duration trustAbsenceAfter) {

    static final String KEY = "apiKey";
    static final String WEBHOOK_KEY = "webhookKey";

    private static final String DEFAULT_API = "https://api.retellai.com";
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,100}");
    private static final Pattern AGENT = Pattern.compile("agent_[A-Za-z0-9]{8,64}");
    private static final Pattern UUID = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

    private static final Set<String> NAMES = Set.of(
            "baseUrl", "agentId", "agents", "voicemailDetection", "extractResult", "exchangeRate", "trustAbsenceAfter");

    /** Reads settings that {@link #check} found good. */
    static RetellSettings of(JsonObject json) {
        String rate = json.getString("exchangeRate");
        String trust = json.getString("trustAbsenceAfter");
        return new RetellSettings(
                SettingsCheck.base(json, "baseUrl", DEFAULT_API),
                json.getString("agentId"),
                json.getJsonObject("agents", new JsonObject()),
                json.getString("voicemailDetection", "retell").equals("retell"),
                json.getBoolean("extractResult", true),
                rate == null ? null : new BigDecimal(rate),
                trust == null ? null : Duration.parse(trust));
    }

    static List<FieldError> check(JsonObject json, Credentials credentials, OutboundHttp http) {
        SettingsCheck check = new SettingsCheck(json, credentials);
        check.names(NAMES, Set.of(KEY, WEBHOOK_KEY));
        if (check.has("baseUrl")) {
            check.url("baseUrl", http);
        }
        if (check.has("agentId")) {
            check.matches("agentId", ID, "invalid_id", "It is an id as the platform shows it.");
        }
        check.texts("agents", UUID, ID, "It is an object of agents' ids by the ids of voice agents.");
        check.word("voicemailDetection", Set.of("retell", "agent"));
        check.flag("extractResult");
        check.amount("exchangeRate");
        check.trustAbsenceAfter("trustAbsenceAfter");
        check.needs(KEY, "An API key is needed.");
        return check.errors();
    }

    Capabilities capabilities() {
        boolean trusts = trustAbsenceAfter != null;
        return new Capabilities(
                Duration.ZERO,
                true,
                trusts,
                trusts ? trustAbsenceAfter : Duration.ZERO,
                true,
                false, // the agent decides whether it records
                true,
                exchangeRate != null);
    }

    /** The key that webhooks are signed with: the one with the webhook badge. */
    static String webhookKey(Credentials credentials) {
        return credentials.find(WEBHOOK_KEY).orElseGet(() -> credentials.get(KEY));
    }

    /** The agent that speaks: as the connection maps the voice agent, as its voice says, or the connection's own; may be null. */
    String agent(CallRequest request) {
        String mapped = request.voiceAgentId() == null
                ? null
                : agents.getString(request.voiceAgentId().toString());
        if (mapped != null) {
            return mapped;
        }
        return request.voice() != null && AGENT.matcher(request.voice()).matches() ? request.voice() : agentId;
    }
}
