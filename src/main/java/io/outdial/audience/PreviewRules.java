package io.outdial.audience;

import java.util.ArrayList;
import java.util.List;

/**
 * What a campaign would ask of those it calls, beside what always holds.
 *
 * @param requireConsent whether a consent must be on record
 * @param doNotCallLists names of further do-not-call lists; null and empty mean none
 */
record PreviewRules(boolean requireConsent, List<String> doNotCallLists) {

    static final PreviewRules NONE = new PreviewRules(false, List.of());

    /** The tenant's own list, and those that were named. */
    String[] lists() {
        List<String> lists = new ArrayList<>();
        lists.add("tenant");
        if (doNotCallLists != null) {
            lists.addAll(doNotCallLists);
        }
        return lists.toArray(String[]::new);
    }
}
