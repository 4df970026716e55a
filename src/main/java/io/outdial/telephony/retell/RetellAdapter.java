package io.outdial.telephony.retell;

import io.outdial.kernel.AttemptId;
import io.outdial.platform.Problem.FieldError;
import io.outdial.telephony.BearerApi;
import io.outdial.telephony.Callback;
import io.outdial.telephony.CallbackAnswer;
import io.outdial.telephony.Capabilities;
import io.outdial.telephony.Credentials;
import io.outdial.telephony.ProviderAnswer;
import io.outdial.telephony.ProviderDesk;
import io.outdial.telephony.TelephonyAdapter;
import io.outdial.telephony.TelephonyConnection;
import io.outdial.telephony.TelephonyGateway;
import io.outdial.telephony.decide.CallNews;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Makes gateways of accounts and takes the platform's webhooks. */
@ApplicationScoped
class RetellAdapter implements TelephonyAdapter {

    static final String KIND = "retell";
    static final String EVENTS = "events";

    private final ProviderDesk desk;

    RetellAdapter(ProviderDesk desk) {
        this.desk = desk;
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public String unusable() {
        return desk.unusable();
    }

    /** A webhook holds the whole conversation, with the time of every word. */
    @Override
    public int maxMessageBytes() {
        return 4 * 1024 * 1024;
    }

    @Override
    public List<FieldError> check(JsonObject settings, Credentials credentials) {
        return RetellSettings.check(settings, credentials, desk.http());
    }

    @Override
    public Capabilities capabilities(JsonObject settings) {
        return RetellSettings.of(settings).capabilities();
    }

    @Override
    public TelephonyGateway open(TelephonyConnection connection, Credentials credentials) {
        RetellSettings settings = RetellSettings.of(connection.settings());
        BearerApi api = new BearerApi(desk, settings.api(), credentials.get(RetellSettings.KEY));
        return new RetellGateway(connection, settings, api, desk);
    }

    @Override
    public Uni<CallbackAnswer> receive(Callback callback) {
        boolean signed = RetellSignature.verify(
                RetellSettings.webhookKey(callback.credentials()),
                callback.headers().get(RetellSignature.HEADER),
                callback.body().getBytes(),
                desk.now());
        if (!signed) {
            return Uni.createFrom().item(CallbackAnswer.unsigned());
        }
        JsonObject json = ProviderAnswer.object(callback.body());
        JsonObject call = json == null ? new JsonObject() : RetellMessages.object(json, "call");
        String event = json == null ? null : RetellMessages.text(json, "event");
        AttemptId said = RetellMessages.attempt(call);
        boolean another = said != null && callback.attempt() != null && !said.equals(callback.attempt());
        if (event == null
                || RetellMessages.text(call, "call_id") == null
                || another
                || (said == null && callback.attempt() == null)) {
            return Uni.createFrom().item(CallbackAnswer.malformed("it names no call of this address"));
        }
        return take(callback.attempt() == null ? callback.of(said) : callback, event, call);
    }

    /**
     * The analysis comes a while after the end, which waits for it. The agent speaks as soon as somebody picks up, so a call that
     * nobody stands for is hung up at once.
     */
    private Uni<CallbackAnswer> take(Callback callback, String event, JsonObject call) {
        RetellSettings settings = RetellSettings.of(callback.connection().settings());
        CallNews news = RetellMessages.news(event, call, settings, desk.now());
        return news.step() == null
                ? Uni.createFrom().item(CallbackAnswer.taken())
                : desk.takeOfPlatform(callback, news)
                        .call(state -> desk.hangUpUnlessAlive(
                                callback, news, state, () -> open(callback.connection(), callback.credentials())))
                        .replaceWith(CallbackAnswer.taken());
    }
}
