package io.outdial.dialer;

import io.vertx.pgclient.PgException;
import java.time.DateTimeException;
import java.util.Set;

/** Tells failures that pass, which are waited out, from those that come again however often it is tried. */
final class Outage {

    /** Classes of SQLSTATE that blame what was asked: data, integrity, access or syntax. */
    private static final Set<String> LASTING = Set.of("22", "23", "42");

    private Outage() {}

    static boolean passes(Throwable failure) {
        if (failure instanceof PgException refused) {
            String state = refused.getSqlState();
            return state == null || state.length() < 2 || !LASTING.contains(state.substring(0, 2));
        }
        return !(failure instanceof NullPointerException
                || failure instanceof IllegalArgumentException
                || failure instanceof ClassCastException
                || failure instanceof DateTimeException
                || failure instanceof ArithmeticException);
    }
}
