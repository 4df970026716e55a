package io.outdial.platform;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.deser.std.StringDeserializer;
import com.fasterxml.jackson.databind.jsontype.TypeDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.datatype.jsr310.deser.InstantDeserializer;
import io.outdial.kernel.TimeBounds;
import io.quarkus.jackson.ObjectMapperCustomizer;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Instant;

/**
 * Texts of bodies are {@linkplain Storable storable} and instants within {@link TimeBounds}, in whatever field they stand. Where
 * a body is free (attributes, audiences) its reader looks itself.
 */
@Singleton
class JsonTexts implements ObjectMapperCustomizer {

    @Override
    public void customize(ObjectMapper mapper) {
        mapper.registerModule(new SimpleModule("texts")
                .addDeserializer(String.class, new Texts())
                .addDeserializer(Instant.class, new Instants()));
    }

    /** After the framework's own modules: of two readers of one type the last registered is asked. */
    @Override
    public int priority() {
        return MINIMUM_PRIORITY;
    }

    private static final class Texts extends StringDeserializer {
        private static final long serialVersionUID = 1L;

        @Override
        public String deserialize(JsonParser in, DeserializationContext context) throws IOException {
            return checked(super.deserialize(in, context));
        }

        @Override
        public String deserializeWithType(JsonParser in, DeserializationContext context, TypeDeserializer type)
                throws IOException {
            return checked(super.deserializeWithType(in, context, type));
        }

        private static String checked(String text) {
            if (text != null && !Storable.is(text)) {
                throw Problem.invalid(
                        "", "bad_character", "A text may not hold the character zero or half a character.");
            }
            return text;
        }
    }

    private static final class Instants extends JsonDeserializer<Instant> {

        @Override
        public Instant deserialize(JsonParser in, DeserializationContext context) throws IOException {
            Instant instant = InstantDeserializer.INSTANT.deserialize(in, context);
            if (instant != null && !TimeBounds.hold(instant)) {
                throw Problem.invalid("", "out_of_range", TimeBounds.REFUSAL + ".");
            }
            return instant;
        }
    }
}
