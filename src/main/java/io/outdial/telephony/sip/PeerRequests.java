package io.outdial.telephony.sip;

import io.outdial.telephony.sip.decide.CallInput;
import io.outdial.telephony.sip.decide.CallInput.Kind;
import io.outdial.telephony.sip.decide.CallMachine.Stage;
import io.outdial.telephony.sip.decide.Leg;
import io.outdial.telephony.sip.decide.LegState;
import io.outdial.telephony.sip.decide.Sdp;
import java.util.EnumMap;
import java.util.Map;
import javax.sip.ServerTransaction;
import javax.sip.message.Request;
import javax.sip.message.Response;

/**
 * What the two sides ask within their dialogs. A new description of one side is offered to the other before it is answered; one
 * exchange at a time. Confined to the call's mailbox.
 */
final class PeerRequests {

    private static final long T1_MILLIS = 500;
    private static final long T2_MILLIS = 4_000;
    private static final long LONGEST_MILLIS = 64 * T1_MILLIS;

    private final SipCall call;
    private final SipParts parts;
    private final Map<Leg, Long> latest = new EnumMap<>(Leg.class);
    private final Map<Leg, Response> unacknowledged = new EnumMap<>(Leg.class);
    /** Numbers of INVITEs without a description: our success made the offer, and their ACK has the answer. */
    private final Map<Leg, Long> offered = new EnumMap<>(Leg.class);

    private boolean exchanging;

    PeerRequests(SipCall call, SipParts parts) {
        this.call = call;
        this.parts = parts;
    }

    /** @param transaction null for an ACK */
    void take(SipLeg leg, Request request, ServerTransaction transaction) {
        long number = SipMessages.cseq(request);
        if (transaction == null) {
            Response open = unacknowledged.get(leg.which);
            if (open != null && SipMessages.cseq(open) == number) {
                unacknowledged.remove(leg.which);
                if (offered.remove(leg.which, number)) {
                    accepted(leg, SipMessages.sdp(request));
                }
            }
            return;
        }
        long before = latest.getOrDefault(leg.which, -1L);
        Response open = unacknowledged.get(leg.which);
        if (open != null && SipMessages.cseq(open) == number) {
            parts.transport().respond(transaction, open); // the same request again
        } else if (number < before) {
            respond(transaction, request, 500);
        } else {
            latest.put(leg.which, number);
            fresh(leg, request, transaction);
        }
    }

    private void fresh(SipLeg leg, Request request, ServerTransaction transaction) {
        switch (request.getMethod()) {
            case Request.BYE -> {
                respond(transaction, request, 200);
                String reason = SipMessages.value(request, "Reason");
                String who = leg.which == Leg.CUSTOMER ? "the person hung up" : "the agent hung up";
                call.take(CallInput.of(Kind.BYE, leg.which, reason == null ? who : who + ": " + cut(reason)));
            }
            case Request.INVITE, Request.UPDATE -> described(leg, request, transaction);
            case Request.OPTIONS, Request.INFO -> respond(transaction, request, 200);
            default -> respond(transaction, request, 405);
        }
    }

    private static String cut(String text) {
        String plain = text.replaceAll("[^\\x20-\\x7e]", "");
        return plain.length() <= 200 ? plain : plain.substring(0, 200);
    }

    private void described(SipLeg leg, Request request, ServerTransaction transaction) {
        String body = SipMessages.sdp(request);
        if (call.machine().leg(leg.which) != LegState.UP) {
            respond(transaction, request, 491);
            return;
        }
        if (body != null && !Sdp.describesMedia(body)) {
            respond(transaction, request, 488);
            return;
        }
        leg.target(SipMessages.contact(request));
        Stage stage = call.machine().stage();
        if (body == null) {
            if (request.getMethod().equals(Request.INVITE)) {
                offered.put(leg.which, SipMessages.cseq(request));
            }
            agree(leg, request, transaction, request.getMethod().equals(Request.INVITE) ? leg.localSdp() : null);
        } else if (Sdp.same(body, leg.remoteSdp())) {
            agree(leg, request, transaction, leg.localSdp());
        } else if (stage == Stage.FENCING || stage == Stage.CONNECTING) {
            leg.remoteSdp(body);
            agree(leg, request, transaction, leg.answerInactive(body));
        } else if (stage == Stage.TALKING && !exchanging) {
            exchange(leg, request, transaction, body);
        } else {
            respond(transaction, request, 491);
        }
    }

    private void exchange(SipLeg leg, Request request, ServerTransaction transaction, String body) {
        SipLeg other = call.leg(leg.which.other());
        exchanging = true;
        call.offer(other, other.describe(body), answer -> {
            exchanging = false;
            int status = answer == null ? 504 : answer.getStatusCode();
            if (status < 300) {
                leg.remoteSdp(body);
                agree(leg, request, transaction, leg.describe(other.remoteSdp()));
            } else {
                respond(transaction, request, status == 491 ? 491 : 488);
            }
        });
    }

    /** What a side answers to our offer may be new, as when its media moved: the other side hears of it. */
    private void accepted(SipLeg leg, String answer) {
        if (answer == null || !Sdp.describesMedia(answer) || Sdp.same(answer, leg.remoteSdp())) {
            return;
        }
        leg.remoteSdp(answer);
        if (call.machine().stage() == Stage.TALKING && !exchanging) {
            SipLeg other = call.leg(leg.which.other());
            exchanging = true;
            call.offer(other, other.describe(answer), done -> exchanging = false);
        }
    }

    private void agree(SipLeg leg, Request request, ServerTransaction transaction, String body) {
        Response response = response(request, 200);
        SipMessages.set(response, "Contact", parts.here(leg.party.target()).contact());
        if (leg.timer() != null) {
            leg.timer(leg.timer().asked(SipMessages.value(request, "Session-Expires")));
            String refresher = leg.timer().ours() ? "uas" : "uac";
            SipMessages.set(response, "Session-Expires", leg.timer().seconds() + ";refresher=" + refresher);
            SipMessages.set(response, "Supported", "timer");
            call.refresh().begin(leg);
        }
        SipMessages.body(response, body);
        parts.transport().respond(transaction, response);
        if (request.getMethod().equals(Request.INVITE)) {
            unacknowledged.put(leg.which, response);
            repeat(leg, response, T1_MILLIS, 0);
        }
    }

    /** A success is repeated until its ACK comes, over any transport (RFC 3261 section 13.3.1.4). */
    private void repeat(SipLeg leg, Response response, long wait, long waited) {
        parts.vertx()
                .setTimer(
                        wait,
                        id -> call.post(() -> {
                            if (unacknowledged.get(leg.which) != response
                                    || call.machine().leg(leg.which) != LegState.UP) {
                                return;
                            }
                            if (waited + wait >= LONGEST_MILLIS) {
                                call.take(CallInput.of(
                                        Kind.LOST, leg.which, "a change of the session was never acknowledged"));
                                return;
                            }
                            parts.transport().respondAgain((Response) response.clone());
                            repeat(leg, response, Math.min(T2_MILLIS, 2 * wait), waited + wait);
                        }));
    }

    private void respond(ServerTransaction transaction, Request request, int status) {
        parts.transport().respond(transaction, response(request, status));
    }

    static Response response(Request request, int status) {
        Response response = SipMessages.response(status, request, null);
        if (status == 200 || status == 405) {
            SipMessages.set(response, "Allow", SipMessages.ALLOW);
        }
        return response;
    }
}
