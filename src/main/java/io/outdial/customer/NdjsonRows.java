package io.outdial.customer;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.outdial.platform.UploadedText;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** Rows of a file with one JSON object a line. What is not a core field, or stands in {@code attributes}, is an attribute. */
final class NdjsonRows implements RowSource {

    private static final int MAX_LINE = 1 << 16;
    private static final ObjectMapper JSON = new ObjectMapper(new JsonFactory())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);

    private final BufferedReader text;
    private long line;
    private boolean ended;

    NdjsonRows(BufferedReader text) {
        this.text = text;
    }

    @Override
    public ImportedRow next() throws IOException {
        while (!ended) {
            StringBuilder content = new StringBuilder(256);
            boolean tooLong = readLine(content);
            line++;
            if (tooLong) {
                return ImportedRow.unreadable(
                        line, null, "too_long", "A line may have " + MAX_LINE + " characters at most.");
            }
            if (!content.toString().isBlank()) {
                return parse(content.toString());
            }
        }
        return null;
    }

    @Override
    public boolean textsOnly() {
        return false;
    }

    private ImportedRow parse(String content) {
        if (content.indexOf(UploadedText.REPLACEMENT) >= 0) {
            return ImportedRow.unreadable(
                    line, null, "bad_character", "The line holds bytes that are no character of the file's encoding.");
        }
        Object value;
        try {
            value = JSON.readValue(content, Object.class);
        } catch (JsonProcessingException e) {
            return ImportedRow.unreadable(line, null, "malformed_json", "The line is not valid JSON.");
        }
        if (!(value instanceof Map<?, ?> object)) {
            return ImportedRow.unreadable(line, null, "malformed_json", "The line is not a JSON object.");
        }
        Map<String, Object> cells = new LinkedHashMap<>();
        Map<String, String> headers = new HashMap<>();
        for (Map.Entry<?, ?> entry : object.entrySet()) {
            String name = entry.getKey().toString();
            if (name.equals("attributes") && entry.getValue() instanceof Map<?, ?> attributes) {
                for (Map.Entry<?, ?> attribute : attributes.entrySet()) {
                    String inner = attribute.getKey().toString();
                    if (ImportColumns.isCore(inner) || cells.containsKey(inner)) {
                        return ImportedRow.unreadable(
                                line, inner, "duplicate_column", "An attribute has the name of another field.");
                    }
                    cells.put(inner, attribute.getValue());
                }
                continue;
            }
            String column = ImportColumns.canonical(name);
            if (cells.containsKey(column)) {
                return ImportedRow.unreadable(line, name, "duplicate_column", "The field is there twice.");
            }
            cells.put(column, entry.getValue());
            headers.put(column, name);
        }
        return new ImportedRow(line, cells, headers, null);
    }

    /** Reads to the end of the line; keeps no more than its first {@link #MAX_LINE} characters and says if there were more. */
    private boolean readLine(StringBuilder into) throws IOException {
        boolean tooLong = false;
        while (true) {
            int c = text.read();
            if (c < 0) {
                ended = true;
                return tooLong;
            }
            if (c == '\n') {
                return tooLong;
            }
            if (into.length() < MAX_LINE) {
                into.append((char) c);
            } else {
                tooLong = true;
            }
        }
    }
}
