package io.outdial.customer;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Which type a value looks like, and what it is as that type. Pure. A value is a text (a cell, a JSON text), a number or
 * a boolean; only a cell of a file may be a number or boolean in text form.
 */
final class TypedText {

    /** No leading zero, and few enough digits to be kept exactly: an account number stays a text. Within {@code NumberBounds}. */
    private static final Pattern NUMBER =
            Pattern.compile("-?(0|[1-9][0-9]{0,14})(\\.[0-9]{1,15})?([eE][+-]?([0-2]?[0-9]{1,2}|3[0-2][0-9]))?");

    private static final Pattern TIMESTAMP =
            Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}.{0,30}", Pattern.DOTALL);

    private TypedText() {}

    /** The type a cell's text looks like. */
    static AttributeType inferCell(String text) {
        if (text.equals("true") || text.equals("false")) {
            return AttributeType.BOOLEAN;
        }
        return number(text) != null ? AttributeType.NUMBER : inferText(text);
    }

    /** The type of a value of a JSON document, where a number in quotes is a text. */
    static AttributeType inferJson(Object value) {
        if (value instanceof Boolean) {
            return AttributeType.BOOLEAN;
        }
        return value instanceof Number ? AttributeType.NUMBER : inferText(value.toString());
    }

    /** Whether JSON writes values of the type without quotes, so that one in quotes is a text there. */
    static boolean isUnquotedInJson(AttributeType type) {
        return type == AttributeType.NUMBER || type == AttributeType.BOOLEAN;
    }

    private static AttributeType inferText(String text) {
        if (date(text) != null) {
            return AttributeType.DATE;
        }
        return mayBeTimestamp(text) && instant(text, java.time.ZoneOffset.UTC) != null
                ? AttributeType.TIMESTAMP
                : AttributeType.TEXT;
    }

    /** The type that more than half of the values have; text when none has. */
    static AttributeType majority(Map<AttributeType, Integer> counts) {
        int all = counts.values().stream().mapToInt(Integer::intValue).sum();
        return counts.entrySet().stream()
                .filter(entry -> entry.getValue() * 2 > all)
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(AttributeType.TEXT);
    }

    /**
     * The value as {@code type}: String, Double, Boolean, LocalDate or Instant; null when it does not fit. A date where
     * an instant is expected is the start of that day in {@code zone}, as is a local time.
     */
    static Object as(AttributeType type, Object value, ZoneId zone) {
        String text = value.toString();
        return switch (type) {
            case TEXT -> text;
            case NUMBER -> value instanceof Boolean ? null : value instanceof Number n ? finite(n) : number(text);
            case BOOLEAN -> text.equals("true") ? Boolean.TRUE : text.equals("false") ? Boolean.FALSE : null;
            case DATE -> date(text);
            case TIMESTAMP -> instant(text, zone);
        };
    }

    /** The instant a text names; null when it names none between the years 1 and 9999. */
    static Instant instant(String text, ZoneId zone) {
        LocalDate day = date(text);
        if (day != null) {
            return day.atStartOfDay(zone).toInstant();
        }
        Instant usual = usual(text);
        if (usual != null) {
            return usual;
        }
        if (!mayBeTimestamp(text) || text.startsWith("0000")) {
            return null;
        }
        String iso = text.replace(' ', 'T');
        try {
            return hasOffset(iso)
                    ? OffsetDateTime.parse(iso).toInstant()
                    : LocalDateTime.parse(iso).atZone(zone).toInstant();
        } catch (DateTimeException noTime) {
            return null;
        }
    }

    /**
     * The instant, if the text is one to the second in UTC or so many hours and minutes from it, as a program writes most of
     * them; null where it takes a parser, which takes ten times as long.
     */
    private static Instant usual(String text) {
        int length = text.length();
        boolean utc = length == 20 && text.charAt(19) == 'Z';
        boolean offset = length == 25 && (text.charAt(19) == '+' || text.charAt(19) == '-') && text.charAt(22) == ':';
        if (!utc && !offset
                || text.charAt(10) != 'T' && text.charAt(10) != ' '
                || text.charAt(13) != ':'
                || text.charAt(16) != ':') {
            return null;
        }
        int hour = twoDigits(text, 11);
        int minute = twoDigits(text, 14);
        int second = twoDigits(text, 17);
        int hoursAway = offset ? twoDigits(text, 20) : 0;
        int minutesAway = offset ? twoDigits(text, 23) : 0;
        if (!isWithin(hour, 23)
                || !isWithin(minute, 59)
                || !isWithin(second, 59)
                || !isWithin(hoursAway, 17)
                || !isWithin(minutesAway, 59)) {
            return null;
        }
        LocalDate day = date(text.substring(0, 10));
        if (day == null) {
            return null;
        }
        long away = hoursAway * 3_600L + minutesAway * 60L;
        long seconds = day.toEpochDay() * 86_400 + hour * 3_600 + minute * 60 + second;
        return Instant.ofEpochSecond(text.charAt(19) == '-' ? seconds + away : seconds - away);
    }

    private static boolean isWithin(int number, int max) {
        return number >= 0 && number <= max;
    }

    /** The number of two digits; negative when they are none. */
    private static int twoDigits(String text, int from) {
        char tens = text.charAt(from);
        char ones = text.charAt(from + 1);
        return isDigit(tens) && isDigit(ones) ? (tens - '0') * 10 + ones - '0' : -1;
    }

    /** Told beforehand, because finding out by an exception takes longer than all else that is done with a cell. */
    private static boolean hasOffset(String iso) {
        for (int i = 16; i < iso.length(); i++) {
            char c = iso.charAt(i);
            if (c == 'Z' || c == 'z' || c == '+' || c == '-') {
                return true;
            }
        }
        return false;
    }

    private static boolean mayBeTimestamp(String text) {
        return text.length() > 15
                && text.charAt(4) == '-'
                && TIMESTAMP.matcher(text).matches();
    }

    private static LocalDate date(String text) {
        if (text.length() != 10 || text.charAt(4) != '-' || text.charAt(7) != '-' || text.startsWith("0000")) {
            return null;
        }
        for (int i = 0; i < 10; i++) {
            if (i != 4 && i != 7 && !isDigit(text.charAt(i))) {
                return null;
            }
        }
        try {
            return LocalDate.of(part(text, 0, 4), part(text, 5, 7), part(text, 8, 10));
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static int part(String digits, int from, int to) {
        return Integer.parseInt(digits, from, to, 10);
    }

    private static Double number(String text) {
        if (text.isEmpty() || text.charAt(0) != '-' && !isDigit(text.charAt(0))) {
            return null; // most texts are told apart by their first character
        }
        return NUMBER.matcher(text).matches() ? finite(Double.valueOf(text)) : null;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static Double finite(Number number) {
        double value = number.doubleValue();
        return Double.isFinite(value) ? value : null;
    }
}
