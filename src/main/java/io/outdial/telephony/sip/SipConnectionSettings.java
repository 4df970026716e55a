package io.outdial.telephony.sip;

import io.outdial.platform.Problem.FieldError;
import io.outdial.platform.WebhookSignatures;
import io.outdial.telephony.Credentials;
import io.outdial.telephony.sip.decide.CallFlow;
import io.outdial.telephony.sip.decide.Sdp;
import io.outdial.telephony.sip.decide.SessionTimer;
import io.outdial.telephony.sip.decide.SipText;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A connection's settings, read.
 *
 * @param host of the trunk, as named
 * @param fromDomain the host part of From and of the asserted identity
 * @param username for digests; null without
 * @param prefix digits before the called number; empty for none
 * @param plus whether called and shown numbers keep their plus
 * @param assertIdentity whether the shown number is asserted (RFC 3325)
 * @param pings whether the trunk answers OPTIONS
 * @param sessionSeconds 0 for no session timer
 * @param agent the voice agent's address
 */
record SipConnectionSettings(
        String host,
        int port,
        String transport,
        String fromDomain,
        String username,
        String prefix,
        boolean plus,
        boolean assertIdentity,
        boolean pings,
        int sessionSeconds,
        Agent agent,
        CallFlow flow,
        List<String> codecs,
        boolean agentReports,
        BigDecimal costPerMinute,
        Duration agentAnswerWithin,
        Duration longestCall) {

    static final String PASSWORD = "password";
    static final String AGENT_PASSWORD = "agentPassword";
    static final String AGENT_SECRET = "agentSecret";

    /** @param username for digests; null without */
    record Agent(String user, String host, int port, String transport, String username) {}

    private static final Pattern AGENT = Pattern.compile(
            "sip:([A-Za-z0-9._+~-]{1,64})@([A-Za-z0-9.-]{1,253}|\\[[0-9A-Fa-f:.]{2,45}])(?::([0-9]{1,5}))?(?:;transport=(udp|tcp|tls))?");
    private static final Pattern AMOUNT = Pattern.compile("[0-9]{1,6}(\\.[0-9]{1,4})?");
    private static final Pattern PREFIX = Pattern.compile("[0-9*#]{0,12}");
    private static final Set<String> TRANSPORTS = Set.of("udp", "tcp", "tls");
    private static final Set<String> FLOWS = Set.of("early", "delayed");
    private static final Set<String> FLAGS = Set.of("plus", "assertIdentity", "pings", "agentReports");
    private static final Set<String> TEXTS = Set.of(
            "host",
            "transport",
            "fromDomain",
            "username",
            "prefix",
            "agent",
            "agentUsername",
            "offer",
            "costPerMinute",
            "sessionExpires",
            "agentAnswerWithin",
            "longestCall");
    private static final Set<String> OTHERS = Set.of("port", "codecs");
    static final Map<String, Set<String>> SHOWN_AT = Map.of(
            "host", Set.of(PASSWORD),
            "port", Set.of(PASSWORD),
            "agent", Set.of(AGENT_PASSWORD));
    private static final Set<String> SECRETS = Set.of(PASSWORD, AGENT_PASSWORD, AGENT_SECRET);
    private static final List<String> DEFAULT_CODECS = List.of("PCMA", "PCMU");
    private static final int MAX_PORT = 65_535;

    /** Reads settings that {@link #check} found good. */
    static SipConnectionSettings of(JsonObject json) {
        String transport = json.getString("transport", "udp");
        String host = json.getString("host").toLowerCase(Locale.ROOT);
        Matcher agent = AGENT.matcher(json.getString("agent"));
        if (!agent.matches()) {
            throw new IllegalStateException("the agent's address was not checked");
        }
        String agentTransport = agent.group(4) == null ? "udp" : agent.group(4);
        String cost = json.getString("costPerMinute");
        List<String> codecs = new ArrayList<>();
        json.getJsonArray("codecs", new JsonArray(DEFAULT_CODECS)).forEach(each -> codecs.add((String) each));
        return new SipConnectionSettings(
                host,
                json.getInteger("port", defaultPort(transport)),
                transport,
                json.getString("fromDomain", host),
                json.getString("username"),
                json.getString("prefix", ""),
                json.getBoolean("plus", true),
                json.getBoolean("assertIdentity", false),
                json.getBoolean("pings", true),
                (int) Duration.parse(json.getString("sessionExpires", "PT30M")).toSeconds(),
                new Agent(
                        agent.group(1),
                        agent.group(2).toLowerCase(Locale.ROOT),
                        agent.group(3) == null ? defaultPort(agentTransport) : Integer.parseInt(agent.group(3)),
                        agentTransport,
                        json.getString("agentUsername")),
                json.getString("offer", "early").equals("early") ? CallFlow.EARLY_OFFER : CallFlow.DELAYED_OFFER,
                List.copyOf(codecs),
                json.getBoolean("agentReports", false),
                cost == null ? null : new BigDecimal(cost),
                Duration.parse(json.getString("agentAnswerWithin", "PT5S")),
                Duration.parse(json.getString("longestCall", "PT1H")));
    }

    private static int defaultPort(String transport) {
        return transport.equals("tls") ? 5061 : 5060;
    }

    static List<FieldError> check(JsonObject json, Credentials credentials) {
        List<FieldError> wrong = new ArrayList<>();
        for (String name : json.fieldNames()) {
            Object value = json.getValue(name);
            if (TEXTS.contains(name)
                    ? !(value instanceof String)
                    : FLAGS.contains(name) && !(value instanceof Boolean)) {
                wrong.add(error(name, "wrong_type", TEXTS.contains(name) ? "It is text." : "It is true or false."));
            } else if (!TEXTS.contains(name) && !FLAGS.contains(name) && !OTHERS.contains(name)) {
                wrong.add(error(name, "unknown_setting", "The settings are " + names() + "."));
            }
        }
        if (wrong.isEmpty()) {
            checkTrunk(json, wrong);
            checkAgent(json, wrong);
            checkTimes(json, wrong);
        }
        checkSecrets(json, credentials, wrong);
        return wrong;
    }

    private static List<String> names() {
        return Stream.of(TEXTS, FLAGS, OTHERS).flatMap(Set::stream).sorted().toList();
    }

    private static void checkTrunk(JsonObject json, List<FieldError> wrong) {
        if (!SipText.isHost(json.getString("host"))) {
            wrong.add(error("host", "invalid_host", "The trunk's host is a name or an address, IPv6 in brackets."));
        }
        if (json.containsKey("fromDomain") && !SipText.isHost(json.getString("fromDomain"))) {
            wrong.add(error("fromDomain", "invalid_host", "It is a name or an address, IPv6 in brackets."));
        }
        Object port = json.getValue("port");
        if (port != null && !(port instanceof Integer number && number > 0 && number <= MAX_PORT)) {
            wrong.add(error("port", "invalid_port", "It is a number from 1 to 65535."));
        }
        if (!TRANSPORTS.contains(json.getString("transport", "udp"))) {
            wrong.add(error("transport", "invalid_transport", "It is udp, tcp or tls."));
        }
        if (json.containsKey("username") && !SipText.isSecret(json.getString("username"))) {
            wrong.add(error("username", "invalid_name", "It has 1 to 200 characters and no control characters."));
        }
        if (!PREFIX.matcher(json.getString("prefix", "")).matches()) {
            wrong.add(error("prefix", "invalid_prefix", "It has digits, * and # only, 12 at most."));
        }
        if (!FLOWS.contains(json.getString("offer", "early"))) {
            wrong.add(error("offer", "invalid_offer", "It is early or delayed."));
        }
        if (!(json.getValue("codecs", new JsonArray(DEFAULT_CODECS)) instanceof JsonArray codecs)
                || codecs.isEmpty()
                || !Sdp.codecs().containsAll(codecs.getList())) {
            wrong.add(error(
                    "codecs",
                    "invalid_codecs",
                    "The codecs are " + Sdp.codecs().stream().sorted().toList() + "."));
        }
        if (json.containsKey("costPerMinute")
                && !AMOUNT.matcher(json.getString("costPerMinute")).matches()) {
            wrong.add(error("costPerMinute", "invalid_amount", "It is an amount as text, such as \"0.0140\"."));
        }
    }

    private static void checkAgent(JsonObject json, List<FieldError> wrong) {
        Matcher agent = AGENT.matcher(json.getString("agent", ""));
        boolean portFits = agent.matches() && (agent.group(3) == null || isPort(agent.group(3)));
        if (!portFits || !SipText.isHost(agent.group(2))) {
            wrong.add(error(
                    "agent",
                    "invalid_address",
                    "The voice agent's address is like sip:agent@example.com:5061;transport=tls."));
        }
        if (json.containsKey("agentUsername") && !SipText.isSecret(json.getString("agentUsername"))) {
            wrong.add(error("agentUsername", "invalid_name", "It has 1 to 200 characters and no control characters."));
        }
    }

    private static boolean isPort(String digits) {
        int port = Integer.parseInt(digits);
        return port > 0 && port <= MAX_PORT;
    }

    private static void checkTimes(JsonObject json, List<FieldError> wrong) {
        checkTime(json, "agentAnswerWithin", Duration.ofSeconds(1), Duration.ofMinutes(1), wrong);
        checkTime(json, "longestCall", Duration.ofMinutes(1), Duration.ofHours(12), wrong);
        if (!"PT0S".equals(json.getString("sessionExpires"))) {
            checkTime(json, "sessionExpires", Duration.ofSeconds(SessionTimer.LEAST), Duration.ofHours(12), wrong);
        }
    }

    private static void checkTime(JsonObject json, String name, Duration least, Duration most, List<FieldError> wrong) {
        try {
            Duration time = json.containsKey(name) ? Duration.parse(json.getString(name)) : least;
            if (time.compareTo(least) >= 0 && time.compareTo(most) <= 0) {
                return;
            }
        } catch (DateTimeParseException e) {
            // Said below.
        }
        wrong.add(error(name, "invalid_duration", "It is a duration from " + least + " to " + most + "."));
    }

    private static void checkSecrets(JsonObject json, Credentials credentials, List<FieldError> wrong) {
        for (String name : credentials.values().keySet()) {
            if (!SECRETS.contains(name)) {
                wrong.add(new FieldError(
                        "/credentials/" + name,
                        "unknown_credential",
                        "The credentials are " + SECRETS.stream().sorted().toList() + "."));
            }
        }
        pair(json, "username", credentials, PASSWORD, wrong);
        pair(json, "agentUsername", credentials, AGENT_PASSWORD, wrong);
        String secret = credentials.find(AGENT_SECRET).orElse(null);
        boolean reports = Boolean.TRUE.equals(json.getValue("agentReports"));
        if (secret == null ? reports : !WebhookSignatures.isSecret(secret)) {
            wrong.add(
                    new FieldError(
                            "/credentials/" + AGENT_SECRET,
                            "invalid_secret",
                            "An agent that reports signs with a secret of 16 bytes or more in base64, with or without whsec_ before it."));
        }
    }

    private static void pair(
            JsonObject json, String user, Credentials credentials, String secret, List<FieldError> wrong) {
        String password = credentials.find(secret).orElse(null);
        if ((password != null) != json.containsKey(user)) {
            wrong.add(new FieldError(
                    "/credentials/" + secret, "incomplete", "A name needs its password: set " + user + " and this."));
        } else if (password != null && !SipText.isSecret(password)) {
            wrong.add(new FieldError(
                    "/credentials/" + secret,
                    "invalid_secret",
                    "It has 1 to 200 characters and no control characters."));
        }
    }

    private static FieldError error(String name, String code, String detail) {
        return new FieldError("/settings/" + name, code, detail);
    }
}
