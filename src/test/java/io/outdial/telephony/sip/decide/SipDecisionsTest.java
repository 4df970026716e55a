package io.outdial.telephony.sip.decide;

import static org.assertj.core.api.Assertions.assertThat;

import io.outdial.kernel.AttemptId;
import io.outdial.kernel.Outcome;
import io.outdial.telephony.decide.SipOutcomes;
import io.outdial.telephony.sip.decide.Digest.Challenge;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Digests, descriptions, identifiers, timers, reasons and texts. */
class SipDecisionsTest {

    private static final String NONCE = "7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v";

    /** The example of RFC 7616 section 3.9.1. */
    @ParameterizedTest
    @CsvSource({
        "MD5, 8ca523f5e9506fed4657c9700eebdbec",
        "SHA-256, 753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1"
    })
    void aDigestIsThatOfTheRfc(String algorithm, String response) {
        Challenge challenge = new Challenge(
                "http-auth@example.org",
                NONCE,
                algorithm,
                "auth, auth-int",
                "FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS",
                false);
        String header = Digest.answer(
                challenge,
                "Mufasa",
                "Circle of Life",
                "GET",
                "/dir/index.html",
                "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ",
                1);
        assertThat(header)
                .contains("response=\"" + response + "\"", "nc=00000001", "qop=auth", "algorithm=" + algorithm)
                .doesNotContain("Circle");
    }

    @Test
    void aDigestOfAnOldServerIsThatOfRfc2069() {
        Challenge challenge =
                new Challenge("testrealm@host.com", "dcd98b7102dd2f0e8b11d0f600bfb0c093", null, null, null, false);
        assertThat(Digest.answer(challenge, "Mufasa", "Circle Of Life", "GET", "/dir/index.html", "x", 1))
                .contains("response=\"670fd8c2df070c60b045671b8b24ff02\"")
                .doesNotContain("cnonce");
    }

    @Test
    void theBestKnownAlgorithmIsTaken() {
        Challenge md5 = new Challenge("r", "a", "MD5", "auth", null, false);
        Challenge sha = new Challenge("r", "b", "SHA-256", "auth", null, false);
        Challenge odd = new Challenge("r", "c", "SHA3-512", "auth", null, false);
        Challenge whole = new Challenge("r", "d", "SHA-256", "auth-int", null, false);
        assertThat(Digest.best(List.of(odd, md5, sha, whole))).contains(sha);
        assertThat(Digest.best(List.of(odd, whole))).isEmpty();
    }

    @Test
    void whatWouldEndItsQuotesIsEscaped() {
        Challenge challenge = new Challenge("a\"b", "n", "MD5", "auth", null, false);
        assertThat(Digest.answer(challenge, "x\", uri=\"y", "p", "INVITE", "sip:a", "c", 1))
                .startsWith("Digest username=\"x\\\", uri=\\\"y\", realm=\"a\\\"b\"");
    }

    @Test
    void identifiersFollowFromTheAttemptAlone() {
        AttemptId attempt = AttemptId.next();
        String callId = SipIds.callId(attempt, Leg.CUSTOMER);
        assertThat(callId).isEqualTo(SipIds.callId(attempt, Leg.CUSTOMER));
        assertThat(callId).isNotEqualTo(SipIds.callId(attempt, Leg.AGENT));
        assertThat(SipIds.tag(callId)).hasSize(20).isEqualTo(SipIds.tag(callId));
        assertThat(SipIds.branch(callId, "INVITE", 1))
                .startsWith("z9hG4bK")
                .isEqualTo(SipIds.branch(callId, "INVITE", 1))
                .isNotEqualTo(SipIds.branch(callId, "INVITE", 2))
                .isNotEqualTo(SipIds.branch(callId, "BYE", 1));
    }

    private static final Sdp.Origin ORIGIN = new Sdp.Origin(77, 3, "192.0.2.1");

    @Test
    void anOfferWithoutMediaNamesEveryCodecOnce() {
        String offer = Sdp.inactiveOffer(ORIGIN, List.of("PCMA", "OPUS"));
        assertThat(Sdp.describesMedia(offer)).isTrue();
        assertThat(offer)
                .contains("o=outdial 77 3 IN IP4 192.0.2.1\r\n", "m=audio 9 RTP/AVP 8 111 101\r\n")
                .contains("a=rtpmap:8 PCMA/8000\r\n", "a=rtpmap:111 opus/48000/2\r\n", "a=inactive\r\n");
    }

    @Test
    void aDescriptionIsPassedOnUnderOurOrigin() {
        String theirs = "v=0\r\no=- 1 9 IN IP4 198.51.100.7\r\ns=x$y\r\nc=IN IP4 198.51.100.7\r\nt=0 0\r\n"
                + "m=audio 4000 RTP/AVP 0\r\na=sendrecv\r\n";
        assertThat(Sdp.passedOn(theirs, ORIGIN))
                .isEqualTo(theirs.replace("o=- 1 9 IN IP4 198.51.100.7", "o=outdial 77 3 IN IP4 192.0.2.1"));
        assertThat(Sdp.same(theirs, theirs.replace("4000", "5000"))).isTrue();
        assertThat(Sdp.same(theirs, theirs.replace(" 1 9 ", " 1 10 "))).isFalse();
    }

