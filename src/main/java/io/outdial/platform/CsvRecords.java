package io.outdial.platform;

import io.outdial.platform.CsvCells.State;
import io.outdial.platform.CsvLines.Line;
import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * The rows of a CSV text. A row that goes over several lines is believed only when it is well formed as a whole; otherwise
 * its first line is refused and reading goes on with the very next line, so that an open quote never swallows a row.
 */
public final class CsvRecords {

    /** The most characters a cell that is open over several lines may have. */
    public static final int MAX_CELL = 8_000;

    /**
     * A row, or why there is none in this line.
     *
     * @param line where it begins, from 1
     * @param code null when the row can be read
     */
    public record Found(long line, List<String> cells, String code, String detail) {}

    private final CsvLines lines;
    private final char separator;
    /** How many cells a row over several lines must have; 0: any number. */
    private int columns;
    /** Whether cells look like a row of their own. */
    private Predicate<List<String>> row = cells -> false;

    private boolean lineByLine;

    public CsvRecords(Reader in, char separator) {
        this.lines = new CsvLines(in);
        this.separator = separator;
    }

    /** From here on rows have {@code columns} cells, and a quote around cells that satisfy {@code row} was never closed. */
    public void expect(int columns, Predicate<List<String>> row) {
        this.columns = columns;
        this.row = row;
    }

    /** From here on a row is one line: an open quote is not closed in another. */
    public void expectLines() {
        this.lineByLine = true;
    }

    /** The next row that is not empty; null at the end. */
    public Found next() throws IOException {
        Line first;
        do {
            first = lines.next();
            if (first == null) {
                return null;
            }
        } while (first.text().isBlank() && first.text().indexOf(separator) < 0);
        if (first.tooLong()) {
            return refused(first, "too_long", "A row may have " + CsvLines.MAX_ROW + " characters at most.");
        }
        CsvCells cells = new CsvCells(separator);
        State state = cells.feed(first.text(), "");
        List<Line> more = new ArrayList<>(0);
        long length = first.text().length();
        String before = first.end();
        while (state == State.OPEN) {
            if (lineByLine) {
                return unclosed(first, more, "in it");
            }
            Line line = lines.next();
            if (line == null) {
                return unclosed(first, more, "before the end of the file");
            }
            more.add(line);
            length += line.text().length() + 1;
            if (line.tooLong() || length > CsvLines.MAX_ROW) {
                return unclosed(first, more, "within " + CsvLines.MAX_ROW + " characters");
            }
            state = cells.feed(line.text(), before);
            before = line.end();
            if (cells.openLength() > MAX_CELL) {
                return unclosed(first, more, "within " + MAX_CELL + " characters");
            }
            if (looksLikeARow(cells.swallowed())) {
                return unclosed(first, more, "before line " + line.no() + ", which is a row of its own");
            }
        }
        if (!more.isEmpty()
                && (state == State.BROKEN || columns > 0 && cells.cells().size() != columns)) {
            return unclosed(first, more, "where a cell can end");
        }
        if (state == State.BROKEN) {
            return refused(
                    first, "bad_quote", "After a closing quote there is neither a separator nor the end of the line.");
        }
        return new Found(first.no(), cells.cells(), null, null);
    }

    private boolean looksLikeARow(String swallowed) {
        if (columns == 0 || swallowed.indexOf(separator) < 0) {
            return false;
        }
        CsvCells alone = new CsvCells(separator);
        return alone.feed(swallowed, "") == State.COMPLETE
                && alone.cells().size() == columns
                && row.test(alone.cells());
    }

    private Found unclosed(Line first, List<Line> more, String where) {
        lines.back(more);
        return refused(
                first,
                "unclosed_quote",
                "A quote is opened in this line and not closed " + where + "; the lines after it are read as rows.");
    }

    private static Found refused(Line line, String code, String detail) {
        return new Found(line.no(), List.of(), code, detail);
    }
}
