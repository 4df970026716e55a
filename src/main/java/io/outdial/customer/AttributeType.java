package io.outdial.customer;

import io.outdial.kernel.Coded;

/** What the values of an attribute are, and so which column of {@code customer_value} holds them. */
public enum AttributeType implements Coded {
    TEXT,
    /** A double: at most 15 significant digits are kept exactly. */
    NUMBER,
    BOOLEAN,
    /** A calendar date. */
    DATE,
    /** An instant. */
    TIMESTAMP
}
