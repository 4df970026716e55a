package io.outdial.telephony.sip;

import io.outdial.platform.OutboundAddresses;
import io.outdial.platform.Problem.FieldError;
import io.outdial.telephony.Callback;
import io.outdial.telephony.CallbackAnswer;
import io.outdial.telephony.CallbackUrls;
import io.outdial.telephony.Capabilities;
import io.outdial.telephony.Credentials;
import io.outdial.telephony.LocalCall;
import io.outdial.telephony.TelephonyAdapter;
import io.outdial.telephony.TelephonyConnection;
import io.outdial.telephony.TelephonyGateway;
import io.outdial.telephony.VoiceAgentDesk;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Makes gateways of trunks, and serves their voice agents: {@code brief} and {@code report}. Trunks report by SIP itself. */
@ApplicationScoped
class SipAdapter implements TelephonyAdapter {

    static final String KIND = "sip";

    private final SipCalls calls;
    private final OutboundAddresses addresses;
    private final CallbackUrls urls;
    private final VoiceAgentDesk desk;

    SipAdapter(SipCalls calls, OutboundAddresses addresses, CallbackUrls urls, VoiceAgentDesk desk) {
        this.calls = calls;
        this.addresses = addresses;
        this.urls = urls;
        this.desk = desk;
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public Stream<LocalCall> localCalls() {
        return calls.all();
    }

    @Override
    public String unusable() {
        return calls.parts().transport().unusable();
    }

    @Override
    public List<FieldError> check(JsonObject settings, Credentials credentials) {
        return SipConnectionSettings.check(settings, credentials);
    }

    @Override
    public Map<String, Set<String>> shownAt() {
        return SipConnectionSettings.SHOWN_AT;
    }

    @Override
    public Capabilities capabilities(JsonObject settings) {
        return SipGateway.capabilities(SipConnectionSettings.of(settings));
    }

    @Override
    public TelephonyGateway open(TelephonyConnection connection, Credentials credentials) {
        SipGateway.Routes.Secrets secrets = new SipGateway.Routes.Secrets(
                credentials.find(SipConnectionSettings.PASSWORD).orElse(null),
                credentials.find(SipConnectionSettings.AGENT_PASSWORD).orElse(null));
        SipConnectionSettings settings = SipConnectionSettings.of(connection.settings());
        return new SipGateway(new SipGateway.Routes(connection, settings, secrets, addresses, urls), calls);
    }

    @Override
    public Uni<CallbackAnswer> receive(Callback callback) {
        String secret =
                callback.credentials().find(SipConnectionSettings.AGENT_SECRET).orElse(null);
        boolean reports =
                SipConnectionSettings.of(callback.connection().settings()).agentReports();
        return switch (callback.topic()) {
            case VoiceAgentDesk.BRIEF -> desk.brief(callback, secret);
            case VoiceAgentDesk.REPORT -> desk.report(callback, secret, reports);
            default -> Uni.createFrom().item(CallbackAnswer.unknown());
        };
    }
}
