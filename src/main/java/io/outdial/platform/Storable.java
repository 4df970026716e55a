package io.outdial.platform;

/**
 * What texts look like that can be stored: PostgreSQL takes every character but the one with the code zero, and the half of a
 * surrogate pair, which is no character, would silently become a question mark.
 */
public final class Storable {

    /** What is said of a text that is not, without its full stop. */
    public static final String REFUSAL = "A text may not hold the character zero or half a character";

    private Storable() {}

    public static boolean is(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c != 0 && !Character.isSurrogate(c)) {
                continue;
            }
            if (c == 0 || Character.isLowSurrogate(c)) {
                return false;
            }
            if (++i == text.length() || !Character.isLowSurrogate(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }
}
