package io.outdial.customer;

import io.outdial.kernel.Coded;

/** What the values of an attribute are, and so which table holds their searchable form. */
public enum AttributeType implements Coded {
    TEXT("text"),
    /** A double: at most 15 significant digits are kept exactly. */
    NUMBER("number"),
    BOOLEAN("bool"),
    /** A calendar date. */
    DATE("date"),
    /** An instant. */
    TIMESTAMP("time");

    /** The most characters of a text in {@link #table()}: an index takes no key of more than some 2,700 bytes. */
    public static final int MAX_KEY = 500;

    private final String word;

    AttributeType(String word) {
        this.word = word;
    }

    /** The table of values of this type; of texts those of at most {@link #MAX_KEY} characters, the
     * others are in {@code customer_value_long}. */
    public String table() {
        return "customer_value_" + word;
    }

    /** The column of {@link #table()}, and of the view {@code customer_value}, that holds the value. */
    public String column() {
        return word + "_value";
    }
}
