package io.outdial.telephony.http;

import io.outdial.platform.Problem.FieldError;
import io.outdial.platform.WebhookSignatures;
import io.outdial.telephony.Callback;
import io.outdial.telephony.CallbackAnswer;
import io.outdial.telephony.Capabilities;
import io.outdial.telephony.Credentials;
import io.outdial.telephony.ProviderAdapter;
import io.outdial.telephony.ProviderAnswer;
import io.outdial.telephony.ProviderDesk;
import io.outdial.telephony.TelephonyConnection;
import io.outdial.telephony.TelephonyGateway;
import io.outdial.telephony.decide.CallNews;
import io.outdial.telephony.decide.CallState;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Makes gateways of providers that serve the contract, and takes their events. */
@Singleton
class HttpAdapter extends ProviderAdapter {

    static final String KIND = "http";
    static final String EVENTS = "events";

    private static final String JSON = "application/json";

    HttpAdapter(ProviderDesk desk) {
        super(KIND, desk);
    }

    @Override
    public List<FieldError> check(JsonObject settings, Credentials credentials) {
        return HttpConnectionSettings.check(settings, credentials, desk.http());
    }

    @Override
    public Map<String, Set<String>> shownAt() {
        return Map.of("url", Set.of(HttpConnectionSettings.SECRET));
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
                desk);
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
                desk.now());
        if (!signed) {
            return Uni.createFrom().item(CallbackAnswer.unsigned());
        }
        JsonObject json = ProviderAnswer.object(callback.body());
        if (json == null) {
            return Uni.createFrom().item(CallbackAnswer.malformed("this is no JSON object"));
        }
        if (callback.attempt() == null || !callback.attempt().toString().equals(json.getValue("id"))) {
            return Uni.createFrom().item(CallbackAnswer.malformed("id is not the attempt of the address"));
        }
        try {
            String type = HttpMessages.text(json, "type", 20);
            CallNews news = HttpMessages.news(id, type, json, desk.now());
            return desk.take(callback, news, false).chain(state -> answer(callback, type, news, state));
        } catch (IllegalArgumentException e) {
            return Uni.createFrom().item(CallbackAnswer.malformed(e.getMessage()));
        }
    }

    /** Who reports an answer is told whether the call may go on: an attempt that was given up ends before a word is said. */
    private Uni<CallbackAnswer> answer(Callback callback, String type, CallNews news, CallState state) {
        return type.equals("answered")
                ? desk.mayGoOn(callback, news, state).map(HttpAdapter::goOn)
                : Uni.createFrom().item(CallbackAnswer.taken());
    }

    private static CallbackAnswer goOn(boolean mayGoOn) {
        return CallbackAnswer.taken(
                JSON, new JsonObject().put("continue", mayGoOn).encode());
    }
}
