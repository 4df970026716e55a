package io.outdial.platform;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.datatype.jsr310.deser.InstantDeserializer;
import io.outdial.kernel.TimeBounds;
import io.quarkus.jackson.ObjectMapperCustomizer;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;

/** Instants of bodies are within {@link TimeBounds}, in whatever field they stand. */
@Singleton
class JsonInstants implements ObjectMapperCustomizer {

    @Override
    public void customize(ObjectMapper mapper) {
        mapper.registerModule(new SimpleModule("instants").addDeserializer(Instant.class, new Bounded()));
    }

    /** After the framework's own modules: of two readers of one type the last registered is asked. */
    @Override
    public int priority() {
        return MINIMUM_PRIORITY;
    }

    private static final class Bounded extends JsonDeserializer<Instant> {

        @Override
        public Instant deserialize(JsonParser in, DeserializationContext context) throws IOException {
            Instant instant;
            try {
                instant = InstantDeserializer.INSTANT.deserialize(in, context);
            } catch (DateTimeException | ArithmeticException beyond) { // of a number
                throw outOfRange();
            }
            if (instant != null && !TimeBounds.hold(instant)) {
                throw outOfRange();
            }
            return instant;
        }

        private static Problem outOfRange() {
            return Problem.invalid("", "out_of_range", TimeBounds.REFUSAL + ".");
        }
    }
}
