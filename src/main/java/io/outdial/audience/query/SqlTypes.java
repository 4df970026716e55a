package io.outdial.audience.query;

import io.outdial.customer.AttributeType;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/** The types that values of attributes have in parameters. */
final class SqlTypes {

    private SqlTypes() {}

    static Object value(Object value) {
        return value instanceof Instant instant ? OffsetDateTime.ofInstant(instant, ZoneOffset.UTC) : value;
    }

    static String name(AttributeType type) {
        return switch (type) {
            case TEXT -> "text";
            case NUMBER -> "float8";
            case BOOLEAN -> "boolean";
            case DATE -> "date";
            case TIMESTAMP -> "timestamptz";
        };
    }

    static Class<?> of(AttributeType type) {
        return switch (type) {
            case TEXT -> String.class;
            case NUMBER -> Double.class;
            case BOOLEAN -> Boolean.class;
            case DATE -> LocalDate.class;
            case TIMESTAMP -> OffsetDateTime.class;
        };
    }
}
