package io.outdial.compliance.rules;

import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Whether what somebody pressed or said during a call is an opt-out. Words are compared without case, accents, Arabic vowel
 * signs and punctuation, as whole words in their order; a key counts wherever it was pressed.
 */
public final class OptOutWords {

    private static final Pattern MARKS = Pattern.compile("\\p{M}+");
    private static final Pattern BETWEEN_WORDS = Pattern.compile("[^\\p{L}\\p{N}]+");

    private OptOutWords() {}

    /**
     * How somebody opted out.
     *
     * @param source {@code dtmf} or {@code phrase}
     * @param words for the record
     */
    public record OptOut(String source, String words) {}

    /**
     * @param dtmf the key that opts out; null for none
     * @param phrases each of which opts out; null for none
     * @param pressed every key the person pressed, in order; null for none
     * @param said what the person said; null when nobody wrote it down
     */
    public static Optional<OptOut> heard(String dtmf, List<String> phrases, String pressed, String said) {
        if (dtmf != null && !dtmf.isEmpty() && pressed != null && pressed.contains(dtmf)) {
            return Optional.of(new OptOut("dtmf", "pressed " + dtmf));
        }
        if (phrases == null || said == null) {
            return Optional.empty();
        }
        String words = " " + normal(said) + " ";
        return phrases.stream()
                .filter(phrase -> !normal(phrase).isEmpty() && words.contains(" " + normal(phrase) + " "))
                .findFirst()
                .map(phrase -> new OptOut("phrase", "said: " + phrase));
    }

    private static String normal(String text) {
        String plain =
                MARKS.matcher(Normalizer.normalize(text, Normalizer.Form.NFKD)).replaceAll("");
        return BETWEEN_WORDS
                .matcher(plain.toLowerCase(Locale.ROOT))
                .replaceAll(" ")
                .strip();
    }
}
