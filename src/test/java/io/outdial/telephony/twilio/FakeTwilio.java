package io.outdial.telephony.twilio;

import com.sun.net.httpserver.HttpExchange;
import io.outdial.telephony.Delivery;
import io.outdial.telephony.FakeServer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Speaks the Calls API as documented: creates, lists, fetches and ends calls, asks for the script of an answered one, reports
 * its progress and the verdict of machine detection, all signed. What happens to a call is decided by its number.
 */
public final class FakeTwilio extends FakeServer {

    public static final String ACCOUNT = "AC00000000000000000000000000000001";
    public static final String TOKEN = "12345";

    /** What happens to a call, and what a person would say came of it. */
    public enum Fate {
        HUMAN("completed", "human", null, "answered_human"),
        MACHINE("completed", "machine_start", null, "answered_machine"),
        FAX("completed", "fax", null, "answered_machine"),
        BUSY("busy", null, 486, "busy"),
        NO_ANSWER("no-answer", null, 487, "no_answer"),
        DECLINED("busy", null, 603, "rejected"),
        UNALLOCATED("failed", null, 404, "invalid_number"),
        /** Refused at once. */
        NOT_A_NUMBER(null, null, null, "invalid_number"),
        /** The call is made and the answer to the request is lost. */
        LOST("completed", "human", null, "answered_human");

        final String status;
        final String verdict;
        final Integer sip;
        public final String outcome;

        Fate(String status, String verdict, Integer sip, String outcome) {
            this.status = status;
            this.verdict = verdict;
            this.sip = sip;
            this.outcome = outcome;
        }
    }

    /** A call as the provider knows it. */
    public static final class Call {
        public final String sid = "CA" + UUID.randomUUID().toString().replace("-", "");
        public final String to;
        public final Fate fate;
        public final Instant made = Instant.now();
        final TreeMap<String, String> asked;
        volatile String status = "queued";
        volatile Instant answeredAt;
        volatile Instant endedAt;
        public volatile String document;
        public volatile String saidToMachine;
        volatile String price;
        int sequence;

        Call(TreeMap<String, String> asked, Fate fate) {
            this.asked = asked;
            this.to = asked.get("To");
            this.fate = fate;
        }

        JsonObject json() {
            boolean over = endedAt != null;
            return new JsonObject()
                    .put("sid", sid)
                    .put("account_sid", ACCOUNT)
                    .put("to", to)
                    .put("from", asked.get("From"))
                    .put("direction", "outbound-api")
                    .put("status", status)
                    .put("date_created", rfc(made))
                    .put("start_time", answeredAt == null ? null : rfc(answeredAt))
                    .put("end_time", over ? rfc(endedAt) : null)
                    .put("duration", over ? seconds() : null)
                    .put("price", price)
                    .put("price_unit", "USD")
                    .put("answered_by", answeredAt == null ? null : fate.verdict);
        }

        String seconds() {
            return answeredAt == null
                    ? "0"
                    : String.valueOf(Math.max(1, endedAt.getEpochSecond() - answeredAt.getEpochSecond()));
        }
    }

    public final Map<String, Call> calls = new ConcurrentHashMap<>();
    /** Numbers in the order of their create requests, refused ones too. */
    public final List<String> created = new CopyOnWriteArrayList<>();
    /** The most calls that were alive at once. */
    public final AtomicInteger mostAtOnce = new AtomicInteger();

    private final AtomicInteger alive = new AtomicInteger();
    /** What our callbacks were answered, when it was not as it should be. */
    public final List<String> complaints = new CopyOnWriteArrayList<>();

    private final Function<String, Fate> fates;
    private final long stepMillis;
    private final long talkMillis;
    private final boolean chaos;
    private volatile Delivery delivery;
    private volatile int refuseWith;

    /**
     * @param talkMillis how long people talk; negative: until somebody hangs up
     * @param chaos whether reports come twice and in the wrong order
     */
    public FakeTwilio(Function<String, Fate> fates, long stepMillis, long talkMillis, boolean chaos) {
        this.fates = fates;
        this.stepMillis = stepMillis;
        this.talkMillis = talkMillis;
        this.chaos = chaos;
    }

