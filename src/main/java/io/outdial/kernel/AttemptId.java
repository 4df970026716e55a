package io.outdial.kernel;

import java.util.UUID;

/** Identifies one attempt to call one target; also the idempotency key toward providers. Time-ordered (UUIDv7) when made by {@link #next()}. */
public record AttemptId(UUID value) implements Comparable<AttemptId> {

    public static AttemptId next() {
        return new AttemptId(Uuid7.next());
    }

    /** @throws IllegalArgumentException when the text is not a UUID */
    public static AttemptId fromString(String text) {
        return new AttemptId(UUID.fromString(text));
    }

    @Override
    public int compareTo(AttemptId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
