package io.outdial.telephony.twilio;

import io.outdial.platform.OutboundHttp;
import io.outdial.platform.Problem.FieldError;
import io.outdial.platform.WebhookSignatures;
import io.outdial.telephony.Credentials;
import io.outdial.telephony.PlatformReports;
import io.outdial.telephony.SettingsCheck;
import io.outdial.telephony.decide.CallNews;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.net.URI;
import java.time.Duration;
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
 * @param exchangeRate units of the tenant's currency for one of the account's; null: the provider's price cannot be told
 * @param trustAbsenceAfter how long after sending a call that is in no list was never made; null: never sure
 */
record TwilioSettings(
        URI api,
        String accountSid,
        String stream,
        String sip,
        boolean agentReports,
        BigDecimal costPerMinute,
        BigDecimal exchangeRate,
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

    /** No exponent, with which a few characters would be a number of any size. */
    private static final Pattern PRICE = Pattern.compile("-?[0-9]{1,9}(\\.[0-9]{1,10})?");

    private static final Set<String> NAMES = Set.of(
            "accountSid",
            "baseUrl",
            "agentStream",
            "agentSip",
            "agentReports",
            "costPerMinute",
            "exchangeRate",
            "trustAbsenceAfter");
    private static final Set<String> SECRETS = Set.of(TOKEN, KEY, KEY_SECRET, AGENT_SECRET);

    /** Reads settings that {@link #check} found good. */
    static TwilioSettings of(JsonObject json) {
        String cost = json.getString("costPerMinute");
        String trust = json.getString("trustAbsenceAfter");
        String rate = json.getString("exchangeRate");
        return new TwilioSettings(
                SettingsCheck.base(json, "baseUrl", DEFAULT_API),
                json.getString("accountSid"),
                json.getString("agentStream"),
                json.getString("agentSip"),
                json.getBoolean("agentReports", false),
                cost == null ? null : new BigDecimal(cost),
                rate == null ? null : new BigDecimal(rate),
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

    /** The price that the provider says, {@code -0.0085} for what it charges, in the tenant's currency; null when it cannot be told. */
    BigDecimal price(String said) {
        return said == null || exchangeRate == null || !PRICE.matcher(said).matches()
                ? null
                : PlatformReports.priceOfCall(new BigDecimal(said).abs().multiply(exchangeRate));
    }

    /**
     * With what a call costs: the price if it is said, else about as much as its time says, until the price is asked for.
     *
     * @param said the price on the call's resource, which comes a while after the end; null without one
     */
    CallNews priced(CallNews news, String said, String status, Integer seconds) {
        BigDecimal price = price(said);
        if (price != null) {
            return news.costs(price);
        }
        BigDecimal about = status.equals("completed") ? cost(seconds) : null;
        return exchangeRate == null ? news.costs(about) : news.costsAbout(about);
    }

    static List<FieldError> check(JsonObject json, Credentials credentials, OutboundHttp http) {
        SettingsCheck check = new SettingsCheck(json, credentials);
        check.names(NAMES, SECRETS);
        check.matches("accountSid", ACCOUNT, "required", "The account's id is needed, such as AC0123…");
        if (check.has("baseUrl")) {
            check.url("baseUrl", http);
        }
        checkAgent(check);
        check.flag("agentReports");
        check.amount("costPerMinute");
        check.amount("exchangeRate");
        check.trustAbsenceAfter("trustAbsenceAfter");
        check.needs(TOKEN, "The auth token is needed: callbacks are signed with it.");
        if (credentials.find(KEY).isPresent() != credentials.find(KEY_SECRET).isPresent()) {
            check.credential(KEY, "incomplete", "An API key needs its id and its secret.");
        }
        boolean reports = Boolean.TRUE.equals(json.getValue("agentReports"));
        String agent = credentials.find(AGENT_SECRET).orElse(null);
        if (agent == null ? reports : !WebhookSignatures.isSecret(agent)) {
            check.credential(
                    AGENT_SECRET,
                    "invalid_secret",
                    "An agent that reports signs with a secret of 16 bytes or more in base64, with or without whsec_ before it.");
        }
        return check.errors();
    }

    private static void checkAgent(SettingsCheck check) {
        boolean streams = check.has("agentStream");
        if (streams == check.has("agentSip")) {
            check.setting("agentStream", "one_of", "Say where the voice agent is: agentStream or agentSip.");
        } else if (streams && !isStream(check.text("agentStream"))) {
            check.setting("agentStream", "invalid_url", "The agent's stream is a wss:// URL without a query.");
        } else if (!streams) {
            check.matches(
                    "agentSip",
                    SIP,
                    "invalid_address",
                    "The agent's address is like sip:agent@example.com;transport=tls.");
        }
    }

    private static boolean isStream(String text) {
        try {
            URI url = URI.create(text);
            return "wss".equals(url.getScheme())
                    && url.getHost() != null
                    && url.getRawQuery() == null
                    && url.getRawUserInfo() == null
                    && url.toString().length() <= 1_000;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
