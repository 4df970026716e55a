package io.outdial.telephony.sip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import gov.nist.javax.sip.message.SIPRequest;
import io.outdial.kernel.AttemptId;
import io.outdial.kernel.Outcome;
import io.outdial.telephony.AdapterHarness;
import io.outdial.telephony.CallEvent;
import io.outdial.telephony.CallEventSink;
import io.outdial.telephony.CallReference;
import io.outdial.telephony.CallRequest;
import io.outdial.telephony.LookUp;
import io.outdial.telephony.Placed;
import io.outdial.telephony.TelephonyGateway;
import io.outdial.telephony.TelephonyGatewayContract;
import io.outdial.telephony.sip.decide.Digest;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ServerSocketFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The contract, and what happens on the wire, against peers of bare sockets. */
class SipAdapterTest extends TelephonyGatewayContract {

    private static final long TALK_MILLIS = 40;

    /** One stack for all tests: stopping one takes a second. */
    private static final SipBench STACK = new SipBench();

    private SipBench bench = STACK.another();

    private final List<CallEvent> events = new CopyOnWriteArrayList<>();
    private AdapterHarness harness;
    private SipPeer trunk;
    private SipPeer agent;

    @AfterEach
    void nothingIsLeft() {
        if (trunk != null) {
            trunk.close();
            agent.close();
        }
        bench.calls.threads().shutdownNow();
    }

    @AfterAll
    static void stop() {
        STACK.close();
    }

    @Override
    protected TelephonyGateway gateway(CallEventSink sink, boolean endless) {
        peers("udp");
        if (!endless) {
            agent.onAck(ack ->
                    agent.later(TALK_MILLIS, () -> agent.ask("BYE", agent.invites.get(callId(ack.request())), null)));
        }
        return open(sink, settings());
    }

    private void peers(String transport) {
        ServerSocketFactory sockets = transport.equals("udp") ? null : ServerSocketFactory.getDefault();
        trunk = new SipPeer(transport, sockets);
        agent = new SipPeer(transport, sockets);
    }

    private JsonObject settings() {
        return new JsonObject()
                .put("host", "127.0.0.1")
                .put("port", trunk.port())
                .put("agent", "sip:noura@127.0.0.1:" + agent.port())
                .put("agentAnswerWithin", "PT10S");
    }

    private TelephonyGateway open(CallEventSink sink, JsonObject settings) {
        return open(sink, settings, Map.of());
    }

    private TelephonyGateway open(CallEventSink sink, JsonObject settings, Map<String, String> credentials) {
        harness = new AdapterHarness(TENANT, sink, credentials);
        return harness.open(bench.adapter(harness), settings);
    }

    private TelephonyGateway open() {
        if (trunk == null) {
            peers("udp");
        }
        return open(events::add, settings());
    }

    private static String callId(SIPRequest request) {
        return request.getCallId().getCallId();
    }

    private static Placed place(TelephonyGateway gateway, AttemptId attempt) {
        return gateway.place(request(TENANT, attempt, TO)).await().atMost(PATIENCE);
    }

    private CallEvent.Ended end() {
        await().atMost(PATIENCE).until(() -> events.stream().anyMatch(CallEvent.Ended.class::isInstance));
        return (CallEvent.Ended) events.get(events.size() - 1);
    }

