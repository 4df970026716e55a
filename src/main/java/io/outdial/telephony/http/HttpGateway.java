package io.outdial.telephony.http;

import io.outdial.kernel.AttemptId;
import io.outdial.kernel.Uuid7;
import io.outdial.platform.OutboundHttp;
import io.outdial.platform.OutboundHttp.Request;
import io.outdial.platform.OutboundHttp.Response;
import io.outdial.platform.WebhookSignatures;
import io.outdial.telephony.CallReference;
import io.outdial.telephony.CallRequest;
import io.outdial.telephony.CallbackUrls;
import io.outdial.telephony.Capabilities;
import io.outdial.telephony.LookUp;
import io.outdial.telephony.Placed;
import io.outdial.telephony.TelephonyConnection;
import io.outdial.telephony.TelephonyGateway;
import io.outdial.telephony.decide.CallState;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** A provider that serves the contract, behind the port. */
final class HttpGateway implements TelephonyGateway {

    private static final int MAX_CALL_ID = 200;

    private final TelephonyConnection connection;
    private final HttpConnectionSettings settings;
    private final String secret;
    private final OutboundHttp http;
    private final CallbackUrls urls;
    private final Clock clock;

    HttpGateway(
            TelephonyConnection connection,
            HttpConnectionSettings settings,
            String secret,
            OutboundHttp http,
            CallbackUrls urls,
            Clock clock) {
        this.connection = connection;
        this.settings = settings;
        this.secret = secret;
        this.http = http;
        this.urls = urls;
        this.clock = clock;
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
        String from = request.callerId() != null
                ? request.callerId()
                : connection.callerIds().stream().findFirst().orElse(null);
        JsonObject body = HttpMessages.create(request, urls.of(connection, HttpAdapter.EVENTS, request.attempt()))
                .put("callerId", from);
        String id = request.attempt().toString();
        return send(HttpMethod.POST, "/calls", id, body, request.sendBefore()::passed)
                .map(HttpGateway::placed);
    }

    /** A 503 is a refusal only when it says an outcome: any other error of a server may hide a call that was made. */
    private static Placed placed(Response response) {
        JsonObject body = body(response);
        int status = response.status();
        if (status >= 200 && status < 300) {
            String id = HttpMessages.text(body, "callId", MAX_CALL_ID);
            if (id == null) {
                throw new UncheckedIOException(new IOException("the provider's answer names no call"));
            }
            return new Placed.Accepted(id);
        }
        String outcome = body.getValue("outcome") instanceof String text ? text : null;
        boolean known = outcome != null && HttpOutcomes.BY_NAME.containsKey(outcome);
        if ((status >= 400 && status < 500) || (status == 503 && known)) {
            String reason = body.getValue("reason") instanceof String text ? text : "status " + status;
            return new Placed.Refused(HttpOutcomes.ofRefusal(status, outcome), reason);
        }
        throw new UncheckedIOException(new IOException("the provider answered with status " + status));
    }

    @Override
    public Uni<Void> hangUp(CallReference call) {
        return settings.capabilities().hangUp()
                ? send(HttpMethod.DELETE, path(call.attempt())).replaceWithVoid()
                : Uni.createFrom().voidItem();
    }

    @Override
    public Uni<LookUp> lookUp(CallReference call) {
        if (!settings.capabilities().lookUp()) {
            return Uni.createFrom().item(new LookUp.Unsure());
        }
        return send(HttpMethod.GET, path(call.attempt())).map(response -> {
            JsonObject body = body(response);
            // Only a 404 that speaks of this call is an absence; a gateway in between has others.
            if (response.status() == 404 && call.attempt().toString().equals(body.getValue("id"))) {
                return new LookUp.Absent();
            }
            return response.status() == 200 ? found(call, body) : new LookUp.Unsure();
        });
    }

    private LookUp found(CallReference call, JsonObject body) {
        String id = HttpMessages.text(body, "callId", MAX_CALL_ID);
        String status = HttpMessages.text(body, "status", MAX_CALL_ID);
        if (!"ended".equals(status)) {
            return id == null ? new LookUp.Unsure() : new LookUp.Live(id);
        }
        CallState state = CallState.NOTHING.with(HttpMessages.news("look-up", status, body, now()));
        return new LookUp.Over(state.end(call.tenant(), call.attempt()));
    }

    @Override
    public Uni<Boolean> available() {
        return Uni.createFrom().item(urls.available());
    }

    @Override
    public Uni<Checked> check() {
        return send(HttpMethod.GET, "/health")
                .map(response -> response.status() / 100 == 2
                        ? new Checked(true, "The provider answers.")
                        : new Checked(false, "The provider answers with status " + response.status() + "."))
                .onFailure()
                .recoverWithItem(
                        failure -> new Checked(false, "The provider was not reached: " + failure.getMessage()));
    }

    private static String path(AttemptId attempt) {
        return "/calls/" + attempt;
    }

    private Uni<Response> send(HttpMethod method, String path) {
        return send(method, path, null, null, null);
    }

    /**
     * @param id of the message; null for one of its own
     * @param tooLate whether nothing may be sent any more; null for never
     */
    private Uni<Response> send(HttpMethod method, String path, String id, JsonObject body, BooleanSupplier tooLate) {
        Buffer bytes = body == null ? Buffer.buffer() : body.toBuffer();
        String message = id == null ? Uuid7.next().toString() : id;
        // A message without a body is signed with what it asks, so that a captured one asks nothing else.
        byte[] signed = body == null
                ? (method + " " + path).getBytes(java.nio.charset.StandardCharsets.UTF_8)
                : bytes.getBytes();
        Map<String, String> headers = new HashMap<>(WebhookSignatures.headers(secret, message, now(), signed));
        headers.put("Accept", "application/json");
        if (body != null) {
            headers.put("Content-Type", "application/json");
            headers.put("Idempotency-Key", message);
        }
        return http.send(
                new Request(method, URI.create(settings.base() + path), headers, body == null ? null : bytes, tooLate));
    }

    private static JsonObject body(Response response) {
        try {
            return response.body().length() == 0
                    ? new JsonObject()
                    : response.body().toJsonObject();
        } catch (DecodeException | ClassCastException e) {
            return new JsonObject();
        }
    }

    private Instant now() {
        return Instant.now(clock);
    }
}
