package io.outdial.customer;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Which columns of a file are core fields. Pure. */
final class ImportColumns {

    static final String EXTERNAL_ID = "external_id";
    static final String PHONE = "phone";

    /** Core columns with the most characters a value may have; a list's limit is that of one element. */
    static final Map<String, Integer> CORE = Map.ofEntries(
            Map.entry(EXTERNAL_ID, 200),
            Map.entry(PHONE, 40),
            Map.entry("name", 200),
            Map.entry("email", 254),
            Map.entry("language", 35),
            Map.entry("city", 100),
            Map.entry("neighborhoods", 100),
            Map.entry("time_zone", 64),
            Map.entry("preferred_times", 300),
            Map.entry("status", 50),
            Map.entry("last_contacted", 64),
            Map.entry("consent_at", 64));

    static final Set<String> TIMES = Set.of("last_contacted", "consent_at");

    private static final Map<String, String> BY_FOLDED = new HashMap<>();

    static {
        CORE.keySet().forEach(name -> BY_FOLDED.put(fold(name), name));
    }

    private ImportColumns() {}

    /** The column's name: a core field's snake name, however the header writes it, or the attribute's own. */
    static String canonical(String header) {
        return BY_FOLDED.getOrDefault(fold(header), header);
    }

    /** Whether an attribute may not have this name, because a core column does. */
    static boolean isCore(String name) {
        return CORE.containsKey(canonical(name));
    }

    private static String fold(String header) {
        return header.replaceAll("[_\\s-]", "").toLowerCase(Locale.ROOT);
    }
}
