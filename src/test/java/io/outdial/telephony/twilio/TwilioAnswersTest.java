package io.outdial.telephony.twilio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.outdial.kernel.Outcome;
import io.outdial.telephony.Placed;
import io.outdial.telephony.ProviderAnswer;
import io.outdial.telephony.UnclearAnswer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What was refused was certainly not called, whatever else the answer holds. */
class TwilioAnswersTest {

    @Test
    void aRefusalIsOneWhateverItsBodyLooksLike() {
        for (Object code : List.of("20003", 20003)) {
            Placed.Refused refused = refused(new JsonObject().put("code", code).put("message", "Authenticate"));
            assertThat(refused.outcome()).isEqualTo(Outcome.CONFIG_ERROR);
            assertThat(refused.reason()).isEqualTo("20003: Authenticate");
        }
        for (Object odd : List.of("x", new JsonArray().add(1), new JsonObject(), 1e300, "99999999999")) {
            assertThat(refused(new JsonObject().put("code", odd).put("message", odd))
                            .reason())
                    .isNotBlank()
                    .doesNotContain("\0");
        }
        assertThat(refused(new JsonObject().put("message", "a\0b")).reason()).isEqualTo("status 400");
    }

    @Test
    void anAnswerWithoutACallLeavesItOpenWhetherThereIsOne() {
        for (Object sid : List.of(7, "a\0b", "x".repeat(501))) {
            assertThatExceptionOfType(UnclearAnswer.class)
                    .isThrownBy(() ->
                            TwilioGateway.placed(new ProviderAnswer(201, new JsonObject().put("sid", sid), null)));
        }
    }

    private static Placed.Refused refused(JsonObject body) {
        return (Placed.Refused) TwilioGateway.placed(new ProviderAnswer(400, body, null));
    }
}
