package io.outdial.telephony.vapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.outdial.kernel.Outcome;
import io.outdial.telephony.decide.Refusals;
import io.vertx.core.MultiMap;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Every row of the tables, and the signature. */
class VapiTablesTest {

    /** What a person who reads the platform's page of reasons expects, of a call that was answered, and of one that was not. */
    private static final Map<String, String> EXPECTED = Map.ofEntries(
            row("assistant-ended-call", "answered_human", "no_answer"),
            row("assistant-ended-call-after-message-spoken", "answered_human", "no_answer"),
            row("assistant-ended-call-with-hangup-task", "answered_human", "no_answer"),
            row("assistant-said-end-call-phrase", "answered_human", "no_answer"),
            row("assistant-forwarded-call", "answered_human", "no_answer"),
            row("customer-ended-call", "answered_human", "no_answer"),
            row("customer-ended-call-before-warm-transfer", "answered_human", "no_answer"),
            row("customer-ended-call-after-warm-transfer-attempt", "answered_human", "no_answer"),
            row("customer-ended-call-during-transfer", "answered_human", "no_answer"),
            row("silence-timed-out", "answered_human", "no_answer"),
            row("exceeded-max-duration", "answered_human", "no_answer"),
            row("manually-canceled", "answered_human", "no_answer"),
            row("vonage-completed", "answered_human", "no_answer"),
            row("vonage-disconnected", "answered_human", "no_answer"),
            row("phone-call-provider-closed-websocket", "answered_human", "no_answer"),
            row("call.in-progress.twilio-completed-call", "answered_human", "no_answer"),
            row("call.in-progress.sip-completed-call", "answered_human", "no_answer"),
            row("call.in-progress.error-assistant-did-not-receive-customer-audio", "answered_human", "no_answer"),
            row("call.forwarding.operator-busy", "answered_human", "no_answer"),
            row("assistant-join-timed-out", "answered_human", "congestion"),
            row("worker-shutdown", "answered_human", "congestion"),
            row("voicemail", "answered_machine", "answered_machine"),
            row("customer-busy", "busy", "busy"),
            row("customer-did-not-answer", "no_answer", "no_answer"),
            row("scheduled-call-deleted", "no_answer", "no_answer"),
            row("call-deleted", "no_answer", "no_answer"),
            row("twilio-reported-customer-misdialed", "invalid_number", "invalid_number"),
            row("twilio-failed-to-connect-call", "rejected", "rejected"),
            row("vonage-failed-to-connect-call", "rejected", "rejected"),
            row("vonage-rejected", "rejected", "rejected"),
            row("call.in-progress.error-sip-outbound-call-failed-to-connect", "rejected", "rejected"),
            row(sip("403-forbidden"), "config_error", "config_error"),
            row(sip("407-proxy-authentication-required"), "config_error", "config_error"),
            row(sip("408-request-timeout"), "no_answer", "no_answer"),
            row(sip("480-temporarily-unavailable"), "no_answer", "no_answer"),
            row(sip("503-service-unavailable"), "congestion", "congestion"),
            row("call.start.error-subscription-concurrency-limit-reached", "congestion", "congestion"),
            row("call.start.error-vapi-number-outbound-daily-limit", "congestion", "congestion"),
            row("call.start.error-vapi-number-international", "blocked", "blocked"),
            row("call.start.error-fraud-check-failed", "blocked", "blocked"),
            row("assistant-not-found", "config_error", "config_error"),
            row("assistant-not-valid", "config_error", "config_error"));

    private static final Map<String, String> FAMILIES = Map.ofEntries(
            row("call.start.error-vapifault-database-error", "congestion", "congestion"),
            row("call.start.error-subscription-frozen", "config_error", "config_error"),
            row("call-start-error-neither-assistant-nor-server-set", "config_error", "config_error"),
            row("assistant-request-returned-error", "config_error", "config_error"),
            row("call.in-progress.error-warm-transfer-max-duration", "answered_human", "no_answer"),
            row("call.in-progress.error-transfer-failed", "answered_human", "no_answer"),
            row("call.in-progress.error-providerfault-openai-llm-failed", "answered_human", "congestion"),
            row("pipeline-error-openai-voice-failed", "answered_human", "congestion"),
            row("call.ringing.hook-executed-say", "no_answer", "no_answer"),
            row("call.ending.hook-executed-say", "answered_human", "no_answer"));