    private void settled() {
        await().atMost(PATIENCE).until(() -> bench.calls.open() == 0);
        assertThat(bench.dialogs.kept).isEmpty();
        assertThat(bench.calls.leaked()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"udp", "tcp"})
    void eachSideIsToldOfTheOthersMedia(String transport) {
        peers(transport);
        TelephonyGateway gateway = open(
                events::add,
                settings()
                        .put("transport", transport)
                        .put("assertIdentity", true)
                        .put("agent", "sip:noura@127.0.0.1:" + agent.port() + ";transport=" + transport));
        AttemptId attempt = AttemptId.next();
        place(gateway, attempt);
        await().atMost(PATIENCE).until(() -> !agent.requests("ACK").isEmpty());
        SIPRequest first = trunk.requests("INVITE").get(0);
        assertThat(new String(first.getRawContent())).contains("a=inactive");
        assertThat(first.getHeader("P-Asserted-Identity").toString()).contains("+966112345678@127.0.0.1");
        assertThat(first.getRequestURI().toString()).startsWith("sip:" + TO + "@127.0.0.1");
        SIPRequest toAgent = agent.requests("INVITE").get(0);
        assertThat(toAgent.getRawContent()).isNull();
        assertThat(toAgent.getHeader("X-Outdial-Attempt-Id").toString()).contains(attempt.toString());
        assertThat(toAgent.toString()).doesNotContain("Sara", TO);
        assertThat(new String(trunk.requests("INVITE").get(1).getRawContent()))
                .contains("m=audio 40000", "o=outdial")
                .doesNotContain("inactive");
        assertThat(new String(agent.requests("ACK").get(0).getRawContent())).contains("m=audio 40000");
        trunk.ask("BYE", trunk.invites.get(callId(first)), null, "Reason", "Q.850;cause=16");
        CallEvent.Ended end = end();
        assertThat(end.outcome()).isEqualTo(Outcome.ANSWERED_HUMAN);
        assertThat(end.reason()).isEqualTo("the person hung up: Q.850;cause=16");
        await().atMost(PATIENCE).until(() -> agent.requests("BYE").size() == 1);
        settled();
    }

    @Test
    void aDelayedOfferIsAnsweredByTheAgent() {
        peers("udp");
        TelephonyGateway gateway = open(events::add, settings().put("offer", "delayed"));
        place(gateway, AttemptId.next());
        await().atMost(PATIENCE).until(() -> !trunk.requests("ACK").isEmpty());
        assertThat(trunk.requests("INVITE")).hasSize(1);
        assertThat(trunk.requests("INVITE").get(0).getRawContent()).isNull();
        assertThat(new String(agent.requests("INVITE").get(0).getRawContent())).contains("m=audio 40000");
        assertThat(new String(trunk.requests("ACK").get(0).getRawContent())).contains("m=audio 40000");
        agent.ask("BYE", agent.invites.values().iterator().next(), null);
        assertThat(end().reason()).isEqualTo("the agent hung up");
        settled();
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "null",
            value = {
                "486, null, BUSY",
                "603, null, REJECTED",
                "404, null, INVALID_NUMBER",
                "480, Q.850;cause=1, INVALID_NUMBER",
                "503, Q.850;cause=17, BUSY",
                "403, null, CONFIG_ERROR",
                "500, null, CONGESTION"
            })
    void aRefusalBeforeItRingsIsTheAnswerToTheRequest(int status, String reason, Outcome outcome) {
        TelephonyGateway gateway = open();
        trunk.onInvite(invite -> {
            trunk.reply(invite, 100, null);
            if (reason == null) {
                trunk.reply(invite, status, null);
            } else {
                trunk.reply(invite, status, null, "Reason", reason);
            }
        });
        assertThat(place(gateway, AttemptId.next()))
                .isInstanceOfSatisfying(Placed.Refused.class, refused -> assertThat(refused.outcome())
                        .isEqualTo(outcome));
        settled();
        assertThat(events).isEmpty();
        await().atMost(PATIENCE).until(() -> trunk.requests("ACK").size() == 1);
    }

    @Test
    void aRefusalAfterItRangIsTheEndOfTheCall() {
        TelephonyGateway gateway = open();
        trunk.onInvite(invite -> {
            trunk.reply(invite, 180, null);
            trunk.later(20, () -> trunk.reply(invite, 486, null));
        });
        assertThat(place(gateway, AttemptId.next())).isInstanceOf(Placed.Accepted.class);
        assertThat(end().outcome()).isEqualTo(Outcome.BUSY);
        settled();
    }

