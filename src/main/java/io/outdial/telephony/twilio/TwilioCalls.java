package io.outdial.telephony.twilio;

import io.outdial.kernel.TenantId;
import io.outdial.platform.OutboundHttp.Request;
import io.outdial.telephony.Credentials;
import io.outdial.telephony.ProviderAnswer;
import io.outdial.telephony.ProviderDesk;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpMethod;
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

    private final ProviderDesk desk;
    private final TenantId tenant;
    private final String account;
    private final Map<String, String> headers;

    TwilioCalls(ProviderDesk desk, TenantId tenant, TwilioSettings settings, Credentials credentials) {
        this.desk = desk;
        this.tenant = tenant;
        account = settings.api() + "/2010-04-01/Accounts/" + settings.accountSid();
        String user = credentials.find(TwilioSettings.KEY).orElse(settings.accountSid());
        String password =
                credentials.find(TwilioSettings.KEY_SECRET).orElseGet(() -> credentials.get(TwilioSettings.TOKEN));
        String basic = Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
        headers = Map.of("Authorization", "Basic " + basic, "Accept", "application/json");
    }

    /** @param tooLate whether nothing may be sent any more */
    Uni<ProviderAnswer> create(Form form, BooleanSupplier tooLate) {
        return post(account + "/Calls.json", form, tooLate);
    }

    Uni<ProviderAnswer> update(String sid, Form form) {
        return post(account + "/Calls/" + sid + ".json", form, null);
    }

    Uni<ProviderAnswer> fetch(String sid) {
        return get(account + "/Calls/" + sid + ".json");
    }

    /** The latest calls to a number, newest first. */
    Uni<ProviderAnswer> list(String to) {
        return get(account + "/Calls.json?To=" + URLEncoder.encode(to, StandardCharsets.UTF_8) + "&PageSize=" + PAGE);
    }

    Uni<ProviderAnswer> account() {
        return get(account + ".json");
    }

    private Uni<ProviderAnswer> post(String url, Form form, BooleanSupplier tooLate) {
        Map<String, String> all = new HashMap<>(headers);
        all.put("Content-Type", Form.TYPE);
        return send(new Request(tenant, HttpMethod.POST, URI.create(url), all, form.encode(), tooLate));
    }

    private Uni<ProviderAnswer> get(String url) {
        return send(new Request(tenant, HttpMethod.GET, URI.create(url), headers, null, null));
    }

    /** Fails when nobody knows what the answer is: a server's error may hide a call that was made. */
    private Uni<ProviderAnswer> send(Request request) {
        return desk.ask(request).map(ProviderAnswer::certain);
    }
}
