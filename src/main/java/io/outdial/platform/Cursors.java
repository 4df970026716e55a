package io.outdial.platform;

import java.util.UUID;

/** Where a page goes on, as an earlier page said in {@code nextCursor}. */
public final class Cursors {

    private static final UUID BEFORE_ALL = new UUID(0, 0);

    private Cursors() {}

    /**
     * The id after which a page begins; without a cursor one before all ids.
     *
     * @throws Problem 400 when it is none that a page answered
     */
    public static UUID id(String cursor) {
        if (cursor == null || cursor.isEmpty()) {
            return BEFORE_ALL;
        }
        try {
            return UUID.fromString(cursor);
        } catch (IllegalArgumentException e) {
            throw notAnswered();
        }
    }

    /**
     * The number from which a page begins.
     *
     * @param first without a cursor
     * @throws Problem 400 when it is none that a page answered, which is between 0 and {@code last}
     */
    public static int number(String cursor, int first, int last) {
        if (cursor == null || cursor.isEmpty()) {
            return first;
        }
        try {
            int number = Integer.parseInt(cursor);
            if (number >= 0 && number <= last) {
                return number;
            }
        } catch (NumberFormatException e) {
            // answered below
        }
        throw notAnswered();
    }

    private static Problem notAnswered() {
        return Problem.invalid("?cursor", "invalid_cursor", "Pass nextCursor of the page before.");
    }
}
