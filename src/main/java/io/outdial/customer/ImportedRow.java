package io.outdial.customer;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One row of a file as written, before anything of it was checked but its form.
 *
 * @param line where it begins, from 1
 * @param cells by canonical column name: String, Number, Boolean, List or Map; null where the file clears the field
 * @param headers the file's own spelling of a column, where it differs
 * @param failure why the row cannot be read at all; null when it can
 */
record ImportedRow(long line, Map<String, Object> cells, Map<String, String> headers, ImportIssue failure) {

    static ImportedRow unreadable(long line, String column, String code, String detail) {
        return new ImportedRow(
                line, new LinkedHashMap<>(), Map.of(), new ImportIssue(true, line, column, code, detail));
    }

    String header(String column) {
        return headers.getOrDefault(column, column);
    }

    /** A rough size in characters, for keeping batches small. */
    long size() {
        long size = cells.size() * 16L;
        for (Object value : cells.values()) {
            size += size(value);
        }
        return size;
    }

    private static long size(Object value) {
        return value instanceof String text ? text.length() : value == null ? 0 : 64;
    }
}
