package io.outdial.compliance.rules;

import io.outdial.kernel.Coded;
import java.util.Set;

/**
 * What a consent must rest on to count, weakest first. {@code consent_suffices} is the same in SQL.
 *
 * <p>The consent that comes with a customer's data, {@code consentAt}, says when it was given and not how. It counts as an
 * {@code express} one: whoever keeps such a column says that the person agreed, not that there is a signature.
 */
public enum ConsentStandard implements Coded {
    /** Whatever is on record, contracts and legitimate interests too. */
    ANY("a consent", Set.of("express_written", "express", "implied", "contract", "legitimate_interest")),
    /** The person said so, to this caller and for this kind of call. */
    EXPRESS("express consent", Set.of("express_written", "express")),
    /** In writing and signed, which a click or a recorded voice may be; the telemarketing rules of the United States define it. */
    EXPRESS_WRITTEN("express written consent", Set.of("express_written"));

    private final String words;
    private final Set<String> bases;

    ConsentStandard(String words, Set<String> bases) {
        this.words = words;
        this.bases = bases;
    }

    /** What must be on record, in a few words. */
    public String words() {
        return words;
    }

    /** Whether a consent of this basis counts. */
    public boolean accepts(String basis) {
        return bases.contains(basis);
    }

    /** The stricter of two; null stands for no consent at all. */
    static ConsentStandard stricter(ConsentStandard one, ConsentStandard other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return one.compareTo(other) < 0 ? other : one;
    }
}
