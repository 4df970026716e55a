package io.outdial.telephony.sip;

import io.outdial.platform.NotSent;
import io.outdial.telephony.sip.decide.Dialog;
import io.outdial.telephony.sip.decide.Leg;
import io.outdial.telephony.sip.decide.Sdp;
import io.outdial.telephony.sip.decide.SessionTimer;
import io.outdial.telephony.sip.decide.SipIds;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import javax.sip.ClientTransaction;
import javax.sip.SipException;
import javax.sip.address.Hop;
import javax.sip.message.Request;
import javax.sip.message.Response;

/**
 * One leg of a call: its dialog, its descriptions and the requests under way. Settles what the call need not know: challenges,
 * too short session times, repeated successes. Confined to the call's mailbox.
 */
final class SipLeg {

    private static final int MOST_TRIES = 4;

    final Leg which;
    final Party party;
    private final String callId;
    private final String localTag;
    private final SipParts parts;
    private final Mailbox mailbox;

    private Dialog dialog;
    private long cseq;
    private long version;
    private String localSdp;
    private String remoteSdp;
    private int sessionSeconds;
    private boolean updates;
    private SessionTimer timer;
    private ClientTransaction invite;
    /** The INVITE is not to be sent again, whatever its answer asks for. */
    private boolean givenUp;

    private Map<String, String> inviteProofs = Map.of();
    private Request lastAck;

    SipLeg(Leg which, String callId, Party party, SipParts parts, Mailbox mailbox) {
        this.which = which;
        this.callId = callId;
        this.party = party;
        this.parts = parts;
        this.mailbox = mailbox;
        localTag = SipIds.tag(callId);
        sessionSeconds = party.sessionSeconds();
        dialog = new Dialog(
                callId, localTag, null, party.localUri(), party.remoteUri(), party.requestUri(), List.of(), 0);
    }

    /** What came of a request; null stands for silence. */
    interface Reply extends Consumer<Response> {}

    /** Lets go of what only a live leg needs; the call itself is remembered for a while. */
    void shrink() {
        localSdp = null;
        remoteSdp = null;
        lastAck = null;
        invite = null;
        inviteProofs = Map.of();
    }

    /** Takes up a dialog that another process has made; good for ending it. */
    void resume(Dialog made) {
        dialog = made;
        cseq = made.cseq();
    }

    String callId() {
        return callId;
    }

    /** Null until it was answered. */
    Dialog dialog() {
        return dialog.remoteTag() == null ? null : dialog;
    }

    SessionTimer timer() {
        return timer;
    }

    void timer(SessionTimer agreed) {
        timer = agreed;
    }

    String remoteSdp() {
        return remoteSdp;
    }

    String localSdp() {
        return localSdp;
    }

    void remoteSdp(String body) {
        if (body != null) {
            remoteSdp = body;
        }
    }

    /** Whether this success is for a dialog that is known already. */
    boolean knows(Response success) {
        return dialog.remoteTag() != null && dialog.remoteTag().equals(SipMessages.toTag(success));
    }

    boolean isFork(Response success) {
        return dialog.remoteTag() != null && !knows(success);
    }

    private SipMessages.Here here() {
        return parts.here(party.target());
    }

    private Sdp.Origin nextOrigin() {
        version++;
        return new Sdp.Origin(SipIds.session(callId), version, here().address());
    }

    String offerInactive(List<String> codecs) {
        localSdp = Sdp.inactiveOffer(nextOrigin(), codecs);
        return localSdp;
    }

    /** The other party's description as ours; null without one. */
    String describe(String others) {
        if (others == null) {
            return null;
        }
        localSdp = Sdp.passedOn(others, nextOrigin());
        return localSdp;
    }

    String answerInactive(String offer) {
        localSdp = Sdp.inactiveAnswer(offer, nextOrigin());
        return localSdp;
    }

    /** Sends the INVITE that is to make the dialog. @throws NotSent when it did not leave */
    void invite(String body, Reply reply) {
        ask(Request.INVITE, body, reply, 1, Map.of());
    }

    /** Sends a request within the dialog. @throws NotSent when it did not leave */
    void ask(String method, String body, Reply reply) {
        ask(method, body, reply, 1, Map.of());
    }

    private void ask(String method, String body, Reply reply, int tries, Map<String, String> proofs) {
        cseq++;
        dialog = dialog.at(cseq);
        Request request = SipMessages.request(method, dialog, here(), SipIds.branch(callId, method, cseq));
        if (method.equals(Request.INVITE) || method.equals(Request.UPDATE)) {
            SipMessages.set(request, "Contact", here().contact());
            SipMessages.set(request, "Allow", SipMessages.ALLOW);
            SipMessages.set(request, "Supported", "timer");
            session(request);
            if (dialog.remoteTag() == null) {
                first(request);
            }
        }
        proofs.forEach((name, value) -> SipMessages.set(request, name, value));
        SipMessages.body(request, body);
        ClientTransaction transaction = parts.transport()
                .send(request, party.target(), hop(), new SipTransport.Answers() {
                    @Override
                    public void response(Response response) {
                        mailbox.post(() -> answered(method, body, reply, tries, proofs, response));
                    }

                    @Override
                    public void silence() {
                        mailbox.post(() -> reply.accept(null));
                    }
                });
        if (method.equals(Request.INVITE)) {
            invite = transaction;
            inviteProofs = proofs;
        }
    }

