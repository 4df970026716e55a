package io.outdial.platform;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.AnnotationIntrospectorPair;
import com.fasterxml.jackson.databind.introspect.NopAnnotationIntrospector;
import jakarta.inject.Singleton;
import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What is remembered of a request with an Idempotency-Key, and of its answer. A request may hold a secret that people chose, so
 * that its digest is made with a key: nobody who reads the table can try out what it was.
 */
@Singleton
class IdempotencyJson {

    private static final String HMAC = "HmacSHA256";
    /** Where nothing is sealed no secret is taken, and the digest hides none. */
    private static final String NO_KEY = "no secrets are kept here";

    private final ObjectWriter answers;
    private final ObjectWriter requests;
    private final SecretKeySpec key;

    IdempotencyJson(ObjectMapper json, EncryptionSettings encryption) {
        ObjectMapper everything = json.copy();
        everything.setAnnotationIntrospector(AnnotationIntrospectorPair.pair(
                new WritesWhatIsOnlyRead(), json.getSerializationConfig().getAnnotationIntrospector()));
        this.answers = json.writer();
        this.requests = everything.writer().with(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS);
        String secret =
                encryption.currentKey().map(id -> encryption.keys().get(id)).orElse(NO_KEY);
        this.key = new SecretKeySpec(("idempotency " + secret).getBytes(UTF_8), HMAC);
    }

    /** Digest of who asks what. Bodies that say the same are the same, however they are written. */
    byte[] digest(String who, Object[] parameters) {
        try {
            Mac digest = Mac.getInstance(HMAC);
            digest.init(key);
            digest.update(who.getBytes(UTF_8));
            return digest.doFinal(write(requests, parameters));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    String answer(Object entity) {
        return new String(write(answers, entity), UTF_8);
    }

    private static byte[] write(ObjectWriter writer, Object value) {
        try {
            return writer.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Fields that no answer shows, credentials among them, tell one request from another. */
    private static final class WritesWhatIsOnlyRead extends NopAnnotationIntrospector {
        private static final long serialVersionUID = 1L;

        @Override
        public JsonProperty.Access findPropertyAccess(Annotated annotated) {
            return JsonProperty.Access.READ_WRITE;
        }
    }
}
