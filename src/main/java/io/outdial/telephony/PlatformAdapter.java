package io.outdial.telephony;

import io.outdial.kernel.AttemptId;
import io.outdial.telephony.decide.CallNews;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;

/**
 * What adapters of platforms of voice agents have in common. A platform's agent speaks as soon as somebody picks up, so a call
 * that nobody stands for is hung up at once; and the platform writes a report a while after the end, which waits for it.
 */
public abstract class PlatformAdapter extends ProviderAdapter {

    /** A message holds the whole conversation, with the time of every word. */
    private static final int MAX_MESSAGE_BYTES = 4 * 1024 * 1024;

    protected PlatformAdapter(String kind, ProviderDesk desk) {
        super(kind, desk);
    }

    /**
     * A message about a call.
     *
     * @param callId null when it names none
     * @param attempt that the call was created with; null when it does not say
     */
    public record Message(JsonObject content, String callId, AttemptId attempt) {}

    /** Whether the platform sent it. */
    protected abstract boolean proven(Callback callback);

    /** @param json the body; an empty object when it is none */
    protected abstract Message read(JsonObject json);

    /** What it says; without a step when that is of no interest. */
    protected abstract CallNews news(Message message, TelephonyConnection connection);

    @Override
    public final int maxMessageBytes() {
        return MAX_MESSAGE_BYTES;
    }

    @Override
    public final Uni<CallbackAnswer> receive(Callback callback) {
        if (!proven(callback)) {
            return Uni.createFrom().item(CallbackAnswer.unsigned());
        }
        JsonObject json = ProviderAnswer.object(callback.body());
        Message message = read(json == null ? new JsonObject() : json);
        AttemptId attempt = callback.attempt() == null ? message.attempt() : callback.attempt();
        boolean another = message.attempt() != null && !message.attempt().equals(attempt);
        if (message.callId() == null || attempt == null || another) {
            return Uni.createFrom().item(CallbackAnswer.malformed("it names no call of this address"));
        }
        Callback about = callback.of(attempt);
        CallNews news = news(message, callback.connection());
        return news.step() == null
                ? Uni.createFrom().item(CallbackAnswer.taken())
                : desk.takeOfPlatform(about, news)
                        .call(state -> desk.hangUpUnlessAlive(
                                about, news, state, () -> open(callback.connection(), callback.credentials())))
                        .replaceWith(CallbackAnswer.taken());
    }
}
