package io.outdial.audience.query;

import io.outdial.customer.AttributeType;
import io.outdial.customer.CoreField;
import java.util.Set;

/**
 * Something of a customer that a query may ask for.
 *
 * @param name the canonical name, as the normal form shows it
 * @param no the number in {@code customer_value}; 0 for other sources
 */
public record Field(String name, Source source, int no, AttributeType type) {

    private static final int FIRST_ATTRIBUTE = 100;
    private static final Set<String> PERSONAL = Set.of("phone", "name", "email");

    /** Where a field's values are. */
    public enum Source {
        /** Rows of {@code customer_value}. */
        VALUE,
        /** A text column of {@code customer}, of the field's name. */
        COLUMN,
        /** A text column of {@code customer_contact}, of the field's name. */
        CONTACT,
        /** A list of texts in a column of {@code customer_contact}, of the field's name; empty is missing. */
        CONTACT_LIST,
        /** A number of our own calls, of the field's name; zero, never missing, for whom we never called. */
        CALLS,
        /** The later of what was imported and our own last call. */
        LAST_CONTACTED,
        /** A field nobody ever imported: it exists for no customer. */
        NOWHERE
    }

    static Field nowhere(String name) {
        return new Field(name, Source.NOWHERE, 0, AttributeType.TEXT);
    }

    boolean isAttribute() {
        return no >= FIRST_ATTRIBUTE;
    }

    /** Whether it says who somebody is or how to reach them. The tenant's own attributes and ids are the tenant's own words. */
    boolean isPersonal() {
        return source == Source.COLUMN && PERSONAL.contains(name);
    }

    /** Whether a customer never has two values of it: core fields but neighborhoods and dispositions. */
    boolean single() {
        return !isAttribute() && no != CoreField.NEIGHBORHOODS.no() && source != Source.CONTACT_LIST;
    }

    /**
     * Whether a cell that was no moment leaves it missing, though {@code customer_value} keeps the cell's text: consent
     * and the last contact are a moment or nothing.
     */
    boolean onlyMoments() {
        return !isAttribute() && type == AttributeType.TIMESTAMP;
    }
}
