package io.outdial.platform;

/** What texts look like that can be stored: PostgreSQL takes every character but the one with the code zero. */
public final class Storable {

    /** As a regular expression. */
    public static final String TEXT = "[^\\x00]*";

    /** What is said of a text that is not. */
    public static final String MESSAGE = "must not hold a zero character";

    private Storable() {}

    public static boolean is(String text) {
        return text.indexOf('\0') < 0;
    }
}
