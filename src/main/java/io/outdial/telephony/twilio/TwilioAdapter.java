package io.outdial.telephony.twilio;

import io.outdial.kernel.AttemptId;
import io.outdial.kernel.TenantId;
import io.outdial.platform.Problem.FieldError;
import io.outdial.telephony.CallBrief;
import io.outdial.telephony.Callback;
import io.outdial.telephony.CallbackAnswer;
import io.outdial.telephony.Capabilities;
import io.outdial.telephony.Credentials;
import io.outdial.telephony.PlatformReports;
import io.outdial.telephony.ProviderAdapter;
import io.outdial.telephony.ProviderDesk;
import io.outdial.telephony.TelephonyConnection;
import io.outdial.telephony.TelephonyGateway;
import io.outdial.telephony.VoiceAgentDesk;
import io.outdial.telephony.decide.AnsweredBy;
import io.outdial.telephony.decide.CallNews;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Makes gateways of accounts and takes what the provider reports: {@code voice} (what happens in an answered call),
 * {@code status} (progress), {@code amd} (who answered), and of the voice agent {@code brief} and {@code report}.
 */
@Singleton
class TwilioAdapter extends ProviderAdapter {

    static final String KIND = "twilio";

    private static final int MAX_SEQUENCE = 1_000;

    private final VoiceAgentDesk agents;

    TwilioAdapter(ProviderDesk desk, VoiceAgentDesk agents) {
        super(KIND, desk);
        this.agents = agents;
    }

    @Override
    public List<FieldError> check(JsonObject settings, Credentials credentials) {
        return TwilioSettings.check(settings, credentials, desk.http());
    }

    @Override
    public Map<String, Set<String>> shownAt() {
        return Map.of("baseUrl", Set.of(TwilioSettings.TOKEN, TwilioSettings.KEY, TwilioSettings.KEY_SECRET));
    }

    @Override
    public Capabilities capabilities(JsonObject settings) {
        return TwilioGateway.capabilities(TwilioSettings.of(settings));
    }

    @Override
    public TelephonyGateway open(TelephonyConnection connection, Credentials credentials) {
        TwilioSettings settings = TwilioSettings.of(connection.settings());
        return new TwilioGateway(
                connection, settings, new TwilioCalls(desk, connection.tenant(), settings, credentials), desk);
    }

    @Override
    public Uni<CallbackAnswer> receive(Callback callback) {
        TwilioSettings settings = TwilioSettings.of(callback.connection().settings());
        String agentSecret =
                callback.credentials().find(TwilioSettings.AGENT_SECRET).orElse(null);
        switch (callback.topic()) {
            case VoiceAgentDesk.BRIEF:
                return agents.brief(callback, agentSecret);
            case VoiceAgentDesk.REPORT:
                return agents.report(callback, agentSecret, settings.agentReports());
            default:
                return fromProvider(callback, settings);
        }
    }

    private Uni<CallbackAnswer> fromProvider(Callback callback, TwilioSettings settings) {
        Form form;
        try {
            form = Form.parse(callback.body());
        } catch (IllegalArgumentException e) {
            return Uni.createFrom().item(CallbackAnswer.malformed("this is no form"));
        }
        String token = callback.credentials().get(TwilioSettings.TOKEN);
        String signature = callback.headers().get("X-Twilio-Signature");
        if (!TwilioSignature.verify(token, callback.url(), form.fields(), signature)) {
            return Uni.createFrom().item(CallbackAnswer.unsigned());
        }
        String sid = form.get("CallSid");
        if (sid == null || callback.attempt() == null) {
            return Uni.createFrom().item(CallbackAnswer.malformed("it names no call"));
        }
        switch (callback.topic()) {
            case "voice":
                return voice(callback, settings, form, sid);
            case "status":
                return status(callback, settings, form, sid);
            case "amd":
                return verdict(callback, settings, form, sid);
            default:
                return Uni.createFrom().item(CallbackAnswer.malformed("there is no such topic"));
        }
    }

