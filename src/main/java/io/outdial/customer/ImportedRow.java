package io.outdial.customer;

import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.List;
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

    /** A rough size in characters, and no less than there are, for keeping batches small. */
    long size() {
        return size(cells);
    }

    private static long size(Object value) {
        if (value instanceof String text) {
            return text.length();
        }
        long size = 64;
        if (value instanceof Map<?, ?> object) {
            for (Map.Entry<?, ?> member : object.entrySet()) {
                size += 16 + member.getKey().toString().length() + size(member.getValue());
            }
        } else if (value instanceof List<?> list) {
            for (Object element : list) {
                size += 16 + size(element);
            }
        } else if (value instanceof BigInteger number) {
            size += number.bitLength() / 3;
        }
        return value == null ? 0 : size;
    }
}