    private static String sip(String response) {
        return "call.in-progress.error-providerfault-outbound-sip-" + response;
    }

    private static Map.Entry<String, String> row(String reason, String answered, String unanswered) {
        return Map.entry(reason, answered + " " + unanswered);
    }

    private static String both(String reason) {
        var meaning = VapiOutcomes.ofReason(reason);
        return meaning.outcome(true, 60).code() + " "
                + meaning.outcome(false, null).code();
    }

    @Test
    void everyReasonIsWhatAReaderOfThePageExpects() {
        assertThat(EXPECTED.keySet()).isEqualTo(VapiOutcomes.BY_REASON.keySet());
        EXPECTED.forEach(
                (reason, outcome) -> assertThat(both(reason)).as(reason).isEqualTo(outcome));
    }

    @Test
    void everyFamilyIsReachedAndMeansWhatItSays() {
        FAMILIES.forEach(
                (reason, outcome) -> assertThat(both(reason)).as(reason).isEqualTo(outcome));
        for (VapiOutcomes.Family family : VapiOutcomes.BY_PREFIX) {
            assertThat(FAMILIES.keySet())
                    .as(family.prefix())
                    .anyMatch(reason ->
                            reason.startsWith(family.prefix()) && VapiOutcomes.ofReason(reason) == family.meaning());
        }
        assertThat(both("something-new")).isEqualTo("answered_human rejected");
        assertThat(both(null)).isEqualTo("answered_human rejected");
    }

    @Test
    void anAgentThatFailsWithinTwoSecondsAbandonedThePerson() {
        var fault = VapiOutcomes.ofReason("pipeline-error-openai-voice-failed");
        assertThat(fault.outcome(true, 2)).isEqualTo(Outcome.ABANDONED);
        assertThat(fault.outcome(true, 3)).isEqualTo(Outcome.ANSWERED_HUMAN);
        assertThat(VapiOutcomes.ofReason("customer-ended-call").outcome(true, 1))
                .isEqualTo(Outcome.ANSWERED_HUMAN);
    }

    @Test
    void everyStatusAndEveryMessageHasItsOutcome() {
        Refusals.BY_STATUS.forEach((status, outcome) -> assertThat(VapiOutcomes.ofRefusal(status, null))
                .isEqualTo(status == 429 ? Outcome.CONGESTION : Outcome.CONFIG_ERROR)
                .isEqualTo(outcome));
        VapiOutcomes.BY_MESSAGE.forEach(words -> assertThat(
                        VapiOutcomes.ofRefusal(400, "Sorry, " + words.part().toUpperCase(java.util.Locale.ROOT) + "!"))
                .isEqualTo(words.outcome()));
    }

    /** Computed with {@code openssl dgst -sha256 -hmac}: the platform publishes the format and no vector. */
    @Test
    void theSignatureIsOverTimestampDotBody() {
        byte[] body = "{\"message\":{\"type\":\"hang\"}}".getBytes(StandardCharsets.UTF_8);
        MultiMap headers = MultiMap.caseInsensitiveMultiMap()
                .add("X-Signature", "sha256=9820dab16fff018b129b42089e7be9c021eeef531964801660e301051234af4a")
                .add("X-Timestamp", "1735689600");
        var plan = new VapiSignature.Plan("x-signature", "x-timestamp", "sha256=");
        Instant now = Instant.ofEpochSecond(1_735_689_700);
        assertThat(VapiSignature.verify(plan, "0123456789abcdef", headers, body, now))
                .isTrue();
        assertThat(VapiSignature.verify(plan, "0123456789abcdeF", headers, body, now))
                .isFalse();
        assertThat(VapiSignature.verify(plan, "0123456789abcdef", headers, body, now.plusSeconds(600)))
                .isFalse();
        body[3]++;
        assertThat(VapiSignature.verify(plan, "0123456789abcdef", headers, body, now))
                .isFalse();
    }
}
