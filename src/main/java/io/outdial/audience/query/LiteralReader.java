package io.outdial.audience.query;

import com.fasterxml.jackson.databind.JsonNode;
import io.outdial.customer.AttributeType;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.regex.Pattern;

/** Coerces a query's values to the types of their fields; what does not fit is refused, never compared as something else. */
final class LiteralReader {

    static final int MAX_TEXT = 1000;
    private static final Pattern LOOKS_LIKE_A_DATE = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}.*");

    private final Instant now;
    private final ZoneId zone;

    /** @param zone whose days calendar dates are, the same that an import reads them in */
    LiteralReader(Instant now, ZoneId zone) {
        this.now = now;
        this.zone = zone;
    }

    Literal read(Field field, JsonNode node, String pointer) {
        Object value =
                switch (field.type()) {
                    case TEXT -> text(field, node, pointer);
                    case NUMBER -> number(field, node, pointer);
                    case BOOLEAN -> {
                        require(node.isBoolean(), field, pointer);
                        yield node.booleanValue();
                    }
                    case DATE ->
                        isNow(node) ? LocalDate.ofInstant(now(node, pointer), zone) : date(field, node, pointer);
                    case TIMESTAMP -> isNow(node) ? now(node, pointer) : instant(field, node, pointer);
                };
        return new Literal(value, node);
    }

    /** Text has an order, but a date kept as text has the wrong one. */
    Literal readBound(Field field, JsonNode node, String pointer) {
        if (field.type() == AttributeType.BOOLEAN) {
            throw mismatch(field, pointer, "which has no order");
        }
        if (field.type() == AttributeType.TEXT
                && node.isTextual()
                && LOOKS_LIKE_A_DATE.matcher(node.textValue()).matches()) {
            throw mismatch(
                    field, pointer, "and a date is never compared as text: declare the attribute's type as date");
        }
        return read(field, node, pointer);
    }

    static boolean isNow(JsonNode node) {
        return node.isObject() && node.size() == 1 && node.has("$now");
    }

    private static String text(Field field, JsonNode node, String pointer) {
        require(node.isTextual(), field, pointer);
        return requireText(node.textValue(), pointer);
    }

    static String requireText(String text, String pointer) {
        if (text.length() > MAX_TEXT) {
            throw new QueryException(pointer, "too_long", "A text may have at most " + MAX_TEXT + " characters.");
        }
        if (text.indexOf('\0') >= 0) {
            throw new QueryException(pointer, "invalid_text", "A text may not hold the character U+0000.");
        }
        if (text.codePoints().anyMatch(each -> Character.getType(each) == Character.SURROGATE)) {
            throw new QueryException(pointer, "invalid_text", "A text may not hold half a surrogate pair.");
        }
        return text;
    }

    private static Double number(Field field, JsonNode node, String pointer) {
        require(node.isNumber(), field, pointer);
        double value = node.doubleValue();
        if (!Double.isFinite(value)) {
            throw new QueryException(pointer, "out_of_range", "The number is too large.");
        }
        return value + 0.0; // minus zero equals zero in SQL and has to do so in Java
    }

    private static LocalDate date(Field field, JsonNode node, String pointer) {
        require(node.isTextual(), field, pointer);
        try {
            return requireYear(LocalDate.parse(node.textValue()), pointer);
        } catch (DateTimeException e) {
            throw mismatch(field, pointer, "such as \"2024-01-31\"");
        }
    }

    private Instant instant(Field field, JsonNode node, String pointer) {
        require(node.isTextual(), field, pointer);
        String text = node.textValue();
        try {
            if (text.length() == 10) {
                return requireYear(LocalDate.parse(text), pointer)
                        .atStartOfDay(zone)
                        .toInstant();
            }
            OffsetDateTime moment = OffsetDateTime.parse(text);
            requireYear(moment.toLocalDate(), pointer);
            // PostgreSQL keeps microseconds.
            return moment.toInstant().truncatedTo(ChronoUnit.MICROS);
        } catch (DateTimeException e) {
            throw mismatch(field, pointer, "such as \"2024-01-31\" or \"2024-01-31T09:00:00+03:00\"");
        }
    }

    private static LocalDate requireYear(LocalDate date, String pointer) {
        if (date.getYear() < 1 || date.getYear() > 9999) {
            throw new QueryException(pointer, "out_of_range", "A year is between 0001 and 9999.");
        }
        return date;
    }

    private Instant now(JsonNode node, String pointer) {
        String place = QueryException.child(pointer, "$now");
        JsonNode offset = node.get("$now");
        try {
            if (offset.isTextual()) {
                return RelativeTime.resolve(offset.textValue(), now, zone).truncatedTo(ChronoUnit.MICROS);
            }
        } catch (IllegalArgumentException e) {
            // Said below, the same for every shape.
        }
        throw new QueryException(
                place,
                "relative_time",
                "$now takes a text such as \"-30d\", \"+12h\", \"-2w\", \"-6mo\", \"-1y\" or \"-P30D\".");
    }

    private static void require(boolean fits, Field field, String pointer) {
        if (!fits) {
            throw mismatch(field, pointer, "and this value is none");
        }
    }

    private static QueryException mismatch(Field field, String pointer, String more) {
        String type = field.type().code();
        return new QueryException(pointer, "type_mismatch", field.name() + " is of type " + type + ", " + more + ".");
    }
}
