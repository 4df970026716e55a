package io.outdial.customer;

import java.util.Locale;

/** Fields every customer has that are searched through {@code customer_value}; their numbers never change. */
public enum CoreField {
    CITY(1, AttributeType.TEXT),
    NEIGHBORHOODS(2, AttributeType.TEXT),
    STATUS(3, AttributeType.TEXT),
    LANGUAGE(4, AttributeType.TEXT),
    TIME_ZONE(5, AttributeType.TEXT),
    CONSENT_AT(6, AttributeType.TIMESTAMP),
    LAST_CONTACTED(7, AttributeType.TIMESTAMP);

    private final int no;
    private final AttributeType type;

    CoreField(int no, AttributeType type) {
        this.no = no;
        this.type = type;
    }

    public int no() {
        return no;
    }

    public AttributeType type() {
        return type;
    }

    public String snake() {
        return name().toLowerCase(Locale.ROOT);
    }

    public String camel() {
        StringBuilder camel = new StringBuilder();
        for (String word : snake().split("_")) {
            camel.append(camel.isEmpty() ? word : word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1));
        }
        return camel.toString();
    }
}
