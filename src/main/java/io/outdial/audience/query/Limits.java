package io.outdial.audience.query;

import com.fasterxml.jackson.databind.JsonNode;

/** What one audience may ask for at most, over all its parts, so that compiling and running it has a bound. */
final class Limits {

    static final int MAX_DEPTH = 16;
    static final int MAX_NODES = 256;
    static final int MAX_LIST = 1000;
    /** In all lists together. */
    static final int MAX_VALUES = 10_000;
    /** A pattern reads every text of its field, so many of them would. */
    static final int MAX_PATTERNS = 16;

    private int nodes;
    private int patterns;
    private int values;

    void countNode(String pointer) {
        countNodes(1, pointer);
    }

    void countNodes(int more, String pointer) {
        nodes += more;
        if (nodes > MAX_NODES) {
            throw new QueryException(pointer, "too_many_nodes", "A query may have at most " + MAX_NODES + " nodes.");
        }
    }

    void countPattern(String pointer) {
        if (++patterns > MAX_PATTERNS) {
            throw new QueryException(
                    pointer, "too_many_patterns", "An audience may have at most " + MAX_PATTERNS + " patterns.");
        }
    }

    static void requireDepth(String pointer, int depth) {
        if (depth > MAX_DEPTH) {
            throw new QueryException(pointer, "too_deep", "A query may be at most " + MAX_DEPTH + " levels deep.");
        }
    }

    /** The values of one list. */
    void countValues(int more, String pointer) {
        values += more;
        if (values > MAX_VALUES) {
            throw new QueryException(
                    pointer,
                    "too_many_values",
                    "The lists of an audience may hold at most " + MAX_VALUES + " values together.");
        }
    }

    static void requireList(JsonNode values, String pointer, String operator) {
        if (!values.isArray()) {
            throw new QueryException(pointer, "not_a_list", operator + " takes a list of values.");
        }
        if (values.isEmpty()) {
            throw new QueryException(pointer, "empty_list", operator + " needs at least one value.");
        }
        if (values.size() > MAX_LIST) {
            throw new QueryException(pointer, "too_many_values", "A list may hold at most " + MAX_LIST + " values.");
        }
    }
}
