package io.outdial.telephony.vapi;

import io.outdial.kernel.AttemptId;
import io.outdial.kernel.Outcome;
import io.outdial.telephony.AgentVariables;
import io.outdial.telephony.CallQuality;
import io.outdial.telephony.CallRequest;
import io.outdial.telephony.PlatformReference;
import io.outdial.telephony.PlatformReports;
import io.outdial.telephony.decide.CallNews;
import io.outdial.telephony.decide.EndMeaning;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Collectors;

/** The platform's documents: what a call is created with, and what is said of one. */
final class VapiMessages {

    /** Statuses of a call that is not over. */
    static final java.util.Set<String> LIVE =
            java.util.Set.of("scheduled", "queued", "ringing", "in-progress", "forwarding");

    private static final JsonObject NOTHING = new JsonObject();

    private VapiMessages() {}

    /**
     * The body of {@code POST /call}.
     *
     * @param server where the call is reported, with what proves that it is the platform who reports; null for the assistant's own
     */
    static JsonObject create(
            CallRequest request, VapiSettings settings, String assistant, String number, JsonObject server) {
        JsonObject variables = new JsonObject();
        AgentVariables.of(request).forEach(variables::put);
        JsonObject overrides = new JsonObject()
                .put("variableValues", variables)
                .put("metadata", PlatformReference.of(request))
                .put("serverMessages", new JsonArray().add("status-update").add("end-of-call-report"))
                .put("artifactPlan", new JsonObject().put("recordingEnabled", request.record()));
        if (server != null) {
            overrides.put("server", server);
        }
        if (request.detectMachine() && !settings.detection().equals(VapiSettings.AS_ASSISTANT)) {
            overrides.put("voicemailDetection", new JsonObject().put("provider", settings.detection()));
        }
        if (request.voicemailMessage() != null) {
            overrides.put("voicemailMessage", request.voicemailMessage());
        }
        if (settings.asksForResult()) {
            overrides.put("analysisPlan", analysis());
        }
        return new JsonObject()
                .put("name", request.attempt().toString())
                .put("assistantId", assistant)
                .put("phoneNumberId", number)
                .put("customer", new JsonObject().put("number", request.to()))
                .put("assistantOverrides", overrides);
    }

    private static JsonObject analysis() {
        JsonObject fields = new JsonObject()
                .put(
                        PlatformReports.DISPOSITION,
                        field("string", PlatformReports.ABOUT_DISPOSITION)
                                .put("enum", new JsonArray(PlatformReports.dispositions())))
                .put(PlatformReports.SATISFACTION, field("integer", PlatformReports.ABOUT_SATISFACTION))
                .put(PlatformReports.CALLBACK_AT, field("string", PlatformReports.ABOUT_CALLBACK_AT));
        return new JsonObject()
                .put("summaryPlan", new JsonObject().put("enabled", true))
                .put(
                        "structuredDataPlan",
                        new JsonObject()
                                .put("enabled", true)
                                .put(
                                        "schema",
                                        new JsonObject().put("type", "object").put("properties", fields)));
    }

    private static JsonObject field(String type, String about) {
        return new JsonObject().put("type", type).put("description", about);
    }

    /** The attempt that a call was created with; null when it says none. */
    static AttemptId attempt(JsonObject call) {
        return PlatformReference.attempt(object(object(call, "assistantOverrides"), "metadata"));
    }

    /**
     * What a message says of a call; news without a step when it says nothing that counts.
     *
     * @param now when it came, for one that does not say when it happened
     */
    static CallNews news(JsonObject message, VapiSettings settings, Instant now) {
        JsonObject call = object(message, "call");
        String type = text(message, "type");
        String status = text(message, "status");
        String id = text(call, "id");
        Instant said = PlatformReports.millis(message.getValue("timestamp"));
        CallNews news =
                CallNews.of(type + ":" + (status == null ? "" : status) + ":" + id, said == null ? now : said, id);
        if ("end-of-call-report".equals(type)) {
            return ended(news, message, call, settings);
        }
        if (!"status-update".equals(type) || status == null) {
            return news;
        }
        switch (status) {
            case "ringing":
                return news.ringing();
            case "in-progress":
                return news.answered();
            case "ended":
                return stopped(news, message, call, settings);
            default:
                return news;
        }
    }