    /** What a call cost, which the provider knows a while after its end; negative, as it is taken from the account. */
    public void prices(String sid, String price) {
        calls.get(sid).price = price;
    }

    public void reportsTo(Delivery to) {
        delivery = to;
    }

    /** From now on every create request gets this status; 0: as the fates say. */
    public void refusesWith(int status) {
        refuseWith = status;
    }

    @Override
    protected Answer answer(HttpExchange exchange, byte[] body) {
        String basic = Base64.getEncoder().encodeToString((ACCOUNT + ":" + TOKEN).getBytes(StandardCharsets.UTF_8));
        if (!("Basic " + basic).equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
            return error(401, 20003, "Authenticate");
        }
        String base = "/2010-04-01/Accounts/" + ACCOUNT;
        String path = exchange.getRequestURI().getPath();
        boolean posts = exchange.getRequestMethod().equals("POST");
        if (path.equals(base + ".json")) {
            return Answer.json(200, new JsonObject().put("status", "active").encode());
        }
        if (path.equals(base + "/Calls.json")) {
            return posts ? create(fields(new String(body, StandardCharsets.UTF_8))) : list(exchange);
        }
        if (path.startsWith(base + "/Calls/") && path.endsWith(".json")) {
            Call call = calls.get(path.substring(base.length() + 7, path.length() - 5));
            if (call == null) {
                return error(404, 20404, "no such call");
            }
            if (posts) {
                change(call, fields(new String(body, StandardCharsets.UTF_8)));
            }
            return Answer.json(200, call.json().encode());
        }
        return error(404, 20404, "not found");
    }

    private Answer create(TreeMap<String, String> asked) {
        if (refuseWith >= 500) {
            return Answer.json(refuseWith, "{}");
        }
        if (refuseWith == 401) {
            return error(401, 20003, "Authenticate");
        }
        if (refuseWith == 429) {
            return error(429, 20429, "Too Many Requests");
        }
        created.add(asked.get("To"));
        Fate fate = fates.apply(asked.get("To"));
        if (fate == Fate.NOT_A_NUMBER) {
            return error(400, 21211, "Invalid 'To' Phone Number");
        }
        Call call = new Call(asked, fate);
        calls.put(call.sid, call);
        mostAtOnce.accumulateAndGet(alive.incrementAndGet(), Math::max);
        after(stepMillis, () -> ring(call));
        return fate == Fate.LOST ? Answer.none() : Answer.json(201, call.json().encode());
    }

    private Answer list(HttpExchange exchange) {
        String to = fields(exchange.getRequestURI().getRawQuery()).get("To");
        JsonArray found = new JsonArray();
        calls.values().stream()
                .filter(call -> call.to.equals(to))
                .sorted((a, b) -> b.made.compareTo(a.made))
                .forEach(call -> found.add(call.json()));
        return Answer.json(200, new JsonObject().put("calls", found).encode());
    }

    private void ring(Call call) {
        if (call.endedAt != null) {
            return;
        }
        boolean rings = call.fate != Fate.UNALLOCATED;
        if (rings) {
            call.status = "ringing";
            report(call, "ringing", Map.of());
        }
        after(stepMillis, () -> {
            if (call.fate.status.equals("completed")) {
                pickUp(call);
            } else {
                end(call, call.fate.status);
            }
        });
    }

    private void pickUp(Call call) {
        if (call.endedAt != null) {
            return;
        }
        call.status = "in-progress";
        call.answeredAt = Instant.now();
        report(call, "in-progress", Map.of());
        TreeMap<String, String> asked = facts(call);
        call.document = post(call.asked.get("Url"), asked).body();
        if (call.document == null || call.document.contains("<Hangup/>")) {
            end(call, "completed");
            return;
        }
        if ("true".equals(call.asked.get("AsyncAmd"))) {
            TreeMap<String, String> verdict = facts(call);
            verdict.put("AnsweredBy", call.fate.verdict);
            verdict.put("MachineDetectionDuration", "1200");
            post(call.asked.get("AsyncAmdStatusCallback"), verdict);
        }
        if (talkMillis >= 0) {
            after(talkMillis, () -> end(call, "completed"));
        }
    }

