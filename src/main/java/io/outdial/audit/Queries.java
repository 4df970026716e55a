package io.outdial.audit;

import io.outdial.platform.Cursors;
import io.outdial.platform.Problem;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.UUID;

/** Reads what a request for entries says. */
final class Queries {

    private Queries() {}

    /** Null when there is none; 400 when it is no instant. */
    static Instant instant(String parameter, String text) {
        try {
            return text == null || text.isEmpty()
                    ? null
                    : OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            throw Problem.invalid(
                    "?" + parameter, "wrong_format", "An instant such as 2026-11-01T00:00:00Z is expected here.");
        }
    }

    /** Null for the newest page. */
    static UUID before(String cursor) {
        return cursor == null || cursor.isEmpty() ? null : Cursors.id(cursor);
    }
}
