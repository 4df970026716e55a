package io.outdial.audience.query;

/**
 * A regular expression of the part of RE2's syntax that PostgreSQL's automaton matches in linear time: no
 * backreferences, no looking around, few repetitions.
 *
 * @param source as written
 * @param ignoreCase whether a letter also matches in its other case
 * @param sql the same as a PostgreSQL advanced regular expression, to be matched under collation C
 */
record Regex(String source, boolean ignoreCase, String sql) {

    static Regex parse(String source, boolean ignoreCase, String pointer) {
        return new Regex(source, ignoreCase, new RegexTranslator(source, ignoreCase, pointer).translate());
    }
}
