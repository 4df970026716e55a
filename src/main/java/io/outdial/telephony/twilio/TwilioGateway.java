package io.outdial.telephony.twilio;

import io.outdial.kernel.AttemptId;
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
import io.outdial.telephony.decide.AnsweredBy;
import io.outdial.telephony.decide.CallNews;
import io.outdial.telephony.decide.CallState;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One account behind the port. */
final class TwilioGateway implements TelephonyGateway {

    /** Their clock and ours may differ, and a request takes its time: calls made so long around ours may be ours. */
    private static final Duration BEFORE = Duration.ofSeconds(30);

    private static final Duration AFTER = Duration.ofMinutes(2);
    /** Ring timeouts the API takes. */
    private static final int MAX_RING_SECONDS = 600;

    private final TelephonyConnection connection;
    private final TwilioSettings settings;
    private final TwilioCalls calls;
    private final ProviderDesk desk;

    TwilioGateway(TelephonyConnection connection, TwilioSettings settings, TwilioCalls calls, ProviderDesk desk) {
        this.connection = connection;
        this.settings = settings;
        this.calls = calls;
        this.desk = desk;
    }

    @Override
    public String name() {
        return TwilioAdapter.KIND;
    }

    @Override
    public Capabilities capabilities() {
        return capabilities(settings);
    }

    static Capabilities capabilities(TwilioSettings settings) {
        boolean trusts = settings.trustAbsenceAfter() != null;
        return new Capabilities(
                Duration.ZERO,
                true,
                trusts,
                trusts ? settings.trustAbsenceAfter() : Duration.ZERO,
                true,
                true,
                true,
                settings.costPerMinute() != null || settings.exchangeRate() != null);
    }

    @Override
    public Uni<Placed> place(CallRequest request) {
        String from = ProviderDesk.callerId(connection, request);
        if (from == null) {
            return Uni.createFrom().item(ProviderDesk.NO_CALLER_ID);
        }
        return calls.create(form(request, from), request.sendBefore()::passed).map(TwilioGateway::placed);
    }

    private Form form(CallRequest request, String from) {
        AttemptId attempt = request.attempt();
        long ring = Math.max(5, Math.min(MAX_RING_SECONDS, request.ringTimeout().toSeconds()));
        Form form = new Form()
                .add("To", request.to())
                .add("From", from)
                .add("Timeout", ring)
                .add("Url", url("voice", attempt))
                .add("Method", "POST")
                .add("StatusCallback", url("status", attempt))
                .add("StatusCallbackMethod", "POST");
        for (String event : List.of("initiated", "ringing", "answered", "completed")) {
            form.add("StatusCallbackEvent", event);
        }
        if (request.detectMachine()) {
            // The person hears the agent at once; the verdict comes beside the call.
            form.add("MachineDetection", request.voicemailMessage() == null ? "Enable" : "DetectMessageEnd")
                    .add("AsyncAmd", "true")
                    .add("AsyncAmdStatusCallback", url("amd", attempt))
                    .add("AsyncAmdStatusCallbackMethod", "POST");
        }
        if (request.record()) {
            form.add("Record", "true");
        }
        return form;
    }

    private String url(String topic, AttemptId attempt) {
        return desk.url(connection, topic, attempt);
    }

    /** A refusal is certain whatever its body looks like. */
    static Placed placed(ProviderAnswer answer) {
        if (answer.refused()) {
            Integer code = code(answer.body().getValue("code"));
            String said = answer.text("message");
            String message = said == null ? "status " + answer.status() : said;
            return new Placed.Refused(
                    TwilioOutcomes.ofRefusal(answer.status(), code),
                    code == null ? message : code + ": " + message,
                    answer.retryAfter());
        }
        String sid = answer.text("sid");
        if (sid == null) {
            throw new UnclearAnswer("the provider's answer names no call", answer.retryAfter());
        }
        return new Placed.Accepted(sid);
    }

    /** The number of an error, as a number or as text; null for anything else. */
    private static Integer code(Object said) {
        String digits = String.valueOf(said);
        return digits.matches("[0-9]{1,9}") ? Integer.valueOf(digits) : null;
    }

    @Override
    public Uni<Void> hangUp(CallReference call) {
        if (call.providerCallId() != null) {
            return end(call.providerCallId());
        }
        return lookUp(call)
                .chain(found -> found instanceof LookUp.Live live
                        ? end(live.providerCallId())
                        : Uni.createFrom().voidItem());
    }

