package io.outdial.telephony.retell;

import io.outdial.platform.Problem.FieldError;
import io.outdial.telephony.BearerApi;
import io.outdial.telephony.Callback;
import io.outdial.telephony.Capabilities;
import io.outdial.telephony.Credentials;
import io.outdial.telephony.PlatformAdapter;
import io.outdial.telephony.ProviderDesk;
import io.outdial.telephony.TelephonyConnection;
import io.outdial.telephony.TelephonyGateway;
import io.outdial.telephony.decide.CallNews;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Makes gateways of accounts and takes the platform's webhooks. */
@Singleton
class RetellAdapter extends PlatformAdapter {

    static final String KIND = "retell";
    static final String EVENTS = "events";

    RetellAdapter(ProviderDesk desk) {
        super(KIND, desk);
    }

    @Override
    public List<FieldError> check(JsonObject settings, Credentials credentials) {
        return RetellSettings.check(settings, credentials, desk.http());
    }

    @Override
    public Map<String, Set<String>> shownAt() {
        return Map.of("baseUrl", Set.of(RetellSettings.KEY));
    }

    @Override
    public Capabilities capabilities(JsonObject settings) {
        return RetellSettings.of(settings).capabilities();
    }

    @Override
    public TelephonyGateway open(TelephonyConnection connection, Credentials credentials) {
        RetellSettings settings = RetellSettings.of(connection.settings());
        BearerApi api = new BearerApi(desk, connection.tenant(), settings.api(), credentials.get(RetellSettings.KEY));
        return new RetellGateway(connection, settings, api, desk);
    }

    @Override
    protected boolean proven(Callback callback) {
        return RetellSignature.verify(
                RetellSettings.webhookKey(callback.credentials()),
                callback.headers().get(RetellSignature.HEADER),
                callback.body().getBytes(),
                desk.now());
    }

    @Override
    protected Message read(JsonObject json) {
        JsonObject call = RetellMessages.object(json, "call");
        boolean named = RetellMessages.text(json, "event") != null;
        return new Message(json, named ? RetellMessages.text(call, "call_id") : null, RetellMessages.attempt(call));
    }

    @Override
    protected CallNews news(Message message, TelephonyConnection connection) {
        return RetellMessages.news(
                RetellMessages.text(message.content(), "event"),
                RetellMessages.object(message.content(), "call"),
                RetellSettings.of(connection.settings()),
                desk.now());
    }
}