    private void change(Call call, TreeMap<String, String> asked) {
        if (asked.containsKey("Twiml")) {
            call.saidToMachine = asked.get("Twiml");
            after(stepMillis, () -> end(call, "completed"));
        } else if ("completed".equals(asked.get("Status"))) {
            String how = call.answeredAt == null ? "canceled" : "completed";
            after(0, () -> end(call, how));
        }
    }

    private void end(Call call, String status) {
        synchronized (call) {
            if (call.endedAt != null) {
                return;
            }
            call.endedAt = Instant.now();
            call.status = status;
            alive.decrementAndGet();
        }
        TreeMap<String, String> more = new TreeMap<>();
        more.put("CallDuration", call.seconds());
        if (call.fate.sip != null) {
            more.put("SipResponseCode", call.fate.sip.toString());
        }
        report(call, status, more);
    }

    /** Under chaos the end overtakes what came before it, and everything comes twice. */
    private void report(Call call, String status, Map<String, String> more) {
        TreeMap<String, String> form = facts(call);
        form.put("CallStatus", status);
        form.put("CallbackSource", "call-progress-events");
        form.put("Timestamp", rfc(Instant.now()));
        form.put("SequenceNumber", String.valueOf(call.sequence++));
        form.putAll(more);
        String url = call.asked.get("StatusCallback");
        if (!chaos) {
            post(url, form);
            return;
        }
        boolean isOver = !more.isEmpty();
        after(isOver ? 0 : stepMillis * 3, () -> post(url, form));
        after(stepMillis * 4, () -> post(url, form));
    }

    private TreeMap<String, String> facts(Call call) {
        TreeMap<String, String> form = new TreeMap<>();
        form.put("CallSid", call.sid);
        form.put("AccountSid", ACCOUNT);
        form.put("From", call.asked.get("From"));
        form.put("To", call.to);
        form.put("CallStatus", call.status);
        form.put("ApiVersion", "2010-04-01");
        form.put("Direction", "outbound-api");
        // A value that a careless reader would trim.
        form.put("CallerCity", " Riyadh  & سوق ");
        return form;
    }

    private Delivery.Reply post(String url, TreeMap<String, String> form) {
        Form encoded = new Form();
        form.forEach(encoded::add);
        byte[] body = encoded.encode().getBytes();
        Map<String, String> headers =
                Map.of("X-Twilio-Signature", sign(url, form), "Content-Type", "application/x-www-form-urlencoded");
        for (int i = 0; ; i++) {
            Delivery.Reply reply = delivery.deliver(url, headers, body);
            if (reply.status() < 300) {
                return reply;
            }
            if (reply.status() != 503 || i >= 50) {
                complaints.add(url + " was answered " + reply.status() + " " + reply.body());
                return reply;
            }
        }
    }

    /** As the provider documents it, in code of its own. */
    static String sign(String url, TreeMap<String, String> form) {
        try {
            StringBuilder text = new StringBuilder(url);
            form.forEach((name, value) -> text.append(name).append(value));
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(TOKEN.getBytes(StandardCharsets.UTF_8), "HmacSHA1"));
            return Base64.getEncoder()
                    .encodeToString(mac.doFinal(text.toString().getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static TreeMap<String, String> fields(String encoded) {
        TreeMap<String, String> fields = new TreeMap<>();
        for (String pair : encoded.split("&")) {
            int equals = pair.indexOf('=');
            fields.put(
                    URLDecoder.decode(pair.substring(0, equals), StandardCharsets.UTF_8),
                    URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
        }
        return fields;
    }

    private static Answer error(int status, int code, String message) {
        return Answer.json(
                status,
                new JsonObject()
                        .put("code", code)
                        .put("message", message)
                        .put("more_info", "https://www.twilio.com/docs/errors/" + code)
                        .put("status", status)
                        .encode());
    }

    private static String rfc(Instant at) {
        return DateTimeFormatter.RFC_1123_DATE_TIME.format(at.atOffset(ZoneOffset.UTC));
    }
}
