package io.outdial.platform;

import jakarta.ws.rs.ext.ParamConverter;
import jakarta.ws.rs.ext.ParamConverterProvider;
import jakarta.ws.rs.ext.Provider;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.util.function.Function;

/**
 * Reads the query parameters that are no texts. The framework's own reading takes {@code yes} for false, and says of what it
 * cannot read only what the JDK's messages happen to say.
 */
@Provider
public class QueryValues implements ParamConverterProvider {

    /** A text that is none of the values its parameter can have. */
    static final class Unreadable extends IllegalArgumentException {

        private static final long serialVersionUID = 1;

        final String text;

        Unreadable(String text) {
            this.text = text;
        }
    }

    @Override
    @SuppressWarnings("unchecked")
    public <T> ParamConverter<T> getConverter(Class<T> type, Type generic, Annotation[] annotations) {
        if (type == Integer.class || type == int.class) {
            return (ParamConverter<T>) new Converter<>(QueryValues::number);
        }
        if (type == Boolean.class || type == boolean.class) {
            return (ParamConverter<T>) new Converter<>(QueryValues::truth);
        }
        return null;
    }

    private static Integer number(String text) {
        try {
            return Integer.valueOf(text);
        } catch (NumberFormatException e) {
            throw new Unreadable(text);
        }
    }

    private static Boolean truth(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new Unreadable(text);
        };
    }

    private record Converter<T>(Function<String, T> read) implements ParamConverter<T> {

        @Override
        public T fromString(String text) {
            return text == null ? null : read.apply(text);
        }

        @Override
        public String toString(T value) {
            return String.valueOf(value);
        }
    }
}
