package io.outdial.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import io.outdial.e2e.Sipp.Transport;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The peers that other tests lean on do what is said of them, with each other and without the service. */
class SipPeersE2E {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @ParameterizedTest
    @EnumSource
    void sippCallsSipp(Transport transport) {
        try (Sipp callee = Sipp.answering(Scenario.answer(), transport);
                Sipp caller = Sipp.calling(callee, "+966512345670", 20, 20, Duration.ofMillis(200))) {
            assertThat(caller.ended(PATIENCE)).isZero();

            List<SipMessage> invites = callee.received("INVITE");
            assertThat(invites).hasSize(20).allMatch(invite -> invite.calledNumber()
                    .equals("+966512345670"));
            assertThat(callee.received("BYE")).hasSize(20);
            assertThat(shapes(callee, invites.get(0)).stream().distinct()) // some may be repeated
                    .containsExactly("INVITE", "180 INVITE", "200 INVITE", "ACK", "BYE", "200 BYE");
            assertThat(invites.get(0).body()).contains("m=audio");
            // Over TCP the caller may close the connection before the last call is counted.
            int least = transport == Transport.UDP ? 20 : 19;
            await().atMost(PATIENCE).untilAsserted(() -> {
                assertThat(callee.counts().created()).isEqualTo(20);
                assertThat(callee.counts().current()).isZero();
                assertThat(callee.counts().successful()).isGreaterThanOrEqualTo(least);
            });
        }
    }

    @Test
    void sippRefuses() {
        Scenario busy = Scenario.refuse(503, "Service Unavailable", "Retry-After: 7");
        try (Sipp callee = Sipp.answering(busy);
                Sipp caller = Sipp.calling(callee, "1", 1, 1, Duration.ZERO)) {
            assertThat(caller.ended(PATIENCE)).isNotZero();
            SipMessage refusal = callee.journal().get(1);
            assertThat(refusal.shape()).isEqualTo("503 INVITE");
            assertThat(refusal.header("retry-after")).contains("7");
            assertThat(refusal.received()).isFalse();
        }
    }

