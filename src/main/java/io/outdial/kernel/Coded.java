package io.outdial.kernel;

import java.util.Locale;
import java.util.Optional;

/** An enum whose constants are written in snake_case in the API, in SQL and in documents. */
public interface Coded {

    String name();

    default String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The constant with this code; empty when there is none. */
    static <E extends Enum<E> & Coded> Optional<E> find(Class<E> type, String code) {
        for (E constant : type.getEnumConstants()) {
            if (constant.code().equals(code)) {
                return Optional.of(constant);
            }
        }
        return Optional.empty();
    }

    /** @throws IllegalArgumentException when no constant of {@code type} has this code */
    static <E extends Enum<E> & Coded> E of(Class<E> type, String code) {
        return find(type, code)
                .orElseThrow(() -> new IllegalArgumentException("no " + type.getSimpleName() + " is called " + code));
    }
}
