package io.outdial.customer;

import io.outdial.platform.CsvCell;
import io.outdial.platform.CsvRecords;
import io.outdial.platform.Problem;
import io.outdial.platform.ProblemType;
import io.outdial.platform.UploadedText;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Rows of a CSV file with a header, separated by comma, semicolon or tab, whichever the header has most of. */
final class CsvRows implements RowSource {

    /** Enough for every core field and every attribute a tenant may have, so that an export can come back. */
    static final int MAX_COLUMNS = 1_100;

    private static final int MAX_HEADER = 1 << 15;
    private static final int PHONE_DIGITS = 7;

    private final CsvRecords records;
    private final List<String> columns = new ArrayList<>();
    private final Map<String, String> headers = new HashMap<>();

    /** @throws Problem 400 when there is no usable header */
    CsvRows(BufferedReader text) throws IOException {
        text.mark(MAX_HEADER + 1);
        char separator = separator(text);
        text.reset();
        this.records = new CsvRecords(text, separator);
        CsvRecords.Found header = records.next();
        if (header == null) {
            throw Problem.invalid("", "empty_file", "The file is empty; its first line must name the columns.");
        }
        if (header.code() != null) {
            throw new Problem(
                    ProblemType.MALFORMED_REQUEST,
                    "The line that names the columns cannot be read: " + header.detail(),
                    List.of(new Problem.FieldError("", "malformed_csv", header.detail())));
        }
        read(header.cells());
        int id = columns.indexOf(ImportColumns.EXTERNAL_ID);
        int phone = columns.indexOf(ImportColumns.PHONE);
        records.expect(columns.size(), cells -> !cells.get(id).isBlank() && digits(cells.get(phone)) >= PHONE_DIGITS);
    }

    private static long digits(String cell) {
        return cell.chars().filter(c -> c >= '0' && c <= '9').count();
    }

    private void read(List<String> header) {
        if (header.size() > MAX_COLUMNS) {
            throw Problem.invalid("", "too_many_columns", "A file may have " + MAX_COLUMNS + " columns at most.");
        }
        Set<String> seen = new HashSet<>();
        for (String name : header) {
            String trimmed = CsvCell.read(name.strip());
            String column = ImportColumns.canonical(trimmed);
            if (column.length() > Flat.MAX_NAME
                    || column.indexOf('\u0000') >= 0
                    || column.indexOf(UploadedText.REPLACEMENT) >= 0) {
                throw Problem.invalid(
                        "",
                        "bad_column",
                        "A column's name must have at most " + Flat.MAX_NAME + " characters, in UTF-8.");
            }
            if (!column.isEmpty() && !seen.add(column)) {
                throw Problem.invalid("", "duplicate_column", "The column " + trimmed + " is there twice.");
            }
            columns.add(column);
            headers.put(column, trimmed);
        }
        for (String needed : List.of(ImportColumns.EXTERNAL_ID, ImportColumns.PHONE)) {
            if (!seen.contains(needed)) {
                throw Problem.invalid("", "missing_column", "The first line must name a column " + needed + ".");
            }
        }
    }

    @Override
    public ImportedRow next() throws IOException {
        CsvRecords.Found record = records.next();
        if (record == null) {
            return null;
        }
        long line = record.line();
        if (record.code() != null) {
            return ImportedRow.unreadable(line, null, record.code(), record.detail());
        }
        if (record.cells().size() != columns.size()) {
            return ImportedRow.unreadable(
                    line,
                    null,
                    "wrong_column_count",
                    "The row has " + record.cells().size() + " cells where the header has " + columns.size() + ".");
        }
        Map<String, Object> cells = new LinkedHashMap<>();
        for (int i = 0; i < columns.size(); i++) {
            String cell = CsvCell.read(record.cells().get(i).strip());
            String column = columns.get(i);
            if (cell.indexOf('\u0000') >= 0 || cell.indexOf(UploadedText.REPLACEMENT) >= 0) {
                return ImportedRow.unreadable(
                        line,
                        headers.get(column),
                        "bad_character",
                        "The cell holds bytes that are no character of the file's encoding.");
            }
            if (cell.length() > Flat.MAX_TEXT) {
                return ImportedRow.unreadable(
                        line,
                        headers.get(column),
                        "too_long",
                        "A cell may have " + Flat.MAX_TEXT + " characters at most.");
            }
            if (!column.isEmpty()) {
                cells.put(column, cell.isEmpty() ? null : cell);
            } else if (!cell.isEmpty()) {
                return ImportedRow.unreadable(
                        line, null, "unnamed_column", "There is a value in column " + (i + 1) + ", which has no name.");
            }
        }
        return new ImportedRow(line, cells, headers, null);
    }

    @Override
    public boolean textsOnly() {
        return true;
    }

    private static char separator(BufferedReader text) throws IOException {
        int[] counts = new int[128];
        boolean quoted = false;
        boolean begun = false;
        for (int i = 0, c; i < MAX_HEADER && (c = text.read()) >= 0; i++) {
            if (c == '"') {
                quoted = !quoted;
            }
            if ((c == '\n' || c == '\r') && !quoted) {
                if (begun) {
                    break;
                }
            } else {
                begun = true;
                if (!quoted && c < 128) {
                    counts[c]++;
                }
            }
        }
        char best = ',';
        for (char candidate : new char[] {';', '\t'}) {
            best = counts[candidate] > counts[best] ? candidate : best;
        }
        return best;
    }
}
