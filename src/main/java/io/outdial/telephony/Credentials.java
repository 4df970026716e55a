package io.outdial.telephony;

import java.util.Map;
import java.util.Optional;

/** A connection's secrets, by name. Never shown: not in an answer, not in a log. */
public record Credentials(Map<String, String> values) {

    public static final Credentials NONE = new Credentials(Map.of());

    public Credentials {
        values = Map.copyOf(values);
    }

    public Optional<String> find(String name) {
        return Optional.ofNullable(values.get(name));
    }

    /** One that the adapter's check has made sure is there. */
    public String get(String name) {
        return find(name).orElseThrow(() -> new IllegalStateException("the connection has no " + name));
    }

    @Override
    public String toString() {
        return "Credentials" + values.keySet();
    }
}
