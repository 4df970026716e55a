package io.outdial.platform;

import java.util.UUID;
import java.util.regex.Pattern;

/** Where a page goes on, as an earlier page said in {@code nextCursor}. */
public final class Cursors {

    /** Comes after every id, so that a list from the newest on begins with the newest. */
    public static final UUID NEWEST = new UUID(-1, -1);

    private static final UUID BEFORE_ALL = new UUID(0, 0);

    private Cursors() {}

    /**
     * The id after which a page begins; without a cursor one before all ids.
     *
     * @throws Problem 400 when it is none that a page answered
     */
    public static UUID id(String cursor) {
        return id(cursor, BEFORE_ALL);
    }

    /** The same for a list from the newest on: the id before which a page begins; without a cursor {@link #NEWEST}. */
    public static UUID before(String cursor) {
        return id(cursor, NEWEST);
    }

    private static UUID id(String cursor, UUID without) {
        if (cursor == null || cursor.isEmpty()) {
            return without;
        }
        try {
            return UUID.fromString(cursor);
        } catch (IllegalArgumentException e) {
            throw notAnswered();
        }
    }

    /**
     * The text after which a page begins, such as a number; without a cursor {@code ""}.
     *
     * @param answered what cursors of this list look like
     * @throws Problem 400 when it is none that a page answered
     */
    public static String text(String cursor, Pattern answered) {
        if (cursor == null || cursor.isEmpty()) {
            return "";
        }
        if (!answered.matcher(cursor).matches()) {
            throw notAnswered();
        }
        return cursor;
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
