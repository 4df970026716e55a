package io.outdial.telephony.http;

import io.outdial.platform.OutboundHttp;
import io.outdial.platform.Problem.FieldError;
import io.outdial.platform.WebhookSignatures;
import io.outdial.telephony.CallMemory;
import io.outdial.telephony.Callback;
import io.outdial.telephony.CallbackAnswer;
import io.outdial.telephony.CallbackUrls;
import io.outdial.telephony.Capabilities;
import io.outdial.telephony.Credentials;
import io.outdial.telephony.LiveCalls;
import io.outdial.telephony.TelephonyAdapter;
import io.outdial.telephony.TelephonyConnection;
import io.outdial.telephony.TelephonyGateway;
import io.outdial.telephony.decide.CallNews;
import io.outdial.telephony.decide.CallState;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.List;

/** Makes gateways of providers that serve the contract, and takes their events. */
@ApplicationScoped
class HttpAdapter implements TelephonyAdapter {

    static final String KIND = "http";
    static final String EVENTS = "events";

    private static final String JSON = "application/json";

    private final OutboundHttp http;
    private final CallbackUrls urls;
    private final CallMemory memory;
    private final LiveCalls live;
    private final Clock clock;

    HttpAdapter(OutboundHttp http, CallbackUrls urls, CallMemory memory, LiveCalls live, Clock clock) {
        this.http = http;
        this.urls = urls;
        this.memory = memory;
        this.live = live;
        this.clock = clock;
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public String unusable() {
        return urls.available()
                ? null
                : "The provider could not report to this service: it has no public address (outdial.public-url).";
    }

    @Override
    public List<FieldError> check(JsonObject settings, Credentials credentials) {
        return HttpConnectionSettings.check(settings, credentials, http);
    }

    @Override
    public Capabilities capabilities(JsonObject settings) {
        return HttpConnectionSettings.of(settings).capabilities();
    }

    @Override
    public TelephonyGateway open(TelephonyConnection connection, Credentials credentials) {
        return new HttpGateway(
                connection,
                HttpConnectionSettings.of(connection.settings()),
                credentials.get(HttpConnectionSettings.SECRET),
                http,
                urls,
                clock);
    }

    @Override
    public Uni<CallbackAnswer> receive(Callback callback) {
        String id = callback.headers().get(WebhookSignatures.ID);
        boolean signed = WebhookSignatures.verify(
                callback.credentials().get(HttpConnectionSettings.SECRET),
                id,
                callback.headers().get(WebhookSignatures.TIMESTAMP),
                callback.headers().get(WebhookSignatures.SIGNATURE),
                callback.body().getBytes(),
                Instant.now(clock));
        if (!signed) {
            return Uni.createFrom().item(CallbackAnswer.unsigned());
        }
        try {
            JsonObject json = callback.body().toJsonObject();
            if (callback.attempt() == null || !callback.attempt().toString().equals(json.getValue("id"))) {
                return Uni.createFrom().item(CallbackAnswer.malformed("id is not the attempt of the address"));
            }
            String type = HttpMessages.text(json, "type", 20);
            CallNews news = HttpMessages.news(id, type, json, Instant.now(clock));
            return memory.take(callback.connection().tenant(), callback.attempt(), news, false)
                    .chain(state -> answer(callback, type, news, state));
        } catch (IllegalArgumentException | DecodeException | ClassCastException e) {
            String why = e instanceof IllegalArgumentException ? e.getMessage() : "this is no JSON object";
            return Uni.createFrom().item(CallbackAnswer.malformed(why));
        }
    }

    /** Who reports an answer is told whether the call may go on: an attempt that was given up ends before a word is said. */
    private Uni<CallbackAnswer> answer(Callback callback, String type, CallNews news, CallState state) {
        if (!type.equals("answered")) {
            return Uni.createFrom().item(CallbackAnswer.taken());
        }
        boolean another =
                news.providerCallId() != null && !news.providerCallId().equals(state.providerCallId());
        if (another || state.ended()) {
            return Uni.createFrom().item(goOn(false));
        }
        return live.brief(callback.connection().tenant(), callback.attempt(), news.providerCallId())
                .map(brief -> goOn(brief.isPresent()));
    }

    private static CallbackAnswer goOn(boolean mayGoOn) {
        return CallbackAnswer.taken(
                JSON, new JsonObject().put("continue", mayGoOn).encode());
    }
}
