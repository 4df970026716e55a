package io.outdial.migration;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A file of SQL as its statements, with what was said above each in comments. */
record SqlScript(List<Statement> statements) {

    /**
     * @param text in lower case but for what is quoted, with one space between words; bodies between dollars are {@code $$}
     * @param comments the lines of comments before and within it
     */
    record Statement(String text, List<String> comments) {}

    static SqlScript of(String sql) {
        return new Splitter(sql).split();
    }

    /** The parts of a list, at commas that are in no parentheses and no quotes. */
    static List<String> list(String text) {
        List<String> parts = new ArrayList<>();
        int depth = 0;
        boolean quoted = false;
        int from = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\'') {
                quoted = !quoted;
            } else if (!quoted && c == '(') {
                depth++;
            } else if (!quoted && c == ')') {
                depth--;
            } else if (!quoted && depth == 0 && c == ',') {
                parts.add(text.substring(from, i).strip());
                from = i + 1;
            }
        }
        parts.add(text.substring(from).strip());
        return parts;
    }

    /** What is between the first parenthesis and its other one. */
    static String inParentheses(String text) {
        int open = text.indexOf('(');
        int depth = 0;
        boolean quoted = false;
        for (int i = open; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\'') {
                quoted = !quoted;
            } else if (!quoted && c == '(') {
                depth++;
            } else if (!quoted && c == ')' && --depth == 0) {
                return text.substring(open + 1, i);
            }
        }
        return text.substring(open + 1);
    }

    private static final class Splitter {

        private final String sql;
        private final List<Statement> statements = new ArrayList<>();
        private final StringBuilder text = new StringBuilder();
        private List<String> comments = new ArrayList<>();
        private int at;

        Splitter(String sql) {
            this.sql = sql;
        }

        SqlScript split() {
            while (at < sql.length()) {
                char c = sql.charAt(at);
                if (sql.startsWith("--", at)) {
                    comments.add(take(end("\n", 2)).substring(2).strip());
                } else if (sql.startsWith("/*", at)) {
                    comments.add(take(end("*/", 2)));
                } else if (c == '\'' || c == '"') {
                    text.append(take(end(String.valueOf(c), 1)));
                } else if (c == '$' && dollars() != null) {
                    take(end(dollars(), dollars().length()));
                    text.append("$$");
                } else if (c == ';') {
                    at++;
                    finish();
                } else {
                    at++;
                    append(c);
                }
            }
            finish();
            return new SqlScript(List.copyOf(statements));
        }

        /** Where what begins here is over; an open end is the file's. */
        private int end(String mark, int opening) {
            int found = sql.indexOf(mark, at + opening);
            return found < 0 ? sql.length() : found + mark.length();
        }

        private String take(int to) {
            String taken = sql.substring(at, to);
            at = to;
            return taken;
        }

        /** The tag that opens here, {@code $$} or {@code $name$}; null when it is another dollar. */
        private String dollars() {
            int close = sql.indexOf('$', at + 1);
            return close > 0 && sql.substring(at + 1, close).matches("[A-Za-z_]*")
                    ? sql.substring(at, close + 1)
                    : null;
        }

        private void append(char c) {
            if (!Character.isWhitespace(c)) {
                text.append(Character.toLowerCase(c));
            } else if (!text.isEmpty() && text.charAt(text.length() - 1) != ' ') {
                text.append(' ');
            }
        }

        private void finish() {
            String statement = text.toString().strip();
            if (!statement.isEmpty()) {
                statements.add(new Statement(statement, List.copyOf(comments)));
                comments = new ArrayList<>();
            }
            text.setLength(0);
        }
    }

    /** The first words, for messages. */
    static String beginning(String statement) {
        return statement.length() <= 70 ? statement : statement.substring(0, 70).toLowerCase(Locale.ROOT) + "…";
    }
}