    @Test
    void retryAfterKeepsTheTrunkAlone() {
        TelephonyGateway gateway = open();
        trunk.onInvite(invite -> trunk.reply(invite, 503, null, "Retry-After", "120"));
        assertThat(place(gateway, AttemptId.next())).isInstanceOf(Placed.Refused.class);
        assertThat(place(gateway, AttemptId.next())).isInstanceOfSatisfying(Placed.Refused.class, refused -> {
            assertThat(refused.outcome()).isEqualTo(Outcome.CONGESTION);
            assertThat(refused.reason()).contains("left alone");
        });
        assertThat(trunk.requests("INVITE")).hasSize(1);
        assertThat(gateway.available().await().atMost(PATIENCE)).isFalse();
    }

    private static CallRequest ringing(AttemptId attempt, Duration ring) {
        CallRequest of = request(TENANT, attempt, TO);
        return new CallRequest(
                of.tenant(),
                of.campaign(),
                of.attempt(),
                of.to(),
                of.callerId(),
                ring,
                false,
                false,
                null,
                null,
                "en",
                of.script(),
                of.variables(),
                null,
                null,
                null,
                null,
                of.sendBefore());
    }

    @Test
    void whatRingsTooLongIsCancelled() {
        TelephonyGateway gateway = open();
        trunk.onInvite(invite -> trunk.reply(invite, 180, null));
        gateway.place(ringing(AttemptId.next(), Duration.ofMillis(100))).await().atMost(PATIENCE);
        assertThat(end().outcome()).isEqualTo(Outcome.NO_ANSWER);
        SIPRequest cancel = trunk.requests("CANCEL").get(0);
        SIPRequest invite = trunk.requests("INVITE").get(0);
        assertThat(cancel.getTopmostVia().getBranch())
                .isEqualTo(invite.getTopmostVia().getBranch());
        settled();
    }

    @Test
    void anAnswerThatCrossesTheCancelIsAcknowledgedAndEnded() {
        TelephonyGateway gateway = open();
        trunk.onInvite(invite -> trunk.reply(invite, 180, null));
        trunk.onCancel(cancel -> {
            trunk.reply(trunk.invites.get(callId(cancel.request())), 200, trunk.sdp());
            trunk.reply(cancel, 200, null);
        });
        gateway.place(ringing(AttemptId.next(), Duration.ofMillis(100))).await().atMost(PATIENCE);
        assertThat(end().outcome()).isEqualTo(Outcome.ABANDONED);
        await().atMost(PATIENCE).until(() -> trunk.requests("BYE").size() == 1);
        assertThat(trunk.requests("ACK")).hasSize(1);
        assertThat(agent.requests("INVITE")).isEmpty();
        settled();
    }

    @Test
    void anAnswerThatIsRepeatedIsAcknowledgedAgain() {
        TelephonyGateway gateway = open();
        trunk.onInvite(invite -> {
            String sdp = trunk.sdp();
            trunk.reply(invite, 200, sdp);
            trunk.later(100, () -> trunk.reply(invite, 200, sdp));
        });
        agent.onInvite(invite -> agent.reply(invite, 180, null));
        AttemptId attempt = AttemptId.next();
        place(gateway, attempt);
        await().atMost(PATIENCE).until(() -> trunk.requests("ACK").size() == 2);
        gateway.hangUp(reference(attempt)).await().atMost(PATIENCE);
        end();
        settled();
    }

    private static CallReference reference(AttemptId attempt) {
        return new CallReference(TENANT, attempt, null, TO, Instant.now());
    }

    @ParameterizedTest
    @CsvSource({"486, 'SIP 486'", "603, 'SIP 603'"})
    void aPersonWhoseAgentDoesNotComeIsLetGo(int status, String said) {
        TelephonyGateway gateway = open();
        agent.onInvite(invite -> agent.reply(invite, status, null));
        place(gateway, AttemptId.next());
        assertThat(end().outcome()).isEqualTo(Outcome.ABANDONED);
        assertThat(end().reason()).contains(said);
        await().atMost(PATIENCE).until(() -> trunk.requests("BYE").size() == 1);
        settled();
    }

