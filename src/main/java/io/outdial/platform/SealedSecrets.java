package io.outdial.platform;

import io.outdial.kernel.TenantId;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Keeps secrets of tenants unreadable at rest: AES-256-GCM (NIST SP 800-38D) with a random nonce of 96 bits. What is sealed
 * names its key, so that keys can be changed while old secrets still open, and is bound to its tenant and its place, so that
 * it opens nowhere else.
 *
 * <p>A sealed secret is: format (1 byte), length of the key's id (1), the id, nonce (12), ciphertext with its tag.
 */
@ApplicationScoped
public class SealedSecrets {

    private static final byte FORMAT = 1;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final int KEY_BYTES = 32;

    private final SecureRandom random = new SecureRandom();
    private final Map<String, SecretKey> keys;
    private final Optional<String> current;

    /** For the proxy of the application scope only. */
    SealedSecrets() {
        keys = Map.of();
        current = Optional.empty();
    }

    /** @throws IllegalArgumentException naming the property, when a key is not 32 bytes or the current one is missing */
    @jakarta.inject.Inject
    public SealedSecrets(EncryptionSettings settings) {
        keys = settings.keys().entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, each -> key(each.getKey(), each.getValue())));
        current = settings.currentKey();
        current.filter(id -> !keys.containsKey(id)).ifPresent(id -> {
            throw new IllegalArgumentException(
                    "outdial.encryption.current-key names " + id + ", but there is no outdial.encryption.keys." + id);
        });
    }

    private static SecretKey key(String id, String base64) {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(base64.strip());
        } catch (IllegalArgumentException e) {
            bytes = new byte[0];
        }
        if (bytes.length != KEY_BYTES || id.isEmpty() || id.getBytes(StandardCharsets.UTF_8).length > 100) {
            throw new IllegalArgumentException(
                    "outdial.encryption.keys." + id + " must be " + KEY_BYTES + " bytes in base64");
        }
        return new SecretKeySpec(bytes, "AES");
    }

    /** Keys that make no sense stop the service at its start, not at the first secret. */
    void check(@Observes StartupEvent start) {
        available();
    }

    /** Whether secrets can be sealed. */
    public boolean available() {
        return current.isPresent();
    }

    /**
     * @param place what the secret belongs to; it opens with the same words only
     * @throws Problem 503 when no key is configured
     */
    public byte[] seal(TenantId tenant, String place, byte[] secret) {
        String id = current.orElseThrow(() -> new Problem(
                ProblemType.UNAVAILABLE,
                "Credentials cannot be stored: this service has no encryption key (outdial.encryption.current-key)."));
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        byte[] name = id.getBytes(StandardCharsets.UTF_8);
        byte[] hidden = crypt(Cipher.ENCRYPT_MODE, keys.get(id), nonce, tenant, place, secret);
        return ByteBuffer.allocate(2 + name.length + NONCE_BYTES + hidden.length)
                .put(FORMAT)
                .put((byte) name.length)
                .put(name)
                .put(nonce)
                .put(hidden)
                .array();
    }

    /** @throws IllegalStateException when its key is gone, or it was sealed for another tenant or place, or was changed */
    public byte[] open(TenantId tenant, String place, byte[] sealed) {
        String id = keyOf(sealed);
        SecretKey key = keys.get(id);
        if (key == null) {
            throw new IllegalStateException("a secret is sealed with the key " + id + ", which is not configured");
        }
        int from = 2 + id.getBytes(StandardCharsets.UTF_8).length;
        byte[] nonce = Arrays.copyOfRange(sealed, from, from + NONCE_BYTES);
        byte[] hidden = Arrays.copyOfRange(sealed, from + NONCE_BYTES, Math.max(from + NONCE_BYTES, sealed.length));
        return crypt(Cipher.DECRYPT_MODE, key, nonce, tenant, place, hidden);
    }

    /** Whether there are keys besides the current one, so that something may be sealed with an older one. */
    public boolean hasOldKeys() {
        return current.isPresent() && keys.size() > 1;
    }

    /** Whether it should be sealed anew because the current key is another one. */
    public boolean isStale(byte[] sealed) {
        return current.isPresent() && !keyOf(sealed).equals(current.get());
    }

    private static String keyOf(byte[] sealed) {
        try {
            ByteBuffer read = ByteBuffer.wrap(sealed);
            if (read.get() == FORMAT) {
                byte[] name = new byte[read.get()];
                read.get(name);
                return new String(name, StandardCharsets.UTF_8);
            }
        } catch (BufferUnderflowException | NegativeArraySizeException e) {
            // answered below
        }
        throw new IllegalStateException("this is no sealed secret");
    }

    private static byte[] crypt(int mode, SecretKey key, byte[] nonce, TenantId tenant, String place, byte[] text) {
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
            cipher.updateAAD((tenant + "/" + place).getBytes(StandardCharsets.UTF_8));
            return cipher.doFinal(text);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a secret cannot be read: " + e.getMessage(), e);
        }
    }
}
