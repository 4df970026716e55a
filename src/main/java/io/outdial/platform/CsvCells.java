package io.outdial.platform;

import java.util.ArrayList;
import java.util.List;

/** Takes the lines of one row apart into cells. A cell whose first character is a quote goes to the next lone quote. Pure. */
final class CsvCells {

    /** How a row stands after a line. */
    enum State {
        /** It may end here. */
        COMPLETE,
        /** A quote is open: the next line belongs to it too. */
        OPEN,
        /** A closing quote is followed by something else than a separator or the end of the line. */
        BROKEN
    }

    private final char separator;
    private final List<String> cells = new ArrayList<>();
    private StringBuilder open;
    private String swallowed = "";

    CsvCells(char separator) {
        this.separator = separator;
    }

    List<String> cells() {
        return cells;
    }

    /** What of the last line lies in a cell that was open when the line began. */
    String swallowed() {
        return swallowed;
    }

    /** Characters of the cell that is open. */
    int openLength() {
        return open == null ? 0 : open.length();
    }

    /** Takes the row's next line; {@code before} is what ended the one before it. */
    State feed(String line, String before) {
        int at = 0;
        swallowed = "";
        if (open != null) {
            open.append(before);
            at = quoted(line, 0);
            swallowed = open == null ? line.substring(0, Math.max(0, line.lastIndexOf('"', at - 1))) : line;
        } else if (line.indexOf('"') < 0) {
            plain(line);
            return State.COMPLETE;
        } else {
            at = cell(line, 0);
        }
        while (true) {
            if (open != null) {
                return State.OPEN;
            }
            if (at == line.length()) {
                return State.COMPLETE;
            }
            if (line.charAt(at) != separator) {
                return State.BROKEN;
            }
            at = cell(line, at + 1);
        }
    }

    private void plain(String line) {
        int from = 0;
        for (int to; (to = line.indexOf(separator, from)) >= 0; from = to + 1) {
            cells.add(line.substring(from, to));
        }
        cells.add(line.substring(from));
    }

    /** Reads the cell that begins here; answers where it ends. */
    private int cell(String line, int from) {
        if (from < line.length() && line.charAt(from) == '"') {
            open = new StringBuilder();
            return quoted(line, from + 1);
        }
        int to = line.indexOf(separator, from);
        to = to < 0 ? line.length() : to;
        cells.add(line.substring(from, to));
        return to;
    }

    /** Reads on in a quoted cell; answers where it ends, past spaces after its closing quote. */
    private int quoted(String line, int from) {
        int at = from;
        while (true) {
            int quote = line.indexOf('"', at);
            if (quote < 0) {
                open.append(line, at, line.length());
                return line.length();
            }
            open.append(line, at, quote);
            if (quote + 1 < line.length() && line.charAt(quote + 1) == '"') {
                open.append('"');
                at = quote + 2;
                continue;
            }
            cells.add(open.toString());
            open = null;
            at = quote + 1;
            while (at < line.length() && line.charAt(at) == ' ') {
                at++;
            }
            return at;
        }
    }
}
