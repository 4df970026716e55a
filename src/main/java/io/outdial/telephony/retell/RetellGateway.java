package io.outdial.telephony.retell;

import io.outdial.telephony.BearerApi;
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
import io.outdial.telephony.decide.CallNews;
import io.outdial.telephony.decide.CallState;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.util.Optional;

/** One account of the platform behind the port. */
final class RetellGateway implements TelephonyGateway {

    private final TelephonyConnection connection;
    private final RetellSettings settings;
    private final BearerApi api;
    private final ProviderDesk desk;

    RetellGateway(TelephonyConnection connection, RetellSettings settings, BearerApi api, ProviderDesk desk) {
        this.connection = connection;
        this.settings = settings;
        this.api = api;
        this.desk = desk;
    }

    @Override
    public String name() {
        return RetellAdapter.KIND;
    }

    @Override
    public Capabilities capabilities() {
        return settings.capabilities();
    }

    @Override
    public Uni<Placed> place(CallRequest request) {
        String from = ProviderDesk.callerId(connection, request);
        if (from == null) {
            return Uni.createFrom().item(ProviderDesk.NO_CALLER_ID);
        }
        String webhook = desk.url(connection, RetellAdapter.EVENTS, request.attempt());
        JsonObject body = RetellMessages.create(request, settings, settings.agent(request), from, webhook);
        return api.post("/v2/create-phone-call", body, request.sendBefore()::passed)
                .map(ProviderAnswer::certain)
                .map(RetellGateway::placed);
    }

    private static Placed placed(ProviderAnswer answer) {
        if (answer.refused()) {
            String message = answer.text("message");
            return new Placed.Refused(
                    RetellOutcomes.ofRefusal(answer.status(), message),
                    message == null ? "status " + answer.status() : message,
                    answer.retryAfter());
        }
        String id = answer.text("call_id");
        if (id == null) {
            throw new UnclearAnswer("the provider's answer names no call", answer.retryAfter());
        }
        return new Placed.Accepted(id);
    }

    @Override
    public Uni<Void> hangUp(CallReference call) {
        Uni<Optional<String>> known = call.providerCallId() == null
                ? search(call).map(Search::id)
                : Uni.createFrom().item(Optional.of(call.providerCallId()));
        return known.chain(id -> id.map(each -> api.post("/v2/stop-call/" + each, new JsonObject())
                        .map(ProviderAnswer::ended)
                        .replaceWithVoid())
                .orElseGet(() -> Uni.createFrom().voidItem()));
    }

    @Override
    public Uni<LookUp> lookUp(CallReference call) {
        if (call.providerCallId() != null) {
            return fetch(call, call.providerCallId());
        }
        return search(call)
                .chain(search -> search.id().map(id -> fetch(call, id)).orElseGet(() -> Uni.createFrom()
                        .item(search.told() ? new LookUp.Absent() : new LookUp.Unsure())));
    }

    /**
     * @param id of the one call that was created with the attempt
     * @param told whether the platform answered the question
     */
    private record Search(Optional<String> id, boolean told) {}

    private Uni<Search> search(CallReference call) {
        JsonObject ofAttempt = equal(call.attempt().toString()).put("key", "attempt");
        JsonObject body = new JsonObject()
                .put("limit", 2)
                .put(
                        "filter_criteria",
                        new JsonObject()
                                .put("to_number", equal(call.to()))
                                .put("metadata", new JsonArray().add(ofAttempt)));
        return api.post("/v3/list-calls", body).map(answer -> {
            if (!answer.ok() || !(answer.body().getValue("items") instanceof JsonArray items) || items.size() > 1) {
                return new Search(Optional.empty(), false);
            }
            Optional<String> id = items.stream()
                    .filter(each ->
                            each instanceof JsonObject found && call.attempt().equals(RetellMessages.attempt(found)))
                    .map(each -> RetellMessages.text((JsonObject) each, "call_id"))
                    .findFirst();
            // Something else than was asked for is no answer.
            return new Search(id, id.isPresent() || items.isEmpty());
        });
    }

    private static JsonObject equal(String value) {
        return new JsonObject().put("type", "string").put("op", "eq").put("value", value);
    }

    private Uni<LookUp> fetch(CallReference call, String id) {
        return api.get("/v2/get-call/" + id)
                .map(answer -> answer.ok() ? found(call, id, answer.body()) : new LookUp.Unsure());
    }

    private LookUp found(CallReference call, String id, JsonObject document) {
        String status = String.valueOf(document.getValue("call_status"));
        if (RetellMessages.LIVE.contains(status)) {
            return new LookUp.Live(id);
        }
        if (!RetellMessages.OVER.contains(status)) {
            return new LookUp.Unsure();
        }
        CallNews news = RetellMessages.ended(CallNews.of("look-up", desk.now(), id), document, settings);
        return new LookUp.Over(CallState.NOTHING.with(news).end(call.tenant(), call.attempt()));
    }

    @Override
    public Uni<Optional<BigDecimal>> price(CallReference call) {
        if (call.providerCallId() == null) {
            return Uni.createFrom().item(Optional.empty());
        }
        return api.get("/v2/get-call/" + call.providerCallId())
                .map(answer -> answer.ok()
                        ? Optional.ofNullable(RetellMessages.cost(answer.body(), settings))
                        : Optional.<BigDecimal>empty());
    }

    @Override
    public Uni<Boolean> available() {
        return Uni.createFrom().item(desk.usable());
    }

    @Override
    public Uni<Checked> check() {
        return ProviderDesk.checked(api.get("/get-concurrency"), "The account answers.");
    }
}