    private void session(Request request) {
        if (sessionSeconds > 0) {
            String refresher = timer == null ? "" : timer.ours() ? ";refresher=uac" : ";refresher=uas";
            int seconds = timer == null ? sessionSeconds : timer.seconds();
            SipMessages.set(request, "Session-Expires", seconds + refresher);
            SipMessages.set(request, "Min-SE", String.valueOf(SessionTimer.LEAST));
        }
    }

    private void first(Request request) {
        if (party.identity() != null) {
            SipMessages.set(request, "P-Asserted-Identity", "<" + party.identity() + ">");
        }
        party.headers().forEach((name, value) -> SipMessages.set(request, name, value));
    }

    private Hop hop() {
        return dialog.remoteTag() == null ? party.target().hop() : parts.hops().of(dialog, party.target());
    }

    private void answered(
            String method, String body, Reply reply, int tries, Map<String, String> proofs, Response response) {
        int status = response.getStatusCode();
        if (givenUp && method.equals(Request.INVITE)) {
            reply.accept(response);
            return;
        }
        boolean challenged = (status == 401 || status == 407) && party.user() != null;
        if (challenged && tries < MOST_TRIES && (proofs.isEmpty() || stale(response))) {
            Map<String, String> answers =
                    Challenges.answers(response, method, dialog.remoteTarget(), party.user(), party.password());
            if (!answers.isEmpty()) {
                again(method, body, reply, tries, answers, response);
                return;
            }
        }
        if (status == 422 && tries < MOST_TRIES) {
            int least = SessionTimer.least(SipMessages.value(response, "Min-SE"), sessionSeconds);
            if (least > sessionSeconds) {
                sessionSeconds = least;
                again(method, body, reply, tries, proofs, response);
                return;
            }
        }
        reply.accept(response);
    }

    private void again(String method, String body, Reply reply, int tries, Map<String, String> proofs, Response asked) {
        try {
            ask(method, body, reply, tries + 1, proofs);
        } catch (NotSent e) {
            reply.accept(asked);
        }
    }

    private static boolean stale(Response response) {
        String asks = SipMessages.value(
                response, response.getStatusCode() == 401 ? "WWW-Authenticate" : "Proxy-Authenticate");
        return asks != null
                && asks.replace(" ", "").toLowerCase(java.util.Locale.ROOT).contains("stale=true");
    }

    /** Takes the success to the first INVITE. */
    void established(Response success) {
        dialog = SipMessages.dialog(success, party.localUri(), party.remoteUri(), party.requestUri());
        learn(success);
        if (sessionSeconds > 0) {
            timer = SessionTimer.agreed(SipMessages.value(success, "Session-Expires"), sessionSeconds);
        }
    }

    /** Takes what a later success says of the other side. */
    void learn(Response success) {
        String contact = SipMessages.contact(success);
        if (contact != null && dialog.remoteTag() != null) {
            dialog = dialog.to(contact);
        }
        remoteSdp(SipMessages.sdp(success));
        String allow = SipMessages.value(success, "Allow");
        updates = updates || (allow != null && allow.contains("UPDATE"));
    }

    void target(String contact) {
        if (contact != null) {
            dialog = dialog.to(contact);
        }
    }

    /** Whether the other side takes UPDATE, which refreshes a session without a description. */
    boolean updates() {
        return updates;
    }

    void acknowledge(Response success, String body) {
        lastAck = ack(dialog.at(SipMessages.cseq(success)), body);
        parts.transport().acknowledge(lastAck, party.target(), hop());
    }

    private Request ack(Dialog of, String body) {
        // Without a body it may be repeated for each repeated success; its branch is its own (RFC 3261 section
        // 13.2.2.4).
        Request ack = SipMessages.request(
                Request.ACK, of, here(), SipIds.branch(callId + of.remoteTag(), Request.ACK, of.cseq()));
        inviteProofs.forEach((name, value) -> SipMessages.set(ack, name, value));
        SipMessages.body(ack, body);
        return ack;
    }

    /** The same success again: its ACK was lost, or is not due yet. */
    void repeated(Response success) {
        if (lastAck != null && SipMessages.cseq(lastAck) == SipMessages.cseq(success)) {
            parts.transport().acknowledge((Request) lastAck.clone(), party.target(), hop());
        }
    }

    /** Another branch of the network has answered too (RFC 3261 section 13.2.2.4): it is let go at once. */
    void letGo(Response fork) {
        Dialog other = SipMessages.dialog(fork, party.localUri(), party.remoteUri(), party.requestUri());
        Hop hop = parts.hops().of(other, party.target());
        parts.transport().acknowledge(ack(other, null), party.target(), hop);
        parts.bye(other.at(other.cseq() + 1), party.target());
    }

    /** Nobody wants the call any more: its INVITE is not sent again. */
    void giveUp() {
        givenUp = true;
    }

    /** Cancels the INVITE; only after a provisional response (RFC 3261 section 9.1). */
    void cancel() {
        try {
            Request cancel = invite.createCancel();
            parts.transport().send(cancel, party.target(), party.target().hop(), IGNORED);
        } catch (SipException | NotSent e) {
            // Its final response came meanwhile, or the timer for it runs out.
        }
    }

    static final SipTransport.Answers IGNORED = new SipTransport.Answers() {
        @Override
        public void response(Response response) {
            // The INVITE itself is answered.
        }

        @Override
        public void silence() {
            // The INVITE itself is answered.
        }
    };
}
