package io.outdial.content;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;

/**
 * The name by which to address somebody whose full name is known. It is the first word, but for words that are no name by
 * themselves: عبد الرحمن is "servant of the Merciful" and عبد "servant", أبو بكر "father of Bakr" and أبو "father". These
 * take the next word with them, and the article between them when it stands apart, also in Latin letters: Abd al-Rahman, Abdul
 * Rahman, Umm Kulthum.
 */
final class GivenName {

    private static final Set<String> NEVER_ALONE = Set.of(
            "عبد", "ابو", "ام", "ابن", "بنت", "abd", "abdul", "abdel", "abdal", "abdur", "abu", "abou", "umm", "oum",
            "ibn", "bint");

    private static final Set<String> ARTICLES = Set.of("ال", "al", "el", "ul", "ur", "ar", "as", "ad", "an", "ash");

    private GivenName() {}

    /** @param words of the full name, at least one */
    static String of(String... words) {
        int last = 0;
        if (words.length > 1 && NEVER_ALONE.contains(plain(words[0]))) {
            last = words.length > 2 && ARTICLES.contains(plain(words[1])) ? 2 : 1;
        }
        return String.join(" ", Arrays.copyOf(words, last + 1));
    }

    /** Without case, vowel signs and the ways to write an alif. */
    private static String plain(String word) {
        return Normalizer.normalize(word, Normalizer.Form.NFD)
                .replaceAll("\\p{M}", "")
                .toLowerCase(Locale.ROOT);
    }
}
