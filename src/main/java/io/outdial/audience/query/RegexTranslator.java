package io.outdial.audience.query;

import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Reads a regular expression and writes it for PostgreSQL with nothing left to that engine's options: classes are spelt
 * out in ASCII, the other case of a letter stands beside it, other signs are escaped. Use once.
 */
final class RegexTranslator {

    static final int MAX_LENGTH = 200;
    static final int MAX_REPEAT = 100;
    /** Characters and classes once repetitions are written out; the automaton grows with it. */
    static final int MAX_WEIGHT = 500;

    private static final int MAX_GROUPS_DEEP = 10;
    private static final int MAX_FOLDED_RANGE = 300;
    private static final String DIGITS = "0-9";
    private static final String WORD = "A-Za-z0-9_";
    private static final String SPACE = "\\u0009-\\u000d\\u0020";

    private final int[] source;
    private final boolean ignoreCase;
    private final String pointer;
    private int at;
    private int depth;

    /** A part as SQL writes it, and how many characters it is when repetitions are written out. */
    private record Part(String sql, int weight) {}

    RegexTranslator(String source, boolean ignoreCase, String pointer) {
        this.source = source.codePoints().toArray();
        this.ignoreCase = ignoreCase;
        this.pointer = pointer;
        if (source.isEmpty() || source.length() > MAX_LENGTH) {
            throw refused("has 1 to " + MAX_LENGTH + " characters");
        }
    }

    String translate() {
        Part all = alternatives();
        if (at < source.length) {
            throw refused("has a ) without its (");
        }
        return all.sql;
    }

    private Part alternatives() {
        StringBuilder sql = new StringBuilder();
        int weight = 0;
        while (true) {
            Part sequence = sequence();
            sql.append(sequence.sql);
            weight += sequence.weight;
            if (!take('|')) {
                return new Part(sql.toString(), weight);
            }
            sql.append('|');
        }
    }

    private Part sequence() {
        StringBuilder sql = new StringBuilder();
        int weight = 0;
        while (at < source.length && source[at] != '|' && source[at] != ')') {
            boolean anchor = source[at] == '^' || source[at] == '$';
            Part part = anchor ? new Part(Character.toString(source[at++]), 0) : repeated(atom());
            if (anchor && at < source.length && "*+?{".indexOf(source[at]) >= 0) {
                throw refused("repeats ^ or $");
            }
            sql.append(part.sql);
            weight += part.weight;
            if (weight > MAX_WEIGHT) {
                throw tooHeavy();
            }
        }
        if (sql.isEmpty()) {
            throw refused("has an empty alternative or group");
        }
        return new Part(sql.toString(), weight);
    }

    private Part repeated(Part atom) {
        int most = 1;
        String times;
        if (at < source.length && "*+?".indexOf(source[at]) >= 0) {
            times = Character.toString(source[at++]);
        } else if (take('{')) {
            int least = count();
            boolean open = take(',');
            boolean upTo = open && at < source.length && source[at] != '}';
            most = upTo ? count() : least;
            if (!take('}') || most < least || most == 0) {
                throw refused("repeats as in {2}, {2,} or {2,5}, up to " + MAX_REPEAT + " times");
            }
            times = "{" + least + (open ? "," : "") + (upTo ? most : "") + "}";
            most += open && !upTo ? 1 : 0;
        } else {
            return atom;
        }
        // The shortest and the longest match differ in where they end, not in whether there is one.
        take('?');
        if (at < source.length && "*+?{".indexOf(source[at]) >= 0) {
            throw refused("repeats a repetition; put it into a group");
        }
        int weight = atom.weight * most;
        if (weight > MAX_WEIGHT) {
            throw tooHeavy();
        }
        return new Part(atom.sql + times, weight);
    }

    private int count() {
        int value = 0;
        int start = at;
        while (at < source.length && source[at] >= '0' && source[at] <= '9' && value <= MAX_REPEAT) {
            value = value * 10 + source[at++] - '0';
        }
        if (at == start || value > MAX_REPEAT) {
            throw refused("repeats as in {2}, {2,} or {2,5}, up to " + MAX_REPEAT + " times");
        }
        return value;
    }

    private Part atom() {
        int c = source[at++];
        return switch (c) {
            case '.' -> new Part(".", 1);
            case '(' -> group();
            case '[' -> new Part(bracket(), 1);
            case '\\' -> new Part(escape(), 1);
            case '*', '+', '?', '{' -> throw refused("has a repetition with nothing before it");
            default -> new Part(character(c), 1);
        };
    }

