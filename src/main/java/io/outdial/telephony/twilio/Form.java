package io.outdial.telephony.twilio;

import io.vertx.core.buffer.Buffer;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** A body of {@code application/x-www-form-urlencoded}, read and written byte for byte. */
final class Form {

    static final String TYPE = "application/x-www-form-urlencoded";

    private final SortedMap<String, List<String>> fields = new TreeMap<>();

    /** @throws IllegalArgumentException when an escape is broken */
    static Form parse(Buffer body) {
        Form form = new Form();
        String text = body.toString(StandardCharsets.UTF_8);
        for (String pair : text.isEmpty() ? new String[0] : text.split("&")) {
            int equals = pair.indexOf('=');
            String name = equals < 0 ? pair : pair.substring(0, equals);
            form.add(decoded(name), equals < 0 ? "" : decoded(pair.substring(equals + 1)));
        }
        return form;
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    /** @param value null leaves the field out */
    Form add(String name, Object value) {
        if (value != null) {
            fields.computeIfAbsent(name, any -> new ArrayList<>()).add(value.toString());
        }
        return this;
    }

    SortedMap<String, List<String>> fields() {
        return fields;
    }

    /** The first value of a field; null without the field or with an empty one. */
    String get(String name) {
        List<String> values = fields.get(name);
        return values == null || values.get(0).isEmpty() ? null : values.get(0);
    }

    /** A whole number; null where there is none. */
    Integer number(String name) {
        String text = get(name);
        try {
            return text == null ? null : Integer.valueOf(text);
        } catch (NumberFormatException e) {
            return null;
        }
    }

    Buffer encode() {
        StringBuilder text = new StringBuilder();
        fields.forEach((name, values) -> values.forEach(value -> text.append(text.length() == 0 ? "" : "&")
                .append(URLEncoder.encode(name, StandardCharsets.UTF_8))
                .append('=')
                .append(URLEncoder.encode(value, StandardCharsets.UTF_8))));
        return Buffer.buffer(text.toString());
    }
}
