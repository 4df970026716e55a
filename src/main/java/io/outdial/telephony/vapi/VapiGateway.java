package io.outdial.telephony.vapi;

import io.outdial.kernel.Outcome;
import io.outdial.telephony.BearerApi;
import io.outdial.telephony.CallReference;
import io.outdial.telephony.CallRequest;
import io.outdial.telephony.Capabilities;
import io.outdial.telephony.LookUp;
import io.outdial.telephony.Placed;
import io.outdial.telephony.PlatformReports;
import io.outdial.telephony.ProviderAnswer;
import io.outdial.telephony.ProviderDesk;
import io.outdial.telephony.TelephonyConnection;
import io.outdial.telephony.TelephonyGateway;
import io.outdial.telephony.UnclearAnswer;
import io.outdial.telephony.decide.CallNews;
import io.outdial.telephony.decide.CallState;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/** One account of the platform behind the port. */
final class VapiGateway implements TelephonyGateway {

    /** Their clock and ours may differ, and a request takes its time: calls made so long around ours may be ours. */
    private static final Duration BEFORE = Duration.ofSeconds(30);

    private static final Duration AFTER = Duration.ofMinutes(2);
    /** A call's document holds its whole conversation, so few fit into one answer. */
    private static final int PAGE = 20;

    private static final int MAX_PAGES = 50;

    private final TelephonyConnection connection;
    private final VapiSettings settings;
    private final BearerApi api;
    private final String secret;
    private final ProviderDesk desk;

    VapiGateway(
            TelephonyConnection connection, VapiSettings settings, BearerApi api, String secret, ProviderDesk desk) {
        this.connection = connection;
        this.settings = settings;
        this.api = api;
        this.secret = secret;
        this.desk = desk;
    }

    @Override
    public String name() {
        return VapiAdapter.KIND;
    }

    @Override
    public Capabilities capabilities() {
        return settings.capabilities();
    }

    @Override
    public Uni<Placed> place(CallRequest request) {
        String assistant = settings.assistant(request);
        String number = settings.number(request.callerId());
        if (assistant == null || number == null) {
            String missing = assistant == null
                    ? "neither voice agent nor connection names an assistant"
                    : request.callerId() == null
                            ? "the connection names no number to call from"
                            : "phoneNumbers has no id of the caller id";
            return Uni.createFrom().item(new Placed.Refused(Outcome.CONFIG_ERROR, missing));
        }
        JsonObject body = VapiMessages.create(request, settings, assistant, number, server(request));
        return api.post("/call", body, request.sendBefore()::passed)
                .map(ProviderAnswer::certain)
                .map(VapiGateway::placed);
    }

    private JsonObject server(CallRequest request) {
        if (!settings.sendsServer()) {
            return null;
        }
        JsonObject server = new JsonObject()
                .put("url", desk.url(connection, VapiAdapter.EVENTS, request.attempt()))
                .put("timeoutSeconds", 20);
        return settings.credentialId() != null
                ? server.put("credentialId", settings.credentialId())
                : server.put("headers", new JsonObject().put(VapiSignature.SECRET, secret));
    }

    private static Placed placed(ProviderAnswer answer) {
        if (answer.refused()) {
            String message = message(answer);
            return new Placed.Refused(
                    VapiOutcomes.ofRefusal(answer.status(), message),
                    message == null ? "status " + answer.status() : message,
                    answer.retryAfter());
        }
        String id = answer.text("id");
        if (id == null) {
            throw new UnclearAnswer("the provider's answer names no call", answer.retryAfter());
        }
        return new Placed.Accepted(id);
    }

    /** A text, or a list of them when several fields were wrong. */
    private static String message(ProviderAnswer answer) {
        Object said = answer.body().getValue("message");
        String text = said instanceof JsonArray all
                ? String.join("; ", all.stream().map(String::valueOf).toList())
                : said instanceof String one ? one : null;
        return PlatformReports.cut(text, 500);
    }

    /** A live call is ended by the address that the platform gives for controlling it. */
    @Override
    public Uni<Void> hangUp(CallReference call) {
        Uni<Optional<JsonObject>> found =
                call.providerCallId() == null ? search(call, null, 1).map(Search::call) : fetch(call.providerCallId());
        return found.chain(known -> known.map(VapiGateway::controlUrl)
                .map(url -> api.postTo(url, new JsonObject().put("type", "end-call"))
                        .map(ProviderAnswer::ended)
                        .replaceWithVoid())
                .orElseGet(() -> Uni.createFrom().voidItem()));
    }

