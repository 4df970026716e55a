package io.outdial.telephony;

/**
 * What came from the called person during a call, as far as the provider writes it down.
 *
 * @param keys every key they pressed, in order; null or empty for none
 * @param words what they said; null when nobody wrote it down
 */
public record Heard(String keys, String words) {

    /** Of all that several reports of one call say, at most so much is kept; one report says less. */
    private static final int MAX_CHARACTERS = 100_000;

    /** What two reports of one call say; null when neither says anything. */
    public static Heard both(Heard earlier, Heard later) {
        return earlier == null
                ? later
                : later == null ? earlier : new Heard(both(earlier.keys, later.keys), both(earlier.words, later.words));
    }

    /** A report that says the whole again makes nothing longer. What is too long loses its beginning, which was looked at. */
    private static String both(String earlier, String later) {
        if (earlier == null || later == null) {
            return earlier == null ? later : earlier;
        }
        if (earlier.contains(later) || later.contains(earlier)) {
            return earlier.length() < later.length() ? later : earlier;
        }
        String all = earlier + "\n" + later;
        return all.length() <= MAX_CHARACTERS ? all : all.substring(all.length() - MAX_CHARACTERS);
    }
}
