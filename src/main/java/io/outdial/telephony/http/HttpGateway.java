package io.outdial.telephony.http;

import io.outdial.kernel.AttemptId;
import io.outdial.kernel.Uuid7;
import io.outdial.platform.OutboundHttp.Request;
import io.outdial.platform.WebhookSignatures;
import io.outdial.telephony.CallReference;
import io.outdial.telephony.CallRequest;
import io.outdial.telephony.Capabilities;
import io.outdial.telephony.LookUp;
import io.outdial.telephony.Placed;
import io.outdial.telephony.ProviderAnswer;
import io.outdial.telephony.ProviderDesk;
import io.outdial.telephony.TelephonyConnection;
import io.outdial.telephony.TelephonyGateway;
import io.outdial.telephony.UnclearAnswer;
import io.outdial.telephony.decide.CallState;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** A provider that serves the contract, behind the port. */
final class HttpGateway implements TelephonyGateway {

    private static final int MAX_CALL_ID = 200;

    private final TelephonyConnection connection;
    private final HttpConnectionSettings settings;
    private final String secret;
    private final ProviderDesk desk;

    HttpGateway(TelephonyConnection connection, HttpConnectionSettings settings, String secret, ProviderDesk desk) {
        this.connection = connection;
        this.settings = settings;
        this.secret = secret;
        this.desk = desk;
    }

    @Override
    public String name() {
        return HttpAdapter.KIND;
    }

    @Override
    public Capabilities capabilities() {
        return settings.capabilities();
    }

    @Override
    public Uni<Placed> place(CallRequest request) {
        JsonObject body = HttpMessages.create(request, desk.url(connection, HttpAdapter.EVENTS, request.attempt()))
                .put("callerId", ProviderDesk.callerId(connection, request));
        String id = request.attempt().toString();
        return send(HttpMethod.POST, "/calls", id, body, request.sendBefore()::passed)
                .map(HttpGateway::placed);
    }

    /** A 503 is a refusal only when it says an outcome: any other error of a server may hide a call that was made. */
    private static Placed placed(ProviderAnswer answer) {
        if (answer.ok()) {
            String id = HttpMessages.text(answer.body(), "callId", MAX_CALL_ID);
            if (id == null) {
                throw new UnclearAnswer("the provider's answer names no call", null);
            }
            return new Placed.Accepted(id);
        }
        String outcome = answer.text("outcome");
        boolean known = outcome != null && HttpOutcomes.BY_NAME.containsKey(outcome);
        if (!answer.refused() && !(answer.status() == 503 && known)) {
            throw answer.unclear();
        }
        String reason = answer.text("reason");
        return new Placed.Refused(
                HttpOutcomes.ofRefusal(answer.status(), outcome),
                reason == null ? "status " + answer.status() : reason,
                answer.retryAfter());
    }

    @Override
    public Uni<Void> hangUp(CallReference call) {
        return settings.capabilities().hangUp()
                ? send(HttpMethod.DELETE, path(call.attempt()))
                        .map(ProviderAnswer::ended)
                        .replaceWithVoid()
                : Uni.createFrom().voidItem();
    }

    @Override
    public Uni<LookUp> lookUp(CallReference call) {
        if (!settings.capabilities().lookUp()) {
            return Uni.createFrom().item(new LookUp.Unsure());
        }
        return send(HttpMethod.GET, path(call.attempt())).map(answer -> {
            JsonObject body = answer.body();
            // Only a 404 that speaks of this call is an absence; a gateway in between has others.
            if (answer.status() == 404 && call.attempt().toString().equals(body.getValue("id"))) {
                return new LookUp.Absent();
            }
            return answer.status() == 200 ? found(call, body) : new LookUp.Unsure();
        });
    }

    private LookUp found(CallReference call, JsonObject body) {
        String id = HttpMessages.text(body, "callId", MAX_CALL_ID);
        String status = HttpMessages.text(body, "status", MAX_CALL_ID);
        if (!"ended".equals(status)) {
            return id == null ? new LookUp.Unsure() : new LookUp.Live(id);
        }
        CallState state = CallState.NOTHING.with(HttpMessages.news("look-up", status, body, desk.now()));
        return new LookUp.Over(state.end(call.tenant(), call.attempt()));
    }

    @Override
    public Uni<Boolean> available() {
        return Uni.createFrom().item(desk.usable());
    }

    @Override
    public Uni<Checked> check() {
        return ProviderDesk.checked(send(HttpMethod.GET, "/health"), "The provider answers.");
    }

    private static String path(AttemptId attempt) {
        return "/calls/" + attempt;
    }

    private Uni<ProviderAnswer> send(HttpMethod method, String path) {
        return send(method, path, null, null, null);
    }

    /**
     * @param id of the message; null for one of its own
     * @param tooLate whether nothing may be sent any more; null for never
     */
    private Uni<ProviderAnswer> send(
            HttpMethod method, String path, String id, JsonObject body, BooleanSupplier tooLate) {
        Buffer bytes = body == null ? Buffer.buffer() : body.toBuffer();
        String message = id == null ? Uuid7.next().toString() : id;
        // A message without a body is signed with what it asks, so that a captured one asks nothing else.
        byte[] signed = body == null ? (method + " " + path).getBytes(StandardCharsets.UTF_8) : bytes.getBytes();
        Map<String, String> headers = new HashMap<>(WebhookSignatures.headers(secret, message, desk.now(), signed));
        headers.put("Accept", "application/json");
        if (body != null) {
            headers.put("Content-Type", "application/json");
            headers.put("Idempotency-Key", message);
        }
        return desk.ask(new Request(
                connection.tenant(),
                method,
                URI.create(settings.base() + path),
                headers,
                body == null ? null : bytes,
                tooLate));
    }
}
