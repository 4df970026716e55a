package io.outdial.customer;

import java.util.Locale;

/** The core fields an audience may ask for, with their fixed numbers in {@code customer_value}. Numbers never change. */
public enum CoreField {
    CITY(1, AttributeType.TEXT, "city"),
    /** A list: one row per element. */
    NEIGHBORHOODS(2, AttributeType.TEXT, "neighborhoods"),
    STATUS(3, AttributeType.TEXT, "status"),
    LANGUAGE(4, AttributeType.TEXT, "language"),
    TIME_ZONE(5, AttributeType.TEXT, "timeZone"),
    CONSENT_AT(6, AttributeType.TIMESTAMP, "consentAt"),
    LAST_CONTACTED(7, AttributeType.TIMESTAMP, "lastContacted");

    private final int no;
    private final AttributeType type;
    private final String camel;

    CoreField(int no, AttributeType type, String camel) {
        this.no = no;
        this.type = type;
        this.camel = camel;
    }

    /** The number in {@code customer_value.attribute_no}, below 100. */
    public int no() {
        return no;
    }

    public AttributeType type() {
        return type;
    }

    /** The name as columns and headers have it, such as {@code last_contacted}. */
    public String snake() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The name as JSON has it, such as {@code lastContacted}. */
    public String camel() {
        return camel;
    }
}