    /** The call was answered and the provider asks what happens in it. An attempt that was given up hears nothing. */
    private Uni<CallbackAnswer> voice(Callback callback, TwilioSettings settings, Form form, String sid) {
        TenantId tenant = callback.connection().tenant();
        AttemptId attempt = callback.attempt();
        CallNews news = CallNews.of("voice:" + sid, desk.now(), sid)
                .answered()
                .by(TwilioGateway.verdict(form.get("AnsweredBy")));
        return desk.take(callback, news, settings.agentReports())
                .chain(state -> sid.equals(state.providerCallId()) && !state.ended()
                        ? desk.live().brief(tenant, attempt, sid)
                        : Uni.createFrom().item(Optional.<CallBrief>empty()))
                .map(brief -> brief.map(each -> connect(callback.connection(), settings, attempt, each))
                        .orElseGet(Twiml::hangUp))
                .map(document -> CallbackAnswer.taken(Twiml.TYPE, document));
    }

    private String connect(
            TelephonyConnection connection, TwilioSettings settings, AttemptId attempt, CallBrief brief) {
        String briefUrl = desk.url(connection, VoiceAgentDesk.BRIEF, attempt);
        String reportUrl = desk.url(connection, VoiceAgentDesk.REPORT, attempt);
        return settings.stream() != null
                ? Twiml.stream(settings.stream(), attempt, brief, briefUrl, reportUrl)
                : Twiml.dial(settings.sip(), attempt, brief, briefUrl, reportUrl);
    }

    private Uni<CallbackAnswer> status(Callback callback, TwilioSettings settings, Form form, String sid) {
        String status = form.get("CallStatus");
        if (status == null) {
            return Uni.createFrom().item(CallbackAnswer.malformed("it names no status"));
        }
        Integer sequence = form.number("SequenceNumber");
        String key = "status:" + sid + ":" + (sequence == null ? status : sequence % MAX_SEQUENCE + ":" + status);
        Instant at = TwilioGateway.time(form.get("Timestamp"));
        CallNews news = CallNews.of(key, at == null ? desk.now() : at, sid)
                .by(TwilioGateway.verdict(form.get("AnsweredBy")))
                .recorded(PlatformReports.link(form.get("RecordingUrl")));
        if (status.equals("ringing")) {
            news = news.ringing();
        } else if (status.equals("in-progress")) {
            news = news.answered();
        } else if (TwilioOutcomes.isFinal(status)) {
            Integer seconds = form.number("CallDuration");
            Integer sip = form.number("SipResponseCode");
            Integer error = form.number("ErrorCode");
            String reason = status + (error != null ? " " + error : sip != null ? " " + sip : "");
            news = settings.priced(
                    news.ended(TwilioOutcomes.ofEnd(status, sip, error), reason, seconds), null, status, seconds);
        }
        return desk.take(callback, news, settings.agentReports()).replaceWith(CallbackAnswer.taken());
    }

    /** Machine detection has decided. A machine is told the message, or hung up on. */
    private Uni<CallbackAnswer> verdict(Callback callback, TwilioSettings settings, Form form, String sid) {
        TenantId tenant = callback.connection().tenant();
        AttemptId attempt = callback.attempt();
        AnsweredBy by = TwilioGateway.verdict(form.get("AnsweredBy"));
        CallNews news = CallNews.of("amd:" + sid, desk.now(), sid).by(by);
        return desk.take(callback, news, settings.agentReports())
                .chain(state -> by == AnsweredBy.MACHINE && !state.ended()
                        ? desk.live()
                                .brief(tenant, attempt, sid)
                                .chain(brief -> toMachine(callback, settings, sid, brief))
                        : Uni.createFrom().voidItem())
                .replaceWith(CallbackAnswer.taken());
    }

    private Uni<Void> toMachine(Callback callback, TwilioSettings settings, String sid, Optional<CallBrief> brief) {
        String message = brief.map(CallBrief::voicemailMessage).orElse(null);
        Form change = message == null
                ? new Form().add("Status", "completed")
                : new Form().add("Twiml", Twiml.say(message, brief.get().language()));
        return new TwilioCalls(desk, callback.connection().tenant(), settings, callback.credentials())
                .update(sid, change)
                .replaceWithVoid()
                .onFailure()
                .recoverWithItem((Void) null); // the call ends by itself; its verdict is kept
    }
}
