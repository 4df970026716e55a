package io.outdial.platform;

import io.outdial.kernel.Coded;
import java.util.UUID;

/** Query parameters that narrow a list. What is absent or empty narrows nothing; what means nothing is refused. */
public final class Filters {

    private Filters() {}

    /**
     * The code of a word of the API, such as a state; null without one.
     *
     * @throws Problem 400 {@code unknown} when no constant of {@code type} has this code
     */
    public static <E extends Enum<E> & Coded> String word(Class<E> type, String name, String text) {
        if (text == null || text.isEmpty()) {
            return null;
        }
        return Coded.find(type, text)
                .orElseThrow(() -> Problem.invalid("?" + name, "unknown", "There is no " + name + " of this name."))
                .code();
    }

    /**
     * The id of something; null without one.
     *
     * @throws Problem 400 {@code wrong_format} when it is no id
     */
    public static UUID id(String name, String text) {
        if (text == null || text.isEmpty()) {
            return null;
        }
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw Problem.invalid("?" + name, "wrong_format", "The " + name + " is an id, a UUID.");
        }
    }
}
