package io.outdial.telephony.twilio;

import static org.assertj.core.api.Assertions.assertThat;

import io.outdial.kernel.AttemptId;
import io.outdial.kernel.CampaignId;
import io.outdial.kernel.Outcome;
import io.outdial.telephony.CallBrief;
import io.outdial.telephony.OptOutWays;
import io.outdial.telephony.decide.AnsweredBy;
import io.outdial.telephony.decide.SipOutcomes;
import io.vertx.core.buffer.Buffer;
import java.io.StringReader;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.xml.sax.InputSource;

/** The published vectors of the signature, every row of the tables, and documents that no value can break out of. */
class TwilioTablesTest {

    private static final String URL = "https://mycompany.com/myapp.php?foo=1&bar=2";
    private static final Map<String, List<String>> FIELDS = Map.of(
            "CallSid", List.of("CA1234567890ABCDE"),
            "Digits", List.of("1234"),
            "From", List.of("+14158675309"),
            "To", List.of("+18005551212"),
            "Caller", List.of("+14158675309"));

    private static boolean verify(String url, Map<String, List<String>> fields, String signature) {
        return TwilioSignature.verify("12345", url, new TreeMap<>(fields), signature);
    }

    @Test
    void thePublishedVectorsHold() {
        assertThat(verify(URL, FIELDS, "RSOYDt4T1cUTdK1PDd93/VVr8B8=")).isTrue();
        assertThat(verify(URL.replace(".com", ".com:1234"), FIELDS, "RSOYDt4T1cUTdK1PDd93/VVr8B8="))
                .as("a port is left out")
                .isTrue();
        assertThat(verify(
                        URL.replace(".com", ".com:1234").replace("https", "http"),
                        FIELDS,
                        "Zmvh+3yNM1Phv2jhDCwEM3q5ebU="))
                .as("or kept")
                .isTrue();
        assertThat(verify(URL, FIELDS, "kvajT1Ptam85bY51eRf/AJRuM3w="))
                .as("or the default one added")
                .isTrue();
        assertThat(verify(URL.replace("https", "http"), FIELDS, "0ZXoZLH/DfblKGATFgpif+LLRf4="))
                .isTrue();
        assertThat(verify(
                        URL,
                        Form.parse(Buffer.buffer("Sid=CA123&SidAccount=AC123&Digits=5678&Digits=1234&Digits=1234"))
                                .fields(),
                        "IK+Dwps556ElfBT0I3Rgjkr1wJU="))
                .as("several values of one field")
                .isTrue();
    }

    @Test
    void aBodyThatIsNoFormIsSignedByItsDigest() {
        String url = URL + "&bodySHA256=0a1ff7634d9ab3b95db5c9a2dfe9416e41502b283a80c7cf19632632f96e6620";
        byte[] body = "{\"property\": \"value\", \"boolean\": true}".getBytes(java.nio.charset.StandardCharsets.UTF_8);
        assertThat(TwilioSignature.verify("12345", url, body, "a9nBmqA0ju/hNViExpshrM61xv4="))
                .isTrue();
        body[2]++;
        assertThat(TwilioSignature.verify("12345", url, body, "a9nBmqA0ju/hNViExpshrM61xv4="))
                .isFalse();
    }

    @Test
    void anotherTokenAddressFieldOrSignatureDoesNotHold() {
        assertThat(TwilioSignature.verify("12346", URL, new TreeMap<>(FIELDS), "RSOYDt4T1cUTdK1PDd93/VVr8B8="))
                .isFalse();
        assertThat(verify(URL + "3", FIELDS, "RSOYDt4T1cUTdK1PDd93/VVr8B8=")).isFalse();
        Map<String, List<String>> other = new TreeMap<>(FIELDS);
        other.put("Digits", List.of("1234 "));
        assertThat(verify(URL, other, "RSOYDt4T1cUTdK1PDd93/VVr8B8=")).isFalse();
        assertThat(verify(URL, FIELDS, null)).isFalse();
        assertThat(verify(URL, FIELDS, "no base64 ·")).isFalse();
    }

