package io.outdial.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class WebhookSignaturesTest {

    /** The example that the reference libraries of the specification test themselves by. */
    private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    private static final String ID = "msg_p5jXN8AQM9LWM0D4loKWxJek";
    private static final String TIMESTAMP = "1614265330";
    private static final Instant THEN = Instant.ofEpochSecond(1614265330);
    private static final byte[] BODY = "{\"test\": 2432232314}".getBytes(StandardCharsets.UTF_8);
    private static final String SIGNATURE = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";

    private static boolean verify(
            String secret, String id, String timestamp, String signatures, byte[] body, Instant now) {
        return WebhookSignatures.verify(secret, id, timestamp, signatures, body, now);
    }

    @Test
    void thePublishedExampleHolds() {
        assertThat(WebhookSignatures.sign(SECRET, ID, TIMESTAMP, BODY)).isEqualTo(SIGNATURE);
        assertThat(WebhookSignatures.headers(SECRET, ID, THEN, BODY))
                .containsEntry("webhook-id", ID)
                .containsEntry("webhook-timestamp", TIMESTAMP)
                .containsEntry("webhook-signature", SIGNATURE);
        assertThat(verify(SECRET, ID, TIMESTAMP, SIGNATURE, BODY, THEN)).isTrue();
        assertThat(verify(SECRET.substring(6), ID, TIMESTAMP, SIGNATURE, BODY, THEN))
                .isTrue();
    }

    @Test
    void oneOfSeveralSignaturesIsEnough() {
        assertThat(verify(SECRET, ID, TIMESTAMP, "v1,AAAA v1a,BBBB " + SIGNATURE, BODY, THEN))
                .isTrue();
        assertThat(verify(SECRET, ID, TIMESTAMP, "v1,AAAA v2" + SIGNATURE.substring(2), BODY, THEN))
                .isFalse();
    }

    @Test
    void nothingElseHolds() {
        assertThat(verify(SECRET, ID + "x", TIMESTAMP, SIGNATURE, BODY, THEN)).isFalse();
        assertThat(verify(SECRET, ID, "1614265331", SIGNATURE, BODY, THEN)).isFalse();
        assertThat(verify(
                        SECRET,
                        ID,
                        TIMESTAMP,
                        SIGNATURE,
                        "{\"test\":2432232314}".getBytes(StandardCharsets.UTF_8),
                        THEN))
                .isFalse();
        assertThat(verify("whsec_AAAAAAAAAAAAAAAAAAAAAA==", ID, TIMESTAMP, SIGNATURE, BODY, THEN))
                .isFalse();
        assertThat(verify(SECRET, null, TIMESTAMP, SIGNATURE, BODY, THEN)).isFalse();
        assertThat(verify(SECRET, ID, null, SIGNATURE, BODY, THEN)).isFalse();
        assertThat(verify(SECRET, ID, TIMESTAMP, null, BODY, THEN)).isFalse();
        assertThat(verify(SECRET, ID, "now", SIGNATURE, BODY, THEN)).isFalse();
        assertThat(verify(SECRET, ID, TIMESTAMP, "v1,no base64", BODY, THEN)).isFalse();
    }

    @Test
    void aCapturedMessageIsOfNoUseLater() {
        assertThat(verify(SECRET, ID, TIMESTAMP, SIGNATURE, BODY, THEN.plusSeconds(300)))
                .isTrue();
        assertThat(verify(SECRET, ID, TIMESTAMP, SIGNATURE, BODY, THEN.plusSeconds(301)))
                .isFalse();
        assertThat(verify(SECRET, ID, TIMESTAMP, SIGNATURE, BODY, THEN.minusSeconds(301)))
                .isFalse();
    }

    @Test
    void aSecretIsLongEnough() {
        assertThat(WebhookSignatures.isSecret(SECRET)).isTrue();
        assertThat(WebhookSignatures.isSecret("whsec_c2hvcnQ=")).isFalse();
        assertThat(WebhookSignatures.isSecret("not base64 at all")).isFalse();
    }
}