    @Test
    void anAgentThatTakesTooLongIsCancelled() {
        peers("udp");
        TelephonyGateway gateway = open(events::add, settings().put("agentAnswerWithin", "PT1S"));
        agent.onInvite(invite -> agent.reply(invite, 180, null));
        place(gateway, AttemptId.next());
        assertThat(end().outcome()).isEqualTo(Outcome.ABANDONED);
        await().atMost(PATIENCE).until(() -> agent.requests("CANCEL").size() == 1);
        settled();
    }

    @Test
    void anAnsweredCallThatWasGivenUpEndsBeforeAWordIsSaid() {
        TelephonyGateway gateway = open();
        harness.answers(null);
        place(gateway, AttemptId.next());
        assertThat(end().outcome()).isEqualTo(Outcome.ABANDONED);
        assertThat(agent.requests("INVITE")).isEmpty();
        await().atMost(PATIENCE).until(() -> trunk.requests("BYE").size() == 1);
        settled();
    }

    @ParameterizedTest
    @CsvSource({"407, Proxy-Authenticate, Proxy-Authorization, MD5", "401, WWW-Authenticate, Authorization, SHA-256"})
    void aChallengeIsAnswered(int status, String asks, String answers, String algorithm) {
        peers("udp");
        String nonce = "nonce" + status;
        trunk.onInvite(invite -> {
            if (invite.request().getHeader(answers) == null) {
                trunk.reply(
                        invite,
                        status,
                        null,
                        asks,
                        "Digest realm=\"trunk\", nonce=\"" + nonce + "\", algorithm=" + algorithm + ", qop=\"auth\"");
            } else {
                trunk.answer(invite);
            }
        });
        TelephonyGateway gateway = open(events::add, settings().put("username", "us"), Map.of("password", "secret"));
        place(gateway, AttemptId.next());
        place(gateway, AttemptId.next());
        await().atMost(PATIENCE).until(() -> trunk.requests("INVITE").size() >= 4);
        List<SIPRequest> proven = trunk.requests("INVITE").stream()
                .filter(each -> each.getHeader(answers) != null && each.getToTag() == null)
                .toList();
        assertThat(proven).hasSize(2);
        var challenge = new Digest.Challenge("trunk", nonce, algorithm, "auth", null, false);
        for (int i = 0; i < 2; i++) {
            String header = proven.get(i).getHeader(answers).toString();
            String cnonce = header.replaceAll("(?s).*cnonce=\"([^\"]+)\".*", "$1");
            String expected = Digest.answer(
                    challenge,
                    "us",
                    "secret",
                    "INVITE",
                    proven.get(i).getRequestURI().toString(),
                    cnonce,
                    i + 1);
            assertThat(header).contains(expected.replaceAll("(?s).*response=\"([^\"]+)\".*", "$1"));
            assertThat(proven.get(i).getCSeq().getSeqNumber()).isEqualTo(2);
        }
        trunk.invites.values().forEach(invite -> trunk.ask("BYE", invite, null));
        settled();
    }

    /** With credentials it would ring somebody whom nobody wants to call any more. */
    @Test
    void aCallThatWasGivenUpIsNotSentAgainWithCredentials() {
        peers("udp");
        trunk.onInvite(invite -> trunk.reply(invite, 180, null));
        trunk.onCancel(cancel -> {
            trunk.reply(cancel, 200, null);
            trunk.reply(
                    trunk.invites.get(callId(cancel.request())),
                    407,
                    null,
                    "Proxy-Authenticate",
                    "Digest realm=\"trunk\", nonce=\"n\", qop=\"auth\"");
        });
        TelephonyGateway gateway = open(events::add, settings().put("username", "us"), Map.of("password", "secret"));
        gateway.place(ringing(AttemptId.next(), Duration.ofMillis(100))).await().atMost(PATIENCE);
        assertThat(end().outcome()).isEqualTo(Outcome.NO_ANSWER);
        await().atMost(PATIENCE).until(() -> trunk.requests("ACK").size() == 1);
        settled();
        assertThat(trunk.requests("INVITE")).hasSize(1);
    }