    @Test
    void sippHangsUp() {
        try (Sipp callee = Sipp.answering(Scenario.answerThenHangUp(Duration.ofMillis(500)));
                Baresip caller = Baresip.start("caller", 440)) {
            caller.dial(callee.uri("1"));
            caller.awaitEvent("CALL_CLOSED");
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(
                            shapes(callee, callee.received("INVITE").get(0)).stream()
                                    .distinct())
                    .containsExactly("INVITE", "180 INVITE", "200 INVITE", "ACK", "BYE", "200 BYE"));
        }
    }

    @Test
    void sippRingsUntilItIsCancelled() {
        try (Sipp callee = Sipp.answering(Scenario.ring());
                Baresip caller = Baresip.start("caller", 440)) {
            caller.dial(callee.uri("1"));
            caller.awaitEvent("CALL_RINGING");
            caller.hangUp();
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(
                            shapes(callee, callee.received("INVITE").get(0)).stream()
                                    .distinct())
                    .containsExactly("INVITE", "180 INVITE", "CANCEL", "200 CANCEL", "487 INVITE", "ACK"));
        }
    }

    @Test
    void sippAnswersWhileItIsCancelled() {
        try (Sipp callee = Sipp.answering(Scenario.answerCrossingCancel());
                Baresip caller = Baresip.start("caller", 440)) {
            caller.dial(callee.uri("1"));
            caller.awaitEvent("CALL_RINGING");
            caller.hangUp();
            assertThat(callee.awaitReceived("BYE", 1)).hasSize(1);
            assertThat(shapes(callee, callee.received("INVITE").get(0)))
                    .containsSubsequence("CANCEL", "200 CANCEL", "200 INVITE", "ACK", "BYE", "200 BYE");
        }
    }

    @Test
    void sippAsksForThePassword() {
        try (Sipp callee = Sipp.answering(Scenario.challenge());
                Sipp caller = Sipp.calling(callee, "1", "outdial", "secret")) {
            assertThat(caller.ended(PATIENCE)).isZero();
            List<SipMessage> invites = callee.received("INVITE");
            assertThat(shapes(callee, invites.get(0)))
                    .containsSubsequence(
                            "INVITE", "407 INVITE", "ACK", "INVITE", "200 INVITE", "ACK", "BYE", "200 BYE");
            assertThat(Digest.proves(invites.get(1), "outdial", "secret")).isTrue();
            assertThat(Digest.proves(invites.get(1), "outdial", "guess")).isFalse();
            assertThat(Digest.proves(invites.get(0), "outdial", "secret")).isFalse();
        }
        try (Sipp callee = Sipp.answering(Scenario.challengeTwice());
                Sipp caller = Sipp.calling(callee, "1", "outdial", "secret")) {
            callee.awaitReceived("INVITE", 2);
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(callee.journal().stream()
                            .map(message -> message.header("Proxy-Authenticate").orElse(""))
                            .filter(challenge -> !challenge.isEmpty())
                            .distinct())
                    .as(caller + " was asked twice")
                    .hasSize(2));
        }
    }

    @Test
    void sippAnswersOptionsOutsideACall() throws IOException {
        try (Sipp callee = Sipp.answering(Scenario.ring());
                DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            String options = String.join(
                    "\r\n",
                    "OPTIONS " + callee.uri("x") + " SIP/2.0",
                    "Via: SIP/2.0/UDP 127.0.0.1:" + socket.getLocalPort() + ";branch=z9hG4bKoptions",
                    "From: <sip:a@127.0.0.1>;tag=a",
                    "To: <" + callee.uri("x") + ">",
                    "Call-ID: options",
                    "CSeq: 1 OPTIONS",
                    "Max-Forwards: 70",
                    "Content-Length: 0",
                    "",
                    "");
            byte[] bytes = options.getBytes(StandardCharsets.US_ASCII);
            socket.setSoTimeout(5_000);
            socket.send(new DatagramPacket(bytes, bytes.length, InetAddress.getLoopbackAddress(), callee.port()));
            DatagramPacket answer = new DatagramPacket(new byte[2_000], 2_000);
            socket.receive(answer);
            assertThat(new String(answer.getData(), 0, answer.getLength(), StandardCharsets.US_ASCII))
                    .startsWith("SIP/2.0 200 OK");
        }
    }

    @Test
    void sippTreatsEveryNumberAsItsLastDigitSays() {
        try (Sipp carrier = Sipp.answering(Scenario.byNumber(Duration.ofMillis(200)))) {
            List<String> expected = List.of("200", "486", "603", "404");
            List<String> numbers = List.of("+966512345673", "+966512345676", "+966512345677", "+966512345679");
            for (int i = 0; i < numbers.size(); i++) {
                try (Sipp caller = Sipp.calling(carrier, numbers.get(i), 1, 1, Duration.ofMillis(100))) {
                    caller.ended(PATIENCE);
                    assertThat(shapes(carrier, carrier.received("INVITE").get(i)))
                            .contains(expected.get(i) + " INVITE");
                }
            }
            try (Baresip caller = Baresip.start("caller", 440)) {
                caller.dial(carrier.uri("+966512345674"));
                caller.awaitEvent("CALL_CLOSED");
                assertThat(caller.events()).contains("CALL_ESTABLISHED");
            }
        }
    }

    @Test
    void baresipCallsBaresipAndEachHearsTheOther() {
        try (Baresip carrier = Baresip.start("carrier", 440);
                Baresip agent = Baresip.start("agent", 1000)) {
            carrier.dial(agent.uri());
            agent.awaitEvent("CALL_RTPESTAB");
            carrier.awaitEvent("CALL_RTPESTAB");
            await().atMost(PATIENCE).until(() -> agent.heardBytes() > 30_000 && carrier.heardBytes() > 30_000);
            carrier.hangUp();

            Baresip.Rtp sent = carrier.awaitRtp(1);
            Baresip.Rtp heard = agent.awaitRtp(1);
            assertThat(sent.sent()).isGreaterThan(80).isCloseTo(heard.received(), within(5));
            assertThat(agent.heard(440)).as("the carrier's tone at the agent").isGreaterThan(0.9);
            assertThat(carrier.heard(1000))
                    .as("the agent's tone at the carrier")
                    .isGreaterThan(0.9);
            assertThat(agent.heard(1000)).as("its own tone").isLessThan(0.05);
            assertThat(agent.journal().stream().map(SipMessage::shape))
                    .containsSubsequence("INVITE", "200 INVITE", "ACK", "BYE", "200 BYE");
        }
    }

    private static List<String> shapes(Sipp sipp, SipMessage invite) {
        return sipp.journal(invite.callId()).stream().map(SipMessage::shape).toList();
    }
}
