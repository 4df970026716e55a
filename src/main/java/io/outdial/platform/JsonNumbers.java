package io.outdial.platform;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.deser.Deserializers;
import com.fasterxml.jackson.databind.deser.std.DelegatingDeserializer;
import com.fasterxml.jackson.databind.deser.std.JsonNodeDeserializer;
import com.fasterxml.jackson.databind.deser.std.NumberDeserializers.BigDecimalDeserializer;
import com.fasterxml.jackson.databind.deser.std.NumberDeserializers.NumberDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import io.outdial.kernel.NumberBounds;
import io.quarkus.jackson.ObjectMapperCustomizer;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.Map;

/**
 * Numbers of any JSON that is read are within {@link NumberBounds}, wherever it comes from: bodies, providers' documents, the
 * database. The parser's own bounds ({@code StreamReadConstraints}) are on how long a number is written, not on its exponent.
 */
@Singleton
class JsonNumbers implements ObjectMapperCustomizer {

    @Override
    public void customize(ObjectMapper mapper) {
        mapper.registerModule(new Bounded());
    }

    private static final class Bounded extends SimpleModule {
        private static final long serialVersionUID = 1L;

        Bounded() {
            super("numbers");
            addDeserializer(
                    Number.class,
                    new Of<>(Number.class, NumberDeserializer.instance)); // of a value without a type, too
            addDeserializer(BigDecimal.class, new Of<>(BigDecimal.class, BigDecimalDeserializer.instance));
        }

        @Override
        public void setupModule(SetupContext context) {
            super.setupModule(context);
            context.addDeserializers(new Deserializers.Base() {
                @Override
                public JsonDeserializer<?> findTreeNodeDeserializer(
                        Class<? extends JsonNode> type, DeserializationConfig config, BeanDescription description) {
                    return new OfTree(JsonNodeDeserializer.getDeserializer(type));
                }
            });
        }
    }

    private static final class Of<T extends Number> extends JsonDeserializer<T> {
        private final Class<T> type;
        private final JsonDeserializer<?> reader;

        Of(Class<T> type, JsonDeserializer<?> reader) {
            this.type = type;
            this.reader = reader;
        }

        @Override
        public T deserialize(JsonParser in, DeserializationContext context) throws IOException {
            T number = type.cast(reader.deserialize(in, context));
            if (number != null) {
                require(number);
            }
            return number;
        }
    }

    private static final class OfTree extends DelegatingDeserializer {
        private static final long serialVersionUID = 1L;

        OfTree(JsonDeserializer<?> reader) {
            super(reader);
        }

        @Override
        protected JsonDeserializer<?> newDelegatingInstance(JsonDeserializer<?> reader) {
            return new OfTree(reader);
        }

        @Override
        public Object deserialize(JsonParser in, DeserializationContext context) throws IOException {
            JsonNode tree = (JsonNode) super.deserialize(in, context);
            requireAll(tree);
            return tree;
        }

        private static void requireAll(JsonNode node) throws JsonMappingException {
            if (node.isNumber()) {
                require(node.numberValue());
            }
            for (int i = 0; node.isArray() && i < node.size(); i++) {
                try {
                    requireAll(node.get(i));
                } catch (Problem | JsonMappingException refused) {
                    throw JsonMappingException.wrapWithPath(refused, node, i);
                }
            }
            for (Map.Entry<String, JsonNode> member : node.properties()) {
                try {
                    requireAll(member.getValue());
                } catch (Problem | JsonMappingException refused) {
                    throw JsonMappingException.wrapWithPath(refused, node, member.getKey());
                }
            }
        }
    }

    private static void require(Number number) {
        if (!NumberBounds.hold(number)) {
            throw Problem.invalid("", "out_of_range", NumberBounds.REFUSAL + ".");
        }
    }
}