    @Test
    void wrongCredentialsAreAnErrorOfConfiguration() {
        peers("udp");
        trunk.onInvite(invite -> trunk.reply(
                invite, 401, null, "WWW-Authenticate", "Digest realm=\"trunk\", nonce=\"n\", qop=\"auth\""));
        TelephonyGateway gateway = open(events::add, settings().put("username", "us"), Map.of("password", "wrong"));
        assertThat(place(gateway, AttemptId.next()))
                .isInstanceOfSatisfying(Placed.Refused.class, refused -> assertThat(refused.outcome())
                        .isEqualTo(Outcome.CONFIG_ERROR));
        assertThat(trunk.requests("INVITE")).hasSize(2);
    }

    @Test
    void aTrunkThatIsNotThereIsAskedBeforeAnybodyIsCalled() {
        TelephonyGateway gateway = open();
        trunk.onOptions(options -> {});
        var placed = gateway.place(request(TENANT, AttemptId.next(), TO))
                .onFailure()
                .recoverWithItem(failure -> new Placed.Refused(
                        Outcome.CONGESTION, failure.getClass().getSimpleName()))
                .await()
                .atMost(PATIENCE);
        assertThat(((Placed.Refused) placed).reason()).isEqualTo("NotSent");
        assertThat(trunk.requests("INVITE")).isEmpty();
        assertThat(gateway.check().await().atMost(PATIENCE).detail()).contains("does not answer");
    }

    @Test
    void aTrunkWithoutAConnectionWasNotReached() {
        peers("tcp");
        TelephonyGateway gateway =
                open(events::add, settings().put("transport", "tcp").put("pings", false));
        trunk.close();
        for (int i = 0; i < 2; i++) {
            AttemptId attempt = AttemptId.next();
            for (int again = 0; again < 2; again++) {
                assertThat(gateway.place(request(TENANT, attempt, TO))
                                .map(placed -> "answered")
                                .onFailure()
                                .recoverWithItem(failure -> failure.getClass().getSimpleName())
                                .await()
                                .atMost(PATIENCE))
                        .isEqualTo("NotSent");
            }
        }
        settled();
    }

    @Test
    void theOtherSideMayChangeItsMedia() {
        TelephonyGateway gateway = open();
        AttemptId attempt = AttemptId.next();
        place(gateway, attempt);
        await().atMost(PATIENCE).until(() -> !agent.requests("ACK").isEmpty());
        String held = trunk.sdp() + "a=sendonly\r\n";
        trunk.ask("INVITE", trunk.invites.values().iterator().next(), held);
        await().atMost(PATIENCE)
                .until(() -> agent.requests("INVITE").stream().anyMatch(each -> each.getToTag() != null));
        assertThat(new String(agent.requests("INVITE").get(1).getRawContent())).contains("a=sendonly", "o=outdial");
        await().atMost(PATIENCE)
                .until(() -> trunk.responses("INVITE").stream().anyMatch(each -> each.getStatusCode() == 200));
        trunk.ask("UPDATE", trunk.invites.values().iterator().next(), null, "Session-Expires", "600;refresher=uac");
        await().atMost(PATIENCE).until(() -> !trunk.responses("UPDATE").isEmpty());
        assertThat(trunk.responses("UPDATE").get(0).getHeader("Session-Expires").toString())
                .contains("600;refresher=uac");
        trunk.ask("OPTIONS", trunk.invites.values().iterator().next(), null);
        await().atMost(PATIENCE).until(() -> !trunk.responses("OPTIONS").isEmpty());
        gateway.hangUp(reference(attempt)).await().atMost(PATIENCE);
        end();
        settled();
    }

