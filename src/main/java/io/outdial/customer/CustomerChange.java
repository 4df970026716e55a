package io.outdial.customer;

/**
 * A customer to write.
 *
 * @param before as it was read; null when it is new
 */
record CustomerChange(CustomerRow before, CustomerRow after) {

    boolean isNew() {
        return before == null;
    }
}
