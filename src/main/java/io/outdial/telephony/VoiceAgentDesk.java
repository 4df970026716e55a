package io.outdial.telephony;

import io.outdial.kernel.AttemptId;
import io.outdial.platform.WebhookSignatures;
import io.outdial.telephony.decide.CallNews;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;

/**
 * Where a voice agent that is reached by stream or SIP asks what to say and reports what was achieved. It signs its messages
 * by the Standard Webhooks scheme with the secret of the connection, and names the attempt in the body, which is signed.
 */
@ApplicationScoped
public class VoiceAgentDesk {

    public static final String BRIEF = "brief";
    public static final String REPORT = "report";

    private static final String JSON = "application/json";

    private final LiveCalls live;
    private final CallMemory memory;
    private final Clock clock;

    public VoiceAgentDesk(LiveCalls live, CallMemory memory, Clock clock) {
        this.live = live;
        this.memory = memory;
        this.clock = clock;
    }

    /**
     * Answers {@code POST {"attempt"}} with what the agent needs, 404 when the call is not to go on.
     *
     * @param secret null when the connection has none
     */
    public Uni<CallbackAnswer> brief(Callback callback, String secret) {
        JsonObject asked = signed(callback, secret);
        if (asked == null) {
            return Uni.createFrom().item(CallbackAnswer.unsigned());
        }
        return live.brief(callback.connection().tenant(), callback.attempt(), null)
                .map(brief -> brief.map(VoiceAgentDesk::json)
                        .map(text -> CallbackAnswer.taken(JSON, text.encode()))
                        .orElseGet(CallbackAnswer::unknown));
    }

    /** Takes {@code POST {"attempt", "disposition", "quality", "satisfaction", "callbackAt"}}. */
    public Uni<CallbackAnswer> report(Callback callback, String secret, boolean awaited) {
        JsonObject said = signed(callback, secret);
        if (said == null) {
            return Uni.createFrom().item(CallbackAnswer.unsigned());
        }
        try {
            String key = "report:" + callback.headers().get(WebhookSignatures.ID);
            CallNews news = CallNews.of(key, Instant.now(clock), null).said(ConversationReports.read(said));
            return memory.take(callback.connection().tenant(), callback.attempt(), news, awaited)
                    .replaceWith(CallbackAnswer.taken());
        } catch (IllegalArgumentException e) {
            return Uni.createFrom().item(CallbackAnswer.malformed(e.getMessage()));
        }
    }

    /** The body of a message that is signed and about the attempt in its address; null for any other. */
    private JsonObject signed(Callback callback, String secret) {
        AttemptId attempt = callback.attempt();
        boolean holds = secret != null
                && attempt != null
                && WebhookSignatures.verify(
                        secret,
                        callback.headers().get(WebhookSignatures.ID),
                        callback.headers().get(WebhookSignatures.TIMESTAMP),
                        callback.headers().get(WebhookSignatures.SIGNATURE),
                        callback.body().getBytes(),
                        Instant.now(clock));
        if (!holds) {
            return null;
        }
        try {
            JsonObject json = callback.body().toJsonObject();
            return attempt.toString().equals(json.getValue("attempt")) ? json : null;
        } catch (DecodeException | ClassCastException e) {
            return null;
        }
    }

    private static JsonObject json(CallBrief brief) {
        JsonObject variables = new JsonObject();
        brief.variables().forEach(variables::put);
        return new JsonObject()
                .put(
                        "campaignId",
                        brief.campaign() == null ? null : brief.campaign().toString())
                .put(
                        "voiceAgentId",
                        brief.voiceAgentId() == null
                                ? null
                                : brief.voiceAgentId().toString())
                .put("voice", brief.voice())
                .put("language", brief.language())
                .put("script", brief.script())
                .put("variables", variables)
                .put("transferTo", brief.transferTo())
                .put("optOut", OptOutWays.json(brief.optOut()));
    }
}