    @Test
    void everyErrorCodeIsWhatTheTableSaysWhereverItComesFrom() {
        assertThat(TwilioOutcomes.BY_ERROR).hasSizeGreaterThan(25);
        TwilioOutcomes.BY_ERROR.forEach((code, outcome) -> {
            assertThat(TwilioOutcomes.ofRefusal(400, code))
                    .as("refused by %d", code)
                    .isEqualTo(outcome);
            assertThat(TwilioOutcomes.ofEnd("failed", 503, code))
                    .as("failed by %d", code)
                    .isEqualTo(outcome);
            assertThat(outcome.answered()).isFalse();
        });
        assertThat(TwilioOutcomes.ofRefusal(429, null)).isEqualTo(Outcome.CONGESTION);
        assertThat(TwilioOutcomes.ofRefusal(401, null)).isEqualTo(Outcome.CONFIG_ERROR);
        assertThat(TwilioOutcomes.ofRefusal(400, 99999)).isEqualTo(Outcome.CONFIG_ERROR);
    }

    @Test
    void everyFinalStatusIsWhatTheTableSaysAndTheNetworksCodeSaysMore() {
        assertThat(TwilioOutcomes.BY_STATUS.keySet())
                .containsExactlyInAnyOrder("completed", "busy", "no-answer", "canceled", "failed");
        TwilioOutcomes.BY_STATUS.forEach((status, outcome) ->
                assertThat(TwilioOutcomes.ofEnd(status, null, null)).as(status).isEqualTo(outcome));
        for (String unfinished : List.of("queued", "initiated", "ringing", "in-progress")) {
            assertThat(TwilioOutcomes.isFinal(unfinished)).as(unfinished).isFalse();
        }
        SipOutcomes.BY_STATUS.forEach((sip, outcome) -> assertThat(TwilioOutcomes.ofEnd("failed", sip, null))
                .as("%d", sip)
                .isEqualTo(TwilioOutcomes.BY_SIP_STATUS.getOrDefault(sip, outcome)));
        assertThat(TwilioOutcomes.ofEnd("failed", 503, null)).isEqualTo(Outcome.CONGESTION);
        assertThat(TwilioOutcomes.ofEnd("completed", 200, null)).isEqualTo(Outcome.ANSWERED_HUMAN);
    }

    @Test
    void everyVerdictOfMachineDetectionIsKnown() {
        assertThat(TwilioOutcomes.BY_VERDICT)
                .containsOnlyKeys(
                        "human",
                        "machine",
                        "machine_start",
                        "machine_end_beep",
                        "machine_end_silence",
                        "machine_end_other",
                        "fax",
                        "unknown");
        TwilioOutcomes.BY_VERDICT.forEach((verdict, by) -> {
            AnsweredBy expected = verdict.equals("human")
                    ? AnsweredBy.HUMAN
                    : verdict.equals("unknown") ? AnsweredBy.UNSURE : AnsweredBy.MACHINE;
            assertThat(by).as(verdict).isEqualTo(expected);
        });
    }

    @Test
    void noValueBreaksOutOfADocument() throws Exception {
        String evil = "\"/></Stream><Dial>+1900</Dial>]]>\u0000\u0008<!-- & ' \uD83D\uDE00";
        CallBrief brief = new CallBrief(
                CampaignId.next(),
                UUID.randomUUID(),
                evil,
                "en",
                evil.repeat(40),
                Map.of("v", evil),
                null,
                null,
                new OptOutWays("9", List.of(evil)));
        for (String document : List.of(
                Twiml.stream("wss://a.example/x", AttemptId.next(), brief, "https://b", "https://r"),
                Twiml.dial("sip:agent@example.com", AttemptId.next(), brief, "https://b", "https://r"),
                Twiml.say(evil, evil))) {
            var xml = DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(new InputSource(new StringReader(document)));
            assertThat(xml.getElementsByTagName("Dial").getLength()).isEqualTo(document.contains("<Sip>") ? 1 : 0);
            var parameters = xml.getElementsByTagName("Parameter");
            StringBuilder script = new StringBuilder();
            for (int i = 0; i < parameters.getLength(); i++) {
                var attributes = parameters.item(i).getAttributes();
                String name = attributes.getNamedItem("name").getNodeValue();
                String value = attributes.getNamedItem("value").getNodeValue();
                assertThat(name.length() + value.length()).isLessThan(500);
                script.append(name.startsWith("script_") ? value : "");
            }
            if (parameters.getLength() > 0) {
                assertThat(script.toString())
                        .isEqualTo(evil.repeat(40).replace("\u0000", "").replace("\u0008", ""));
            }
        }
    }
}