    private static URI controlUrl(JsonObject call) {
        String url = VapiMessages.text(VapiMessages.object(call, "monitor"), "controlUrl");
        boolean live = VapiMessages.LIVE.contains(String.valueOf(call.getValue("status")));
        try {
            return url == null || !live ? null : URI.create(url);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    @Override
    public Uni<LookUp> lookUp(CallReference call) {
        return call.providerCallId() == null
                ? search(call, null, 1).map(search -> search.call()
                        .map(found -> found(call, found))
                        .orElseGet(() -> search.whole() ? new LookUp.Absent() : new LookUp.Unsure()))
                : fetch(call.providerCallId())
                        .map(known -> known.map(found -> found(call, found)).orElseGet(LookUp.Unsure::new));
    }

    @Override
    public Uni<Optional<BigDecimal>> price(CallReference call) {
        if (call.providerCallId() == null) {
            return Uni.createFrom().item(Optional.empty());
        }
        return fetch(call.providerCallId()).map(known -> known.filter(found -> "ended".equals(found.getValue("status")))
                .map(found -> PlatformReports.cost(found.getValue("cost"), settings.exchangeRate())));
    }

    private Uni<Optional<JsonObject>> fetch(String id) {
        return api.get("/call/" + id).map(answer -> answer.ok() ? Optional.of(answer.body()) : Optional.empty());
    }

    /** @param whole whether every call of that time was looked at */
    private record Search(Optional<JsonObject> call, boolean whole) {}

    /**
     * The API finds calls by time only: those around this time are looked through, newest first, for the one that was created
     * with this attempt. A page begins with the moment that the one before ended with, because more calls may have been made in
     * it than a page holds; where a whole page is of one moment, there is no way to the next.
     *
     * @param oldestSeen where the page before ended; null for the first
     */
    private Uni<Search> search(CallReference call, Instant oldestSeen, int page) {
        Instant until = oldestSeen == null ? call.sentAt().plus(AFTER) : oldestSeen;
        String query = "/call?limit=" + PAGE + "&createdAtGe="
                + time(call.sentAt().minus(BEFORE)) + "&createdAtLe=" + time(until);
        return api.list(query).chain(listed -> {
            if (listed.isEmpty()) {
                return Uni.createFrom().item(new Search(Optional.empty(), false));
            }
            List<JsonObject> calls = listed.get();
            Optional<JsonObject> ours = calls.stream()
                    .filter(each -> call.attempt().equals(VapiMessages.attempt(each)))
                    .findFirst();
            if (ours.isPresent() || calls.size() < PAGE) {
                return Uni.createFrom().item(new Search(ours, true));
            }
            Instant oldest = PlatformReports.instant(calls.get(calls.size() - 1).getValue("createdAt"));
            Instant end = oldest == null
                    ? until
                    : oldest.minusNanos(1).truncatedTo(ChronoUnit.MILLIS).plusMillis(1);
            return !end.isBefore(until) || page >= MAX_PAGES
                    ? Uni.createFrom().item(new Search(Optional.empty(), false))
                    : search(call, end, page + 1);
        });
    }

    private static String time(Instant at) {
        return at.truncatedTo(ChronoUnit.MILLIS).toString();
    }

    private LookUp found(CallReference call, JsonObject document) {
        String id = VapiMessages.text(document, "id");
        String status = VapiMessages.text(document, "status");
        if (id == null || status == null) {
            return new LookUp.Unsure();
        }
        if (VapiMessages.LIVE.contains(status)) {
            return new LookUp.Live(id);
        }
        if (!status.equals("ended")) {
            return new LookUp.Unsure();
        }
        CallNews news = VapiMessages.ended(CallNews.of("look-up", desk.now(), id), document, document, settings);
        return new LookUp.Over(CallState.NOTHING.with(news).end(call.tenant(), call.attempt()));
    }

    @Override
    public Uni<Boolean> available() {
        return Uni.createFrom().item(desk.usable());
    }

    @Override
    public Uni<Checked> check() {
        String number = settings.phoneNumberId();
        return number == null
                ? ProviderDesk.checked(api.get("/phone-number?limit=1"), "The account answers.")
                : ProviderDesk.checked(api.get("/phone-number/" + number), "The account answers and has the number.");
    }
}