    /** Of a call that is over the API says no, which is what was wanted. */
    private Uni<Void> end(String sid) {
        return calls.update(sid, new Form().add("Status", "completed"))
                .map(ProviderAnswer::ended)
                .replaceWithVoid();
    }

    @Override
    public Uni<LookUp> lookUp(CallReference call) {
        return call.providerCallId() == null ? search(call) : fetch(call);
    }

    private Uni<LookUp> fetch(CallReference call) {
        return calls.fetch(call.providerCallId())
                .map(answer -> answer.ok() ? found(call, answer.body()) : new LookUp.Unsure());
    }

    /** The API keeps no reference of ours: a call to this number around this time, if there is exactly one, is the call. */
    private Uni<LookUp> search(CallReference call) {
        return calls.list(call.to()).map(answer -> {
            if (!answer.ok() || !(answer.body().getValue("calls") instanceof JsonArray all)) {
                return new LookUp.Unsure();
            }
            List<JsonObject> near = new ArrayList<>();
            for (int i = 0; i < all.size(); i++) {
                JsonObject each = all.getJsonObject(i);
                if (call.to().equals(each.getString("to")) && isNear(call.sentAt(), each)) {
                    near.add(each);
                }
            }
            return near.isEmpty()
                    ? new LookUp.Absent()
                    : near.size() > 1 ? new LookUp.Unsure() : found(call, near.get(0));
        });
    }

    private static boolean isNear(Instant sentAt, JsonObject call) {
        String direction = call.getString("direction", "outbound-api");
        Instant made = time(call.getString("date_created", call.getString("start_time")));
        return direction.equals("outbound-api")
                && made != null
                && !made.isBefore(sentAt.minus(BEFORE))
                && !made.isAfter(sentAt.plus(AFTER));
    }

    private LookUp found(CallReference call, JsonObject resource) {
        String sid = resource.getString("sid");
        String status = resource.getString("status", "");
        if (!TwilioOutcomes.isFinal(status)) {
            return sid == null ? new LookUp.Unsure() : new LookUp.Live(sid);
        }
        Integer seconds = number(resource.getString("duration"));
        Instant end = time(resource.getString("end_time", resource.getString("date_updated")));
        CallNews news = CallNews.of("look-up", end == null ? call.sentAt() : end, sid)
                .ended(TwilioOutcomes.ofEnd(status, null, null), status, seconds)
                .by(verdict(resource.getString("answered_by")));
        news = settings.priced(news, resource.getString("price"), status, seconds);
        return new LookUp.Over(CallState.NOTHING.with(news).end(call.tenant(), call.attempt()));
    }

    @Override
    public Uni<Optional<BigDecimal>> price(CallReference call) {
        if (settings.exchangeRate() == null || call.providerCallId() == null) {
            return Uni.createFrom().item(Optional.empty());
        }
        return calls.fetch(call.providerCallId())
                .map(answer -> answer.ok()
                        ? Optional.ofNullable(settings.price(answer.text("price")))
                        : Optional.<BigDecimal>empty());
    }

    static AnsweredBy verdict(String answeredBy) {
        return answeredBy == null ? null : TwilioOutcomes.BY_VERDICT.get(answeredBy);
    }

    private static Integer number(String text) {
        try {
            return text == null ? null : Integer.valueOf(text);
        } catch (NumberFormatException e) {
            return null;
        }
    }

    /** An instant in the form of RFC 2822; null when it is none. */
    static Instant time(String text) {
        try {
            return text == null
                    ? null
                    : ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                            .toInstant();
        } catch (DateTimeException e) {
            return null;
        }
    }

    @Override
    public Uni<Boolean> available() {
        return Uni.createFrom().item(desk.usable());
    }

    @Override
    public Uni<Checked> check() {
        return calls.account()
                .map(answer -> {
                    String status = answer.body().getString("status", "");
                    return answer.ok() && (status.isEmpty() || status.equals("active"))
                            ? new Checked(true, "The account answers and is active.")
                            : new Checked(
                                    false,
                                    answer.ok()
                                            ? "The account is " + status + "."
                                            : answer.body().getString("message", "The account does not answer."));
                })
                .onFailure()
                .recoverWithItem(
                        failure -> new Checked(false, "The provider was not reached: " + failure.getMessage()));
    }
}
