package io.outdial.telephony.retell;

import io.outdial.kernel.AttemptId;
import io.outdial.kernel.Outcome;
import io.outdial.telephony.AgentVariables;
import io.outdial.telephony.CallQuality;
import io.outdial.telephony.CallRequest;
import io.outdial.telephony.PlatformReference;
import io.outdial.telephony.PlatformReports;
import io.outdial.telephony.decide.AnsweredBy;
import io.outdial.telephony.decide.CallNews;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The platform's documents: what a call is created with, and what is said of one. */
final class RetellMessages {

    /** Statuses of a call that is not over. */
    static final Set<String> LIVE = Set.of("registered", "ongoing");

    static final Set<String> OVER = Set.of("ended", "not_connected", "error");

    static final String NOT_CONNECTED = "not_connected";

    private static final Map<String, Double> SENTIMENT = Map.of("Negative", -1.0, "Neutral", 0.0, "Positive", 1.0);
    private static final JsonObject NOTHING = new JsonObject();
    private static final BigDecimal CENTS = BigDecimal.valueOf(100);
    /** Ring times that the platform takes. */
    private static final long LEAST_RING = 5_000;

    private static final long MOST_RING = 90_000;

    private RetellMessages() {}

    /**
     * The body of {@code POST /v2/create-phone-call}.
     *
     * @param agent null leaves it to the number
     */
    static JsonObject create(CallRequest request, RetellSettings settings, String agent, String from, String webhook) {
        JsonObject variables = new JsonObject();
        AgentVariables.of(request).forEach(variables::put);
        long ring =
                Math.max(LEAST_RING, Math.min(MOST_RING, request.ringTimeout().toMillis()));
        JsonObject overrides = new JsonObject().put("webhook_url", webhook).put("ring_duration_ms", ring);
        if (request.detectMachine() && settings.detectsVoicemail()) {
            JsonObject action = request.voicemailMessage() == null
                    ? new JsonObject().put("type", "hangup")
                    : new JsonObject().put("type", "static_text").put("text", request.voicemailMessage());
            overrides.put("voicemail_option", new JsonObject().put("action", action));
        }
        if (settings.asksForResult()) {
            overrides.put("post_call_analysis_data", analysis());
        }
        JsonObject body = new JsonObject()
                .put("from_number", from)
                .put("to_number", request.to())
                .put("metadata", PlatformReference.of(request))
                .put("retell_llm_dynamic_variables", variables)
                .put("agent_override", new JsonObject().put("agent", overrides));
        return agent == null ? body : body.put("override_agent_id", agent);
    }

    private static JsonArray analysis() {
        return new JsonArray()
                .add(field("enum", PlatformReports.DISPOSITION, PlatformReports.ABOUT_DISPOSITION)
                        .put("choices", new JsonArray(PlatformReports.dispositions())))
                .add(field("number", PlatformReports.SATISFACTION, PlatformReports.ABOUT_SATISFACTION))
                .add(field("string", PlatformReports.CALLBACK_AT, PlatformReports.ABOUT_CALLBACK_AT));
    }

    private static JsonObject field(String type, String name, String about) {
        return new JsonObject().put("type", type).put("name", name).put("description", about);
    }

    /** The attempt that a call was created with; null when it says none. */
    static AttemptId attempt(JsonObject call) {
        return PlatformReference.attempt(object(call, "metadata"));
    }

    /**
     * What a webhook says of a call; news without a step when it says nothing that counts.
     *
     * @param now when it came, for one that does not say when it happened
     */
    static CallNews news(String event, JsonObject call, RetellSettings settings, Instant now) {
        String id = text(call, "call_id");
        Instant started = PlatformReports.millis(call.getValue("start_timestamp"));
        CallNews news = CallNews.of(event + ":" + id, now, id);
        switch (event) {
            case "call_started":
                // Sent when the call is connected; that it rings is not told.
                return CallNews.of(news.key(), started == null ? now : started, id)
                        .answered();
            case "call_ended", "call_analyzed":
                return ended(news, call, settings);
            default:
                return news;
        }
    }

