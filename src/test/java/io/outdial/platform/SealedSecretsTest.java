package io.outdial.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.outdial.kernel.TenantId;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SealedSecretsTest {

    private static final TenantId TENANT = TenantId.next();
    private static final byte[] SECRET = "the auth token".getBytes(StandardCharsets.UTF_8);
    private static final String A = Base64.getEncoder().encodeToString(new byte[32]);
    private static final String B =
            Base64.getEncoder().encodeToString("another key, also of 32 bytes...".getBytes(StandardCharsets.UTF_8));

    private static SealedSecrets with(String current, Map<String, String> keys) {
        return new SealedSecrets(new EncryptionSettings() {
            @Override
            public Optional<String> currentKey() {
                return Optional.ofNullable(current);
            }

            @Override
            public Map<String, String> keys() {
                return keys;
            }
        });
    }

    @Test
    void whatIsSealedOpensForItsTenantAndPlaceOnly() {
        SealedSecrets secrets = with("a", Map.of("a", A));
        byte[] sealed = secrets.seal(TENANT, "place", SECRET);
        assertThat(new String(sealed, StandardCharsets.ISO_8859_1)).doesNotContain("auth");
        assertThat(secrets.open(TENANT, "place", sealed)).isEqualTo(SECRET);
        assertThat(secrets.seal(TENANT, "place", SECRET))
                .as("never twice alike")
                .isNotEqualTo(sealed);
        assertThatThrownBy(() -> secrets.open(TenantId.next(), "place", sealed))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> secrets.open(TENANT, "other", sealed)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aChangedByteOpensNothing() {
        SealedSecrets secrets = with("a", Map.of("a", A));
        byte[] sealed = secrets.seal(TENANT, "place", SECRET);
        for (int i = 0; i < sealed.length; i++) {
            byte[] changed = sealed.clone();
            changed[i] ^= 1;
            assertThatThrownBy(() -> secrets.open(TENANT, "place", changed)).isInstanceOf(RuntimeException.class);
        }
    }

    @Test
    void anOldKeyStillOpensAndIsTold() {
        byte[] sealed = with("a", Map.of("a", A)).seal(TENANT, "place", SECRET);
        SealedSecrets changed = with("b", Map.of("a", A, "b", B));
        assertThat(changed.open(TENANT, "place", sealed)).isEqualTo(SECRET);
        assertThat(changed.isStale(sealed)).isTrue();
        assertThat(changed.isStale(changed.seal(TENANT, "place", SECRET))).isFalse();
        assertThatThrownBy(() -> with("b", Map.of("b", B)).open(TENANT, "place", sealed))
                .hasMessageContaining("the key a");
    }

    @Test
    void withoutAKeyNothingIsSealedAndTheAnswerSaysWhy() {
        SealedSecrets none = with(null, Map.of());
        assertThat(none.available()).isFalse();
        assertThatThrownBy(() -> none.seal(TENANT, "place", SECRET))
                .isInstanceOf(Problem.class)
                .hasMessageContaining("outdial.encryption.current-key");
    }

    @Test
    void keysThatMakeNoSenseAreRefusedByName() {
        assertThatThrownBy(() -> with("a", Map.of("a", "c2hvcnQ="))).hasMessageContaining("outdial.encryption.keys.a");
        assertThatThrownBy(() -> with("a", Map.of("a", "no base64!")))
                .hasMessageContaining("outdial.encryption.keys.a");
        assertThatThrownBy(() -> with("b", Map.of("a", A))).hasMessageContaining("outdial.encryption.keys.b");
    }
}