    /** Its answer comes with the ACK. */
    @Test
    void theOtherSideMayAskForAnOfferAndMoveItsMedia() {
        TelephonyGateway gateway = open();
        AttemptId attempt = AttemptId.next();
        place(gateway, attempt);
        await().atMost(PATIENCE).until(() -> !agent.requests("ACK").isEmpty());
        var invite = trunk.invites.values().iterator().next();
        trunk.ask("INVITE", invite, null);
        await().atMost(PATIENCE)
                .until(() -> trunk.responses("INVITE").stream().anyMatch(each -> each.getStatusCode() == 200));
        trunk.acknowledge(invite, trunk.sdp() + "a=sendonly\r\n");
        await().atMost(PATIENCE)
                .until(() -> agent.requests("INVITE").stream().anyMatch(each -> each.getToTag() != null));
        assertThat(new String(agent.requests("INVITE").get(1).getRawContent())).contains("a=sendonly", "o=outdial");
        gateway.hangUp(reference(attempt)).await().atMost(PATIENCE);
        end();
        settled();
    }

    @ParameterizedTest
    @ValueSource(strings = {"UPDATE", "INVITE"})
    void aSessionIsRefreshedUntilTheOtherSideKnowsItNoMore(String method) {
        peers("udp");
        bench = STACK.another(200);
        String allow = method.equals("UPDATE") ? "INVITE, ACK, BYE, UPDATE" : "INVITE, ACK, BYE";
        trunk.onInvite(invite ->
                trunk.reply(invite, 200, trunk.sdp(), "Session-Expires", "100;refresher=uac", "Allow", allow));
        TelephonyGateway gateway = open(events::add, settings().put("sessionExpires", "PT100S"));
        place(gateway, AttemptId.next());
        assertThat(trunk.requests("INVITE").get(0).getHeader("Session-Expires").toString())
                .contains("100");
        await().atMost(PATIENCE).until(() -> !agent.requests("ACK").isEmpty());
        int before = method.equals("INVITE") ? 2 : 0;
        await().atMost(PATIENCE).until(() -> trunk.requests(method).size() >= before + 2);
        trunk.onReInvite(invite -> trunk.reply(invite, 481, null));
        trunk.onUpdate(update -> trunk.reply(update, 481, null));
        assertThat(end().reason()).contains("does not know the call any more");
        await().atMost(PATIENCE).until(() -> agent.requests("BYE").size() == 1);
        settled();
    }

    @Test
    void aSessionThatTheOtherSideDoesNotRefreshIsOver() {
        peers("udp");
        bench = STACK.another(200);
        trunk.onInvite(invite -> trunk.reply(invite, 200, trunk.sdp(), "Session-Expires", "100;refresher=uas"));
        TelephonyGateway gateway = open(events::add, settings().put("sessionExpires", "PT100S"));
        place(gateway, AttemptId.next());
        assertThat(end().reason()).contains("not refreshed");
        await().atMost(PATIENCE).until(() -> trunk.requests("BYE").size() == 1);
        settled();
    }

    @Test
    void aTooShortSessionIsAskedForAgain() {
        TelephonyGateway gateway = open();
        trunk.onInvite(invite -> {
            if (invite.request().getHeader("Session-Expires").toString().contains("3600")) {
                trunk.answer(invite);
            } else {
                trunk.reply(invite, 422, null, "Min-SE", "3600");
            }
        });
        AttemptId attempt = AttemptId.next();
        assertThat(place(gateway, attempt)).isInstanceOf(Placed.Accepted.class);
        gateway.hangUp(reference(attempt)).await().atMost(PATIENCE);
        end();
        settled();
    }

