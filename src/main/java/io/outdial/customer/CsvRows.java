package io.outdial.customer;

import de.siegmar.fastcsv.reader.CloseableIterator;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import io.outdial.platform.Problem;
import io.outdial.platform.ProblemType;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Rows of a CSV file with a header, separated by comma, semicolon or tab, whichever the header has most of. */
final class CsvRows implements RowSource {

    static final int MAX_COLUMNS = 300;
    private static final int MAX_HEADER = 1 << 15;
    /** A cell longer than this is no cell but a quote that was never closed. */
    private static final int MAX_BUFFER = 1 << 20;

    private final CloseableIterator<CsvRecord> records;
    private final List<String> columns = new ArrayList<>();
    private final Map<String, String> headers = new HashMap<>();
    private long line = 1;

    /** @throws Problem 400 when there is no usable header */
    CsvRows(BufferedReader text) throws IOException {
        text.mark(MAX_HEADER + 1);
        char separator = separator(text);
        text.reset();
        this.records = CsvReader.builder()
                .fieldSeparator(separator)
                .allowExtraFields(true)
                .allowMissingFields(true)
                .allowExtraCharsAfterClosingQuote(true)
                .maxBufferSize(MAX_BUFFER)
                .ofCsvRecord(text)
                .iterator();
        CsvRecord header = record();
        if (header == null) {
            throw Problem.invalid("", "empty_file", "The file is empty; its first line must name the columns.");
        }
        read(header);
    }

    private void read(CsvRecord header) {
        if (header.getFieldCount() > MAX_COLUMNS) {
            throw Problem.invalid("", "too_many_columns", "A file may have " + MAX_COLUMNS + " columns at most.");
        }
        Set<String> seen = new HashSet<>();
        for (String name : header.getFields()) {
            String trimmed = name.strip();
            String column = ImportColumns.canonical(trimmed);
            if (column.length() > Flat.MAX_NAME
                    || column.indexOf('\u0000') >= 0
                    || column.indexOf(ImportText.REPLACEMENT) >= 0) {
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
        CsvRecord record = record();
        if (record == null) {
            return null;
        }
        if (record.getFieldCount() != columns.size()) {
            return ImportedRow.unreadable(
                    line,
                    null,
                    "wrong_column_count",
                    "The row has " + record.getFieldCount() + " cells where the header has " + columns.size() + ".");
        }
        Map<String, Object> cells = new LinkedHashMap<>();
        for (int i = 0; i < columns.size(); i++) {
            String cell = record.getField(i).strip();
            String column = columns.get(i);
            if (cell.indexOf('\u0000') >= 0 || cell.indexOf(ImportText.REPLACEMENT) >= 0) {
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

    private CsvRecord record() throws IOException {
        try {
            if (!records.hasNext()) {
                return null;
            }
            CsvRecord record = records.next();
            line = record.getStartingLineNumber();
            return record;
        } catch (CsvParseException e) {
            throw new Problem(
                    ProblemType.MALFORMED_REQUEST,
                    "The file cannot be read after line " + line + ": a cell is too long or a quote is never closed.",
                    List.of(new Problem.FieldError(
                            "", "malformed_csv", "Look at the quotes after line " + line + ".")));
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
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
