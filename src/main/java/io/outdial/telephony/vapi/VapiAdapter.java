package io.outdial.telephony.vapi;

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

/** Makes gateways of accounts and takes the platform's server messages. */
@ApplicationScoped
class VapiAdapter implements TelephonyAdapter {

    static final String KIND = "vapi";
    static final String EVENTS = "events";

    private final ProviderDesk desk;

    VapiAdapter(ProviderDesk desk) {
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

    /** A report holds the whole conversation, twice over. */
    @Override
    public int maxMessageBytes() {
        return 4 * 1024 * 1024;
    }

    @Override
    public List<FieldError> check(JsonObject settings, Credentials credentials) {
        return VapiSettings.check(settings, credentials, desk.http());
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
                new BearerApi(desk, settings.api(), credentials.get(VapiSettings.KEY)),
                credentials.get(VapiSettings.SECRET),
                desk);
    }

    @Override
    public Uni<CallbackAnswer> receive(Callback callback) {
        VapiSettings settings = VapiSettings.of(callback.connection().settings());
        boolean proven = VapiSignature.verify(
                settings.signature(),
                callback.credentials().get(VapiSettings.SECRET),
                callback.headers(),
                callback.body().getBytes(),
                desk.now());
        if (!proven) {
            return Uni.createFrom().item(CallbackAnswer.unsigned());
        }
        JsonObject json = ProviderAnswer.object(callback.body());
        JsonObject message = json == null ? new JsonObject() : VapiMessages.object(json, "message");
        JsonObject call = VapiMessages.object(message, "call");
        AttemptId said = VapiMessages.attempt(call);
        boolean another = said != null && callback.attempt() != null && !said.equals(callback.attempt());
        if (VapiMessages.text(call, "id") == null || another || (said == null && callback.attempt() == null)) {
            return Uni.createFrom().item(CallbackAnswer.malformed("it names no call of this address"));
        }
        return take(callback.attempt() == null ? callback.of(said) : callback, message, settings);
    }

    /**
     * A report on the conversation comes a while after its end, which waits for it. The assistant speaks as soon as somebody picks
     * up, so a call that nobody stands for is hung up at once.
     */
    private Uni<CallbackAnswer> take(Callback callback, JsonObject message, VapiSettings settings) {
        CallNews news = VapiMessages.news(message, settings, desk.now());
        return news.step() == null
                ? Uni.createFrom().item(CallbackAnswer.taken())
                : desk.takeOfPlatform(callback, news)
                        .call(state -> desk.hangUpUnlessAlive(
                                callback, news, state, () -> open(callback.connection(), callback.credentials())))
                        .replaceWith(CallbackAnswer.taken());
    }
}