    @Test
    void aCallWhoseProcessIsGoneIsEndedFromWhatWasKept() {
        TelephonyGateway gateway = open();
        AttemptId attempt = AttemptId.next();
        place(gateway, attempt);
        await().atMost(PATIENCE).until(() -> !agent.requests("ACK").isEmpty());
        await().atMost(PATIENCE).until(() -> bench.dialogs.kept.get(attempt).size() == 2);
        try (SipBench other = new SipBench()) {
            other.dialogs.kept.putAll(bench.dialogs.kept);
            AdapterHarness there = new AdapterHarness(TENANT, events::add, Map.of());
            TelephonyGateway second = there.open(other.adapter(there), settings());
            assertThat(second.lookUp(reference(attempt)).await().atMost(PATIENCE))
                    .isEqualTo(new LookUp.Unsure());
            second.hangUp(reference(attempt)).await().atMost(PATIENCE);
            assertThat(trunk.requests("BYE")).hasSize(1);
            assertThat(agent.requests("BYE")).hasSize(1);
            SIPRequest bye = trunk.requests("BYE").get(0);
            assertThat(bye.getToTag()).isEqualTo("peer" + trunk.port());
            assertThat(bye.getFromTag())
                    .isEqualTo(trunk.requests("INVITE").get(0).getFromTag());
            assertThat(end().outcome()).isEqualTo(Outcome.ANSWERED_HUMAN);
            assertThat(other.dialogs.kept).isEmpty();
        }
        gateway.hangUp(reference(attempt)).await().atMost(PATIENCE);
        settled();
    }

    @Test
    void whoeverCallsHereIsRefused() {
        TelephonyGateway gateway = open();
        place(gateway, AttemptId.next());
        var invite = trunk.invites.values().iterator().next();
        trunk.ask("MESSAGE", invite, null);
        await().atMost(PATIENCE).until(() -> !trunk.responses("MESSAGE").isEmpty());
        assertThat(trunk.responses("MESSAGE").get(0).getStatusCode())
                .as("not allowed, or of a call that is over by now")
                .isIn(405, 481);
        agent.ask("BYE", invite, null); // another tag
        await().atMost(PATIENCE).until(() -> !agent.responses("BYE").isEmpty());
        assertThat(agent.responses("BYE").get(0).getStatusCode()).isEqualTo(481);
        trunk.ask("BYE", invite, null);
        end();
        settled();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "host | \"a.example\\r\\nX: 1\" | /settings/host",
                "host | \"\" | /settings/host",
                "fromDomain | \"x>;tag=1\" | /settings/fromDomain",
                "username | \"a\\r\\nb\" | /settings/username",
                "prefix | \"00\\r\" | /settings/prefix",
                "agent | \"sip:a@b\\r\\nX: y\" | /settings/agent",
                "agent | \"sip:a@b?X-Evil=1\" | /settings/agent",
                "agent | \"sip:a@b:99999\" | /settings/agent",
                "transport | \"sctp\" | /settings/transport",
                "port | 70000 | /settings/port",
                "codecs | [\"PCMA\\r\\na=x\"] | /settings/codecs",
                "offer | \"late\" | /settings/offer",
                "sessionExpires | \"PT10S\" | /settings/sessionExpires",
                "longestCall | \"P9D\" | /settings/longestCall",
                "agentAnswerWithin | 5 | /settings/agentAnswerWithin",
                "costPerMinute | \"cheap\" | /settings/costPerMinute",
                "pings | \"no\" | /settings/pings",
                "colour | \"red\" | /settings/colour",
                "agentReports | true | /credentials/agentSecret",
                "agentUsername | \"x\" | /credentials/agentPassword"
            })
    void aSettingThatWouldNotWorkIsNamed(String name, String value, String pointer) {
        peers("udp");
        JsonObject settings = settings();
        settings.put(name, new JsonObject("{\"v\":" + value + "}").getValue("v"));
        assertThat(SipConnectionSettings.check(settings, io.outdial.telephony.Credentials.NONE))
                .extracting(io.outdial.platform.Problem.FieldError::pointer)
                .contains(pointer);
    }
}