    private Part group() {
        if (take('?') && !take(':')) {
            throw refused("has no groups but ( ) and (?: ): looking around and options inside are not linear");
        }
        if (++depth > MAX_GROUPS_DEEP) {
            throw refused("nests groups at most " + MAX_GROUPS_DEEP + " deep");
        }
        Part inside = alternatives();
        if (!take(')')) {
            throw refused("has a ( without its )");
        }
        depth--;
        return new Part("(?:" + inside.sql + ")", inside.weight);
    }

    private String escape() {
        int c = escaped();
        return switch (c) {
            case 'd' -> "[" + DIGITS + "]";
            case 'D' -> "[^" + DIGITS + "]";
            case 'w' -> "[" + WORD + "]";
            case 'W' -> "[^" + WORD + "]";
            case 's' -> "[" + SPACE + "]";
            case 'S' -> "[^" + SPACE + "]";
            default -> character(control(c));
        };
    }

    private int escaped() {
        if (at == source.length) {
            throw refused("ends with a backslash");
        }
        return source[at++];
    }

    private int control(int c) {
        return switch (c) {
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            default -> {
                if (c >= 0x80 || Character.isLetterOrDigit(c)) {
                    throw refused("knows the escapes \\d \\w \\s \\D \\W \\S \\n \\r \\t and signs: a backreference is"
                            + " not linear");
                }
                yield c;
            }
        };
    }

    private String bracket() {
        boolean negated = take('^');
        StringBuilder sql = new StringBuilder();
        boolean first = true;
        while (!take(']')) {
            if (at == source.length) {
                throw refused("has a [ without its ]");
            }
            boolean shorthand = source[at] == '\\' && at + 1 < source.length && "dws".indexOf(source[at + 1]) >= 0;
            if (shorthand) {
                at++;
                sql.append(
                        switch (source[at++]) {
                            case 'd' -> DIGITS;
                            case 'w' -> WORD;
                            default -> SPACE;
                        });
            } else {
                member(sql, first);
            }
            first = false;
        }
        if (first) {
            throw refused("has an empty []");
        }
        return (negated ? "[^" : "[") + sql + "]";
    }

    private void member(StringBuilder sql, boolean first) {
        boolean dash = source[at] == '-';
        int low = classCharacter();
        if (dash && !first && !(at < source.length && source[at] == ']')) {
            throw refused("has a - inside [ ] that is neither first nor last nor between two characters");
        }
        boolean range = !dash && at + 1 < source.length && source[at] == '-' && source[at + 1] != ']';
        if (!range) {
            forms(low).forEach(form -> sql.append(plain(form)));
            return;
        }
        at++;
        int high = classCharacter();
        if (high < low) {
            throw refused("has a range inside [ ] that runs backwards");
        }
        sql.append(plain(low)).append('-').append(plain(high));
        if (!ignoreCase) {
            return;
        }
        if (high - low > MAX_FOLDED_RANGE) {
            throw refused("has a range of more than " + MAX_FOLDED_RANGE + " characters, too many to fold the case of");
        }
        for (int c = low; c <= high; c++) {
            for (int form : forms(c)) {
                if (form < low || form > high) {
                    sql.append(plain(form));
                }
            }
        }
    }

    private int classCharacter() {
        int c = source[at++];
        if (c == '[' || (c == '&' && at < source.length && source[at] == '&')) {
            throw refused("has [ or && inside [ ]; write \\[ or \\&");
        }
        return c == '\\' ? control(escaped()) : c;
    }

    private String character(int c) {
        Set<Integer> forms = forms(c);
        if (forms.size() == 1) {
            return plain(c);
        }
        StringBuilder sql = new StringBuilder("[");
        forms.forEach(form -> sql.append(plain(form)));
        return sql.append(']').toString();
    }

    private Set<Integer> forms(int c) {
        Set<Integer> forms = new LinkedHashSet<>();
        forms.add(c);
        if (ignoreCase) {
            forms.add(Character.toLowerCase(c));
            forms.add(Character.toUpperCase(c));
        }
        return forms;
    }

    /** The character itself, whatever it means to the engine. */
    private static String plain(int c) {
        return c >= 0x80 || Character.isLetterOrDigit(c) ? Character.toString(c) : String.format("\\u%04x", c);
    }

    private boolean take(char c) {
        boolean there = at < source.length && source[at] == c;
        at += there ? 1 : 0;
        return there;
    }

    private QueryException tooHeavy() {
        return refused("is at most " + MAX_WEIGHT + " characters with its repetitions written out");
    }

    private QueryException refused(String rule) {
        return new QueryException(pointer, "invalid_pattern", "At character " + at + ": a pattern here " + rule + ".");
    }
}
