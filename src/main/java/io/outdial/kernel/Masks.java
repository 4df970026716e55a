package io.outdial.kernel;

/**
 * How names and addresses look to who may not see them; for numbers it is {@link PhoneNumber#mask}. A mask says that there is
 * something and as little else as it can.
 */
public final class Masks {

    private static final String HIDDEN = "***";

    private Masks() {}

    /** Whether a text is what {@link #name} or {@link #email} makes of one. */
    public static boolean isMask(String text) {
        return text.matches(".?\\*{3}(@.*)?");
    }

    /** {@code ***}: the first letter of a name is often all of it. Null when there is none. */
    public static String name(String name) {
        return name == null ? null : HIDDEN;
    }

    /** The first character and the domain: {@code s***@example.com}. Null when there is none. */
    public static String email(String email) {
        if (email == null) {
            return null;
        }
        int at = email.lastIndexOf('@');
        return at < 1 ? HIDDEN : email.substring(0, email.offsetByCodePoints(0, 1)) + HIDDEN + email.substring(at);
    }
}
