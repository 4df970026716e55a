package io.outdial.customer;

import io.outdial.kernel.Coded;

/** The type an attribute's values have, which is also the column of {@code customer_value} they are kept in. */
public enum AttributeType implements Coded {
    TEXT,
    NUMBER,
    BOOLEAN,
    DATE,
    TIMESTAMP
}