    @Test
    void anAnswerWithoutMediaHasAsManyStreamsAsTheOffer() {
        String offer = "v=0\r\no=- 1 1 IN IP4 198.51.100.7\r\ns=-\r\nt=0 0\r\nm=audio 4000 RTP/AVP 0 8\r\n"
                + "m=video 4002 RTP/AVP 96\r\n";
        assertThat(Sdp.inactiveAnswer(offer, ORIGIN))
                .contains("m=audio 9 RTP/AVP 0 8\r\na=inactive\r\n", "m=video 0 RTP/AVP 96\r\n");
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "v=0\r\n", "v=0\r\no=- 1 1 IN IP4 1.2.3.4\r\ns=-\r\n", "m=audio 1 RTP/AVP 0\r\n"})
    void whatDescribesNoCallIsTold(String body) {
        assertThat(Sdp.describesMedia(body)).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "null",
            value = {
                "null, 1800, 1800, true",
                "'1200;refresher=uac', 1800, 1200, true",
                "'1200 ; refresher=UAS', 1800, 1200, false",
                "1200, 1800, 1200, true",
                "'10;refresher=uas', 1800, 90, false",
                "nonsense, 1800, 1800, true"
            })
    void aSessionIsRefreshedByWhomTheResponseNames(String header, int asked, int seconds, boolean ours) {
        SessionTimer agreed = SessionTimer.agreed(header, asked);
        assertThat(agreed).isEqualTo(new SessionTimer(seconds, ours));
        assertThat(agreed.refreshAfter()).isLessThan(agreed.givenUpAfter());
    }

    @Test
    void whoRefreshesGoesOnRefreshingUnlessItNamesUs() {
        SessionTimer before = new SessionTimer(1800, true);
        assertThat(before.asked(null)).isEqualTo(before);
        assertThat(before.asked("600;refresher=uac")).isEqualTo(new SessionTimer(600, false));
        assertThat(before.asked("600;refresher=uas")).isEqualTo(new SessionTimer(600, true));
        assertThat(SessionTimer.least("240", 90)).isEqualTo(240);
        assertThat(SessionTimer.least(null, 120)).isEqualTo(120);
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "null",
            value = {
                "null, -1",
                "'Q.850;cause=17;text=\"User busy\"', 17",
                "'SIP;cause=486, q.850 ; cause=21', 21",
                "'SIP;cause=200;text=\"Call completed elsewhere\"', -1",
                "'Q.850;cause=999', -1",
                "'Q.850;text=\"x\";cause=34', 34"
            })
    void aCauseIsReadFromTheReason(String header, int cause) {
        assertThat(Reasons.cause(header)).isEqualTo(cause < 0 ? OptionalInt.empty() : OptionalInt.of(cause));
    }

    @Test
    void everyRowOfTheTablesIsTakenWhereItStands() {
        SipOutcomes.BY_STATUS.forEach((status, outcome) -> {
            assertThat(SipOutcomes.of(status, null)).isEqualTo(outcome);
            for (int vague : new int[] {16, 31, 127}) {
                assertThat(SipOutcomes.of(status, vague)).isEqualTo(outcome);
            }
        });
        SipOutcomes.BY_CAUSE.forEach((cause, outcome) -> {
            if (cause != 16 && cause != 31) {
                assertThat(SipOutcomes.of(480, cause)).isEqualTo(outcome);
                assertThat(SipOutcomes.of(503, cause)).isEqualTo(outcome);
            }
            assertThat(SipOutcomes.of(407, cause)).isEqualTo(Outcome.CONFIG_ERROR);
        });
        for (int status = 300; status < 700; status++) {
            assertThat(SipOutcomes.of(status, null)).isNotNull().isNotEqualTo(Outcome.ANSWERED_HUMAN);
        }
        assertThat(SipOutcomes.of(403, 21))
                .isEqualTo(Outcome.REJECTED); // the called network's refusal, not the trunk's
        assertThat(SipOutcomes.of(599, null)).isEqualTo(Outcome.CONGESTION);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\r\nX-Evil: 1", "a\nb", "\u0000", "tab\there", "\u2028", "sara@example.com>\r\n", "é"})
    void noValueThatCouldEndItsLineIsPutIntoAHeader(String text) {
        assertThat(SipText.value(text)).isEmpty();
        assertThat(SipText.isUser(text)).isFalse();
        assertThat(SipText.isHost(text)).isFalse();
        assertThat(SipText.isNumber(text)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "sip.example.com, true",
        "192.0.2.7, true",
        "[2001:db8::1], true",
        "a, true",
        "'a b', false",
        "'a;transport=tcp', false",
        "a>, false",
        "-a.example, false",
        "example..com, false",
        "user@host, false"
    })
    void aHostIsANameOrAnAddress(String text, boolean host) {
        assertThat(SipText.isHost(text)).isEqualTo(host);
    }
}
