package io.outdial.telephony.http;

import io.outdial.kernel.Outcome;
import io.outdial.telephony.CallRequest;
import io.outdial.telephony.ConversationReports;
import io.outdial.telephony.OptOutWays;
import io.outdial.telephony.PlatformReports;
import io.outdial.telephony.decide.CallNews;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.time.Instant;

/** The contract's documents. */
final class HttpMessages {

    private static final int MAX_ID = 200;
    private static final int MAX_REASON = 500;
    private static final int MAX_URL = 2_000;

    private HttpMessages() {}

    static JsonObject create(CallRequest request, String callbackUrl) {
        JsonObject variables = new JsonObject();
        request.variables().forEach(variables::put);
        return new JsonObject()
                .put("id", request.attempt().toString())
                .put(
                        "campaignId",
                        request.campaign() == null ? null : request.campaign().toString())
                .put("to", request.to())
                .put("callerId", request.callerId())
                .put("ringTimeoutSeconds", request.ringTimeout().toSeconds())
                .put("detectMachine", request.detectMachine())
                .put("record", request.record())
                .put(
                        "voiceAgentId",
                        request.voiceAgentId() == null
                                ? null
                                : request.voiceAgentId().toString())
                .put("voice", request.voice())
                .put("language", request.language())
                .put("script", request.script())
                .put("variables", variables)
                .put("voicemailMessage", request.voicemailMessage())
                .put("transferTo", request.transferTo())
                .put("optOut", OptOutWays.json(request.optOut()))
                .put("callbackUrl", callbackUrl);
    }

    /**
     * What an event, or the answer to a look-up, says of a call.
     *
     * @param type {@code ringing}, {@code answered} or {@code ended}
     * @param now when it came, for one that does not say when it happened
     * @throws IllegalArgumentException with a sentence, when it means nothing
     */
    static CallNews news(String key, String type, JsonObject json, Instant now) {
        Instant said = ConversationReports.instant(json, "at");
        CallNews news = CallNews.of(key, said == null ? now : said, text(json, "callId", MAX_ID));
        String who = text(json, "answeredBy", MAX_ID);
        if (who != null) {
            if (!HttpOutcomes.BY_WHO.containsKey(who)) {
                throw new IllegalArgumentException("answeredBy is human, machine or unsure");
            }
            news = news.by(HttpOutcomes.BY_WHO.get(who));
        }
        switch (type == null ? "" : type) {
            case "ringing":
                return news.ringing();
            case "answered":
                return news.answered();
            case "ended":
                return ended(news, json);
            default:
                throw new IllegalArgumentException("type is ringing, answered or ended");
        }
    }

    private static CallNews ended(CallNews news, JsonObject json) {
        String name = text(json, "outcome", MAX_ID);
        Outcome outcome = name == null ? null : HttpOutcomes.BY_NAME.get(name);
        if (outcome == null) {
            throw new IllegalArgumentException("outcome is one of "
                    + HttpOutcomes.BY_NAME.keySet().stream().sorted().toList());
        }
        Object seconds = json.getValue("talkSeconds");
        if (seconds != null && !(seconds instanceof Integer talked && talked >= 0)) {
            throw new IllegalArgumentException("talkSeconds is a whole number from 0");
        }
        CallNews over = news.ended(outcome, text(json, "reason", MAX_REASON), (Integer) seconds)
                .costs(cost(json))
                .recorded(text(json, "recordingUrl", MAX_URL));
        return outcome.answered() ? over.said(ConversationReports.read(json)) : over;
    }

    private static BigDecimal cost(JsonObject json) {
        String text = text(json, "cost", 20);
        if (text == null) {
            return null;
        }
        if (!text.matches("[0-9]{1,9}(\\.[0-9]{1,4})?")) {
            throw new IllegalArgumentException("cost is an amount as text, such as \"0.0140\"");
        }
        return PlatformReports.priceOfCall(new BigDecimal(text));
    }

    static String text(JsonObject json, String name, int max) {
        Object value = json.getValue(name);
        if (value == null) {
            return null;
        }
        if (value instanceof String text && text.length() <= max && text.indexOf('\0') < 0) {
            return text;
        }
        throw new IllegalArgumentException(name + " is text of " + max + " characters at most");
    }
}
