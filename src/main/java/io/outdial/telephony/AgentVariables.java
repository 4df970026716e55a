package io.outdial.telephony;

import java.util.LinkedHashMap;
import java.util.Map;

/** What the prompt of an agent on a platform may name: the campaign's variables, and these of ours, which win. */
public final class AgentVariables {

    private AgentVariables() {}

    /** {@code script}, {@code language}, {@code transfer_to}, {@code opt_out_key}, {@code opt_out_phrases}; empty where not set. */
    public static Map<String, String> of(CallRequest request) {
        Map<String, String> all = new LinkedHashMap<>(request.variables());
        OptOutWays optOut = request.optOut();
        all.put("script", request.script());
        all.put("language", orEmpty(request.language()));
        all.put("transfer_to", orEmpty(request.transferTo()));
        all.put("opt_out_key", optOut == null ? "" : orEmpty(optOut.key()));
        all.put("opt_out_phrases", optOut == null ? "" : String.join(", ", optOut.phrases()));
        all.values().removeIf(java.util.Objects::isNull);
        return all;
    }

    private static String orEmpty(String text) {
        return text == null ? "" : text;
    }
}
