package io.outdial.telephony.vapi;

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

/** Makes gateways of accounts and takes the platform's server messages. */
@Singleton
class VapiAdapter extends PlatformAdapter {

    static final String KIND = "vapi";
    static final String EVENTS = "events";

    VapiAdapter(ProviderDesk desk) {
        super(KIND, desk);
    }

    @Override
    public List<FieldError> check(JsonObject settings, Credentials credentials) {
        return VapiSettings.check(settings, credentials, desk.http());
    }

    @Override
    public Map<String, Set<String>> shownAt() {
        return Map.of("baseUrl", Set.of(VapiSettings.KEY, VapiSettings.SECRET));
    }

    @Override
    public Capabilities capabilities(JsonObject settings) {
        return VapiSettings.of(settings).capabilities();
    }

    @Override
    public TelephonyGateway open(TelephonyConnection connection, Credentials credentials) {
        VapiSettings settings = VapiSettings.of(connection.settings());
        return new VapiGateway(
                connection,
                settings,
                new BearerApi(desk, connection.tenant(), settings.api(), credentials.get(VapiSettings.KEY)),
                credentials.get(VapiSettings.SECRET),
                desk);
    }

    @Override
    protected boolean proven(Callback callback) {
        return VapiSignature.verify(
                VapiSettings.of(callback.connection().settings()).signature(),
                callback.credentials().get(VapiSettings.SECRET),
                callback.headers(),
                callback.body().getBytes(),
                desk.now());
    }

    @Override
    protected Message read(JsonObject json) {
        JsonObject message = VapiMessages.object(json, "message");
        JsonObject call = VapiMessages.object(message, "call");
        return new Message(message, VapiMessages.text(call, "id"), VapiMessages.attempt(call));
    }

    @Override
    protected CallNews news(Message message, TelephonyConnection connection) {
        return VapiMessages.news(message.content(), VapiSettings.of(connection.settings()), desk.now());
    }
}
