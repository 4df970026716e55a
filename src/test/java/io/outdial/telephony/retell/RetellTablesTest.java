package io.outdial.telephony.retell;

import static org.assertj.core.api.Assertions.assertThat;

import io.outdial.kernel.Outcome;
import io.outdial.telephony.decide.Refusals;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Every row of the tables, and the signature. */
class RetellTablesTest {

    /** What a person who reads the platform's page of reasons expects, of a call that was answered, and of one that was not. */
    private static final Map<String, String> EXPECTED = Map.ofEntries(
            Map.entry("user_hangup", "answered_human no_answer"),
            Map.entry("agent_hangup", "answered_human no_answer"),
            Map.entry("call_transfer", "answered_human no_answer"),
            Map.entry("transfer_bridged", "answered_human no_answer"),
            Map.entry("transfer_cancelled", "answered_human no_answer"),
            Map.entry("call_take_over", "answered_human no_answer"),
            Map.entry("manual_stopped", "answered_human no_answer"),
            Map.entry("inactivity", "answered_human no_answer"),
            Map.entry("max_duration_reached", "answered_human no_answer"),
            Map.entry("error_no_audio_received", "answered_human no_answer"),
            Map.entry("voicemail_reached", "answered_machine answered_machine"),
            Map.entry("ivr_reached", "answered_machine answered_machine"),
            Map.entry("dial_busy", "busy busy"),
            Map.entry("dial_no_answer", "no_answer no_answer"),
            Map.entry("error_user_not_joined", "no_answer no_answer"),
            Map.entry("registered_call_timeout", "no_answer no_answer"),
            Map.entry("user_declined", "rejected rejected"),
            Map.entry("dial_failed", "rejected rejected"),
            Map.entry("scam_detected", "rejected rejected"),
            Map.entry("invalid_destination", "invalid_number invalid_number"),
            Map.entry("marked_as_spam", "blocked blocked"),
            Map.entry("concurrency_limit_reached", "congestion congestion"),
            Map.entry("no_concurrency_fallback", "congestion congestion"),
            Map.entry("telephony_provider_unavailable", "congestion congestion"),
            Map.entry("telephony_provider_permission_denied", "config_error config_error"),
            Map.entry("sip_routing_error", "config_error config_error"),
            Map.entry("no_valid_payment", "config_error config_error"),
            Map.entry("error_llm_websocket_open", "answered_human congestion"),
            Map.entry("error_llm_websocket_lost_connection", "answered_human congestion"),
            Map.entry("error_llm_websocket_runtime", "answered_human congestion"),
            Map.entry("error_llm_websocket_corrupt_payload", "answered_human congestion"),
            Map.entry("error_asr", "answered_human congestion"),
            Map.entry("error_retell", "answered_human congestion"),
            Map.entry("error_unknown", "answered_human congestion"));

    private static String both(String reason) {
        var meaning = RetellOutcomes.ofReason(reason);
        return meaning.outcome(true, 60).code() + " "
                + meaning.outcome(false, null).code();
    }

    @Test
    void everyReasonIsWhatAReaderOfThePageExpects() {
        assertThat(EXPECTED.keySet()).isEqualTo(RetellOutcomes.BY_REASON.keySet());
        EXPECTED.forEach(
                (reason, outcome) -> assertThat(both(reason)).as(reason).isEqualTo(outcome));
        assertThat(both("something_new")).isEqualTo("answered_human rejected");
        assertThat(both(null)).isEqualTo("answered_human rejected");
    }

    @Test
    void anAgentThatFailsWithinTwoSecondsAbandonedThePerson() {
        var fault = RetellOutcomes.ofReason("error_llm_websocket_open");
        assertThat(fault.outcome(true, 2)).isEqualTo(Outcome.ABANDONED);
        assertThat(fault.outcome(true, 3)).isEqualTo(Outcome.ANSWERED_HUMAN);
    }

    @Test
    void everyStatusAndEveryMessageHasItsOutcome() {
        Refusals.BY_STATUS.forEach((status, outcome) -> assertThat(RetellOutcomes.ofRefusal(status, null))
                .isEqualTo(status == 429 ? Outcome.CONGESTION : Outcome.CONFIG_ERROR)
                .isEqualTo(outcome));
        RetellOutcomes.BY_MESSAGE.forEach(words -> assertThat(RetellOutcomes.ofRefusal(422, "Sorry, " + words.part()))
                .isEqualTo(words.outcome()));
        assertThat(RetellOutcomes.ofRefusal(401, "no key for to_number"))
                .as("whoever may not ask is told nothing of the number")
                .isEqualTo(Outcome.CONFIG_ERROR);
    }

    /** Computed with {@code openssl dgst -sha256 -hmac}: the platform publishes the format and no vector. */
    @Test
    void theSignatureIsOverBodyAndMilliseconds() {
        byte[] body = "{\"event\":\"call_started\",\"call\":{\"call_id\":\"c1\"}}".getBytes(StandardCharsets.UTF_8);
        String signature = "v=1735689600000,d=ce633af830df9809b257f40fbbd73993a88c54c1d916ade67571649fd335fb12";
        Instant now = Instant.ofEpochMilli(1_735_689_700_000L);
        assertThat(RetellSignature.verify("key_0123456789", signature, body, now))
                .isTrue();
        assertThat(RetellSignature.verify("key_0123456780", signature, body, now))
                .isFalse();
        assertThat(RetellSignature.verify("key_0123456789", signature, body, now.plusSeconds(600)))
                .isFalse();
        assertThat(RetellSignature.verify("key_0123456789", null, body, now)).isFalse();
        body[3]++;
        assertThat(RetellSignature.verify("key_0123456789", signature, body, now))
                .isFalse();
    }
}
