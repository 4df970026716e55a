package io.outdial.platform;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class IdempotencyJsonTest {

    record Keys(Optional<String> currentKey, Map<String, String> keys) implements EncryptionSettings {}

    record Body(
            String name,

            @JsonProperty(access = JsonProperty.Access.WRITE_ONLY)
            Map<String, String> credentials) {}

    private static byte[] digest(String key, String secret) {
        return new IdempotencyJson(new ObjectMapper(), new Keys(Optional.of("k"), Map.of("k", key)))
                .digest("who", new Object[] {new Body("n", Map.of("password", secret))});
    }

    @Test
    void whatNoAnswerShowsTellsRequestsApart() {
        assertThat(digest("a", "one")).isEqualTo(digest("a", "one")).isNotEqualTo(digest("a", "two"));
    }

    @Test
    void whoDoesNotKnowTheKeyCannotTryOutSecrets() {
        assertThat(digest("a", "one")).isNotEqualTo(digest("b", "one"));
    }

    @Test
    void anAnswerShowsNoSecret() {
        assertThat(new IdempotencyJson(new ObjectMapper(), new Keys(Optional.empty(), Map.of()))
                        .answer(new Body("n", Map.of("password", "one"))))
                .isEqualTo("{\"name\":\"n\"}");
    }
}
