package io.outdial.audience.query;

import io.outdial.customer.AttributeType;
import io.outdial.customer.CoreField;

/**
 * Something of a customer that a query may ask for.
 *
 * @param name the canonical name, as the normal form shows it
 * @param no the number in {@code customer_value}; 0 for other sources
 */
public record Field(String name, Source source, int no, AttributeType type) {

    /** Where a field's values are. */
    public enum Source {
        /** Rows of {@code customer_value}. */
        VALUE,
        /** A text column of {@code customer}, of the field's name. */
        COLUMN,
        /** A text column of {@code customer_contact}, of the field's name. */
        CONTACT,
        /** The number of our own calls; zero, never missing, for whom we never called. */
        CALLS,
        /** The later of what was imported and our own last call. */
        LAST_CONTACTED,
        /** A field nobody ever imported: it exists for no customer. */
        NOWHERE
    }

    static Field nowhere(String name) {
        return new Field(name, Source.NOWHERE, 0, AttributeType.TEXT);
    }

    /** Whether a customer has at most one value of it. Attributes of text may be lists, as neighborhoods are. */
    boolean single() {
        return source != Source.VALUE || type != AttributeType.TEXT || (no < 100 && no != CoreField.NEIGHBORHOODS.no());
    }
}