    /** The end before the report on it: it counts where its reason says all, or it is known whether somebody had picked up. */
    private static CallNews stopped(CallNews news, JsonObject message, JsonObject call, VapiSettings settings) {
        String reason = text(message, "endedReason");
        EndMeaning meaning = VapiOutcomes.ofReason(reason);
        Instant started = PlatformReports.instant(call.getValue("startedAt"));
        if (meaning.depends() && started == null) {
            return news;
        }
        Integer seconds = started == null ? null : seconds(started, news.at());
        return unpriced(news.ended(meaning.outcome(started != null, seconds), reason, seconds), settings);
    }

    private static CallNews unpriced(CallNews news, VapiSettings settings) {
        return settings.exchangeRate() == null ? news : news.costsAbout(null);
    }

    /**
     * The end of a call as the report, or the call itself, tells it.
     *
     * @param report has {@code endedReason startedAt endedAt cost artifact analysis}
     * @param call says what the report leaves out
     */
    static CallNews ended(CallNews news, JsonObject report, JsonObject call, VapiSettings settings) {
        String reason = text(report, "endedReason");
        Instant started = instant(report, call, "startedAt");
        Instant over = instant(report, call, "endedAt");
        Integer seconds = started == null ? null : seconds(started, over == null ? news.at() : over);
        Outcome outcome = VapiOutcomes.ofReason(reason).outcome(started != null, seconds);
        JsonObject artifact = object(report, "artifact");
        CallNews ended = CallNews.of(news.key(), over == null ? news.at() : over, news.providerCallId())
                .ended(outcome, reason, seconds)
                .recorded(recording(report, artifact));
        var cost = PlatformReports.cost(report.getValue("cost"), settings.exchangeRate());
        ended = cost == null ? unpriced(ended, settings) : ended.costs(cost);
        if (!outcome.answered()) {
            return ended;
        }
        JsonObject analysis = object(report, "analysis");
        return ended.said(PlatformReports.conversation(
                object(analysis, "structuredData"),
                quality(object(artifact, "performanceMetrics")),
                text(analysis, "summary"),
                null,
                words(artifact)));
    }

    private static int seconds(Instant from, Instant to) {
        return (int) Math.max(
                0, Math.min(Integer.MAX_VALUE, Duration.between(from, to).toSeconds()));
    }

    private static Instant instant(JsonObject report, JsonObject call, String name) {
        Instant said = PlatformReports.instant(report.getValue(name));
        return said == null ? PlatformReports.instant(call.getValue(name)) : said;
    }

    private static String recording(JsonObject report, JsonObject artifact) {
        JsonObject recording = object(artifact, "recording");
        for (Object link : new Object[] {
            artifact.getValue("recordingUrl"),
            object(recording, "mono").getValue("combinedUrl"),
            recording.getValue("stereoUrl"),
            report.getValue("recordingUrl")
        }) {
            if (PlatformReports.link(link) != null) {
                return (String) link;
            }
        }
        return null;
    }

    private static CallQuality quality(JsonObject metrics) {
        Number turn = number(metrics, "turnLatencyAverage");
        Number byUser = number(metrics, "numUserInterrupted");
        Number byAgent = number(metrics, "numAssistantInterrupted");
        if (turn == null && byUser == null && byAgent == null) {
            return null;
        }
        return new CallQuality(
                null,
                turn == null ? null : (int) Math.round(turn.doubleValue()),
                byUser == null && byAgent == null
                        ? null
                        : (byUser == null ? 0 : byUser.intValue()) + (byAgent == null ? 0 : byAgent.intValue()),
                null);
    }

    /** What the person said; nothing of what the assistant did. */
    private static String words(JsonObject artifact) {
        if (!(artifact.getValue("messages") instanceof JsonArray messages)) {
            return null;
        }
        return messages.stream()
                .filter(each -> each instanceof JsonObject message && "user".equals(message.getValue("role")))
                .map(each -> text((JsonObject) each, "message"))
                .filter(text -> text != null)
                .collect(Collectors.joining("\n"));
    }

    private static Number number(JsonObject json, String name) {
        return json.getValue(name) instanceof Number number && number.doubleValue() >= 0 && number.doubleValue() < 1e6
                ? number
                : null;
    }

    static String text(JsonObject json, String name) {
        return json.getValue(name) instanceof String text ? text : null;
    }

    static JsonObject object(JsonObject json, String name) {
        return json.getValue(name) instanceof JsonObject object ? object : NOTHING;
    }
}
