package io.outdial.platform;

import java.util.regex.Pattern;

/**
 * What a cell of an exported CSV file looks like, and how an import reads it back. A spreadsheet takes a cell that begins
 * with {@code = + - @} (in full width too), a tab or the end of a line for a formula; such a cell is written with one apostrophe before it,
 * and so is one that begins with apostrophes before such a character. Reading takes one apostrophe away. Plain numbers
 * (and so telephone numbers) are written as they are. Pure.
 */
public final class CsvCell {

    /** What spreadsheets begin a formula with; in some languages the full-width forms too. */
    private static final String FORMULA = "=+-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20";

    private static final Pattern PLAIN_NUMBER = Pattern.compile("[+-]?[0-9]+(\\.[0-9]+)?");

    private CsvCell() {}

    /** The cell's text as the file has it, quoted where it must be. */
    public static String write(String text) {
        if (text == null || text.isEmpty()) {
            return "";
        }
        String safe = isFormula(text) && !PLAIN_NUMBER.matcher(text).matches() ? "'" + text : text;
        boolean quote = false;
        for (int i = 0; i < safe.length() && !quote; i++) {
            char c = safe.charAt(i);
            quote = c == '"' || c == ',' || c == ';' || c == '\t' || c == '\n' || c == '\r';
        }
        return quote ? '"' + safe.replace("\"", "\"\"") + '"' : safe;
    }

    /** What {@link #write} was given, of a cell that is taken out of its quotes. */
    public static String read(String cell) {
        return !cell.isEmpty() && cell.charAt(0) == '\'' && isFormula(cell) ? cell.substring(1) : cell;
    }

    private static boolean isFormula(String text) {
        int at = 0;
        while (at < text.length() && text.charAt(at) == '\'') {
            at++;
        }
        return at < text.length() && FORMULA.indexOf(text.charAt(at)) >= 0;
    }
}
