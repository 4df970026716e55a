package io.outdial.telephony.twilio;

import io.outdial.platform.OutboundHttp;
import io.outdial.platform.OutboundHttp.Request;
import io.outdial.platform.OutboundHttp.Response;
import io.outdial.telephony.Credentials;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** Requests to the Calls API of one account. */
final class TwilioCalls {

    private static final int PAGE = 50;

    private final OutboundHttp http;
    private final String account;
    private final Map<String, String> headers;

    TwilioCalls(OutboundHttp http, TwilioSettings settings, Credentials credentials) {
        this.http = http;
        account = settings.api() + "/2010-04-01/Accounts/" + settings.accountSid();
        String user = credentials.find(TwilioSettings.KEY).orElse(settings.accountSid());
        String password =
                credentials.find(TwilioSettings.KEY_SECRET).orElseGet(() -> credentials.get(TwilioSettings.TOKEN));
        String basic = Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
        headers = Map.of("Authorization", "Basic " + basic, "Accept", "application/json");
    }

    /** The provider's certain answer, its body as an object; empty when it is none. */
    record Answer(int status, JsonObject body) {

        boolean ok() {
            return status >= 200 && status < 300;
        }

        boolean refused() {
            return status >= 400 && status < 500;
        }
    }

    /** @param tooLate whether nothing may be sent any more */
    Uni<Answer> create(Form form, BooleanSupplier tooLate) {
        return post(account + "/Calls.json", form, tooLate);
    }

    Uni<Answer> update(String sid, Form form) {
        return post(account + "/Calls/" + sid + ".json", form, null);
    }

    Uni<Answer> fetch(String sid) {
        return get(account + "/Calls/" + sid + ".json");
    }

    /** The latest calls to a number, newest first. */
    Uni<Answer> list(String to) {
        return get(account + "/Calls.json?To=" + URLEncoder.encode(to, StandardCharsets.UTF_8) + "&PageSize=" + PAGE);
    }

    Uni<Answer> account() {
        return get(account + ".json");
    }

    private Uni<Answer> post(String url, Form form, BooleanSupplier tooLate) {
        Map<String, String> all = new HashMap<>(headers);
        all.put("Content-Type", Form.TYPE);
        return send(new Request(HttpMethod.POST, URI.create(url), all, form.encode(), tooLate));
    }

    private Uni<Answer> get(String url) {
        return send(new Request(HttpMethod.GET, URI.create(url), headers, null, null));
    }

    /** Fails when nobody knows what the answer is: a server's error may hide a call that was made. */
    private Uni<Answer> send(Request request) {
        return http.send(request).map(response -> {
            Answer answer = new Answer(response.status(), body(response));
            if (!answer.ok() && !answer.refused()) {
                throw new java.io.UncheckedIOException(
                        new IOException("the provider answered with status " + response.status()));
            }
            return answer;
        });
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
}
