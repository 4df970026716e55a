package io.outdial.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever reads JSON here takes no number that is out of bounds. */
@QuarkusTest
class JsonNumbersTest {

    @Inject
    ObjectMapper json;

    record Holder(BigDecimal n) {}

    @ParameterizedTest
    @ValueSource(strings = {"1e131000", "1e-131000", "-1e999999999", "1e-999999999", "1e400"})
    void anExponentIsBoundedInWhateverIsMadeOfJson(String number) {
        String text = "{\"n\": " + number + "}";
        for (Class<?> type : new Class<?>[] {Object.class, Map.class, JsonNode.class, ObjectNode.class, Holder.class}) {
            assertThat(root(catchThrowable(() -> json.readValue(text, type))))
                    .as(type.getSimpleName())
                    .isInstanceOf(Problem.class);
        }
        assertThatThrownBy(() -> json.readTree("{\"of\": [{\"n\": [0, " + number + "]}]}"))
                .hasRootCauseInstanceOf(Problem.class)
                .hasMessageContaining("[\"n\"]");
        assertThatThrownBy(() -> Buffer.buffer(text).toJsonObject()).isInstanceOf(DecodeException.class);
    }

    private static Throwable root(Throwable failure) {
        return failure == null || failure.getCause() == null ? failure : root(failure.getCause());
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-7", "2147483648", "0.10", "1e300", "4.9e-324", "123456789012345678901234567890"})
    void whatIsWithinBoundsIsKeptAsItWasWritten(String number) throws Exception {
        String text = "{\"n\":" + number + "}";
        BigDecimal same = new BigDecimal(number);
        assertThat(new BigDecimal(json.readValue(text, Map.class).get("n").toString()))
                .isEqualByComparingTo(same);
        assertThat(json.readTree(text).get("n").decimalValue()).isEqualByComparingTo(same);
        assertThat(json.readValue(text, Holder.class).n()).isEqualByComparingTo(same);
    }
}