    /** The end of a call as the platform's document of it tells. */
    static CallNews ended(CallNews news, JsonObject call, RetellSettings settings) {
        String reason = text(call, "disconnection_reason");
        Instant over = PlatformReports.millis(call.getValue("end_timestamp"));
        Instant started = PlatformReports.millis(call.getValue("start_timestamp"));
        boolean pickedUp = started != null && !NOT_CONNECTED.equals(text(call, "call_status"));
        Integer seconds = pickedUp ? seconds(call, started, over) : null;
        Outcome outcome = RetellOutcomes.ofReason(reason).outcome(pickedUp, seconds);
        JsonObject analysis = object(call, "call_analysis");
        CallNews ended = CallNews.of(news.key(), over == null ? news.at() : over, news.providerCallId())
                .ended(outcome, reason, seconds)
                .recorded(PlatformReports.link(call.getValue("recording_url")));
        BigDecimal cost = cost(call, settings);
        ended = cost != null ? ended.costs(cost) : settings.exchangeRate() == null ? ended : ended.costsAbout(null);
        if (Boolean.TRUE.equals(analysis.getValue("in_voicemail"))) {
            ended = ended.by(AnsweredBy.MACHINE);
        }
        if (!outcome.answered() || analysis.isEmpty()) {
            return ended;
        }
        return ended.said(PlatformReports.conversation(
                object(analysis, "custom_analysis_data"),
                quality(call, analysis),
                text(analysis, "call_summary"),
                keys(call),
                words(call)));
    }

    /** Of all the call's products, in the tenant's currency; null when it is not said yet or cannot be told. */
    static BigDecimal cost(JsonObject call, RetellSettings settings) {
        Object cents = object(call, "call_cost").getValue("combined_cost");
        return settings.exchangeRate() == null
                ? null
                : PlatformReports.cost(cents, settings.exchangeRate().divide(CENTS));
    }

    private static int seconds(JsonObject call, Instant started, Instant over) {
        long millis = call.getValue("duration_ms") instanceof Number said
                ? said.longValue()
                : over == null ? 0 : Duration.between(started, over).toMillis();
        return (int) Math.max(0, Math.min(Integer.MAX_VALUE, Math.round(millis / 1000.0)));
    }

    private static CallQuality quality(JsonObject call, JsonObject analysis) {
        Object latency = object(object(call, "latency"), "e2e").getValue("p50");
        Integer millis = latency instanceof Number number && number.doubleValue() >= 0 && number.doubleValue() < 1e6
                ? (int) Math.round(number.doubleValue())
                : null;
        String mood = text(analysis, "user_sentiment");
        Double sentiment = mood == null ? null : SENTIMENT.get(mood);
        return millis == null && sentiment == null ? null : new CallQuality(null, millis, null, sentiment);
    }

    /** What the person pressed: utterances of the role {@code dtmf}. */
    private static String keys(JsonObject call) {
        return utterances(call)
                .filter(each -> "dtmf".equals(text(each, "role")))
                .map(each -> text(each, "digit"))
                .filter(digit -> digit != null)
                .collect(Collectors.joining());
    }

    /** What the person said; nothing of what the agent did. */
    private static String words(JsonObject call) {
        return utterances(call)
                .filter(each -> "user".equals(text(each, "role")))
                .map(each -> text(each, "content"))
                .filter(text -> text != null)
                .collect(Collectors.joining("\n"));
    }

    private static Stream<JsonObject> utterances(JsonObject call) {
        Object all = call.getValue("transcript_with_tool_calls") instanceof JsonArray
                ? call.getValue("transcript_with_tool_calls")
                : call.getValue("transcript_object");
        return all instanceof JsonArray list
                ? list.stream().filter(JsonObject.class::isInstance).map(JsonObject.class::cast)
                : Stream.empty();
    }

    static String text(JsonObject json, String name) {
        return json.getValue(name) instanceof String text ? text : null;
    }

    static JsonObject object(JsonObject json, String name) {
        return json.getValue(name) instanceof JsonObject object ? object : NOTHING;
    }
}
