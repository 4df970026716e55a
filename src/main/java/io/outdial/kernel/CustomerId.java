package io.outdial.kernel;

import java.util.UUID;

/** Identifies a customer of one tenant; within a campaign it also names the target. Time-ordered (UUIDv7) when made by {@link #next()}. */
public record CustomerId(UUID value) implements Comparable<CustomerId> {

    public static CustomerId next() {
        return new CustomerId(Uuid7.next());
    }

    /** @throws IllegalArgumentException when the text is not a UUID */
    public static CustomerId fromString(String text) {
        return new CustomerId(UUID.fromString(text));
    }

    @Override
    public int compareTo(CustomerId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
