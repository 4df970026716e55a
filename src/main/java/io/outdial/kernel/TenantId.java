package io.outdial.kernel;

import java.util.UUID;

/** Identifies a business that uses the service. Time-ordered (UUIDv7) when made by {@link #next()}. */
public record TenantId(UUID value) implements Comparable<TenantId> {

    /** Whose the platform administrators' own records are: no tenant's. */
    public static final TenantId PLATFORM = new TenantId(new UUID(0, 0));

    public static TenantId next() {
        return new TenantId(Uuid7.next());
    }

    /** @throws IllegalArgumentException when the text is not a UUID */
    public static TenantId fromString(String text) {
        return new TenantId(UUID.fromString(text));
    }

    @Override
    public int compareTo(TenantId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
