package io.outdial.audit;

import io.outdial.audit.AuditStore.Filter;
import io.outdial.kernel.Page;
import io.outdial.platform.Cursors;
import io.outdial.platform.Problem;
import jakarta.validation.constraints.Size;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.jboss.resteasy.reactive.RestQuery;

/** Which entries a request asks for. */
public class AuditQuery {

    private static final Instant EARLIEST = Instant.parse("2000-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("2200-01-01T00:00:00Z");

    static final String DESCRIPTION =
            "action is one such as campaign.activate, or all of one kind such as campaign. from is the first"
                    + " instant, to the one after the last.";

    @RestQuery
    @Size(max = 800)
    String actor;

    @RestQuery
    @Size(max = 100)
    String action;

    @RestQuery
    @Size(max = 255)
    String resourceId;

    @RestQuery
    String from;

    @RestQuery
    String to;

    @RestQuery
    Integer limit;

    @RestQuery
    String cursor;

    /** @throws Problem 400 when an instant is none */
    Filter filter() {
        return new Filter(actor, action, resourceId, instant("from", from), instant("to", to));
    }

    UUID before() {
        return Cursors.before(cursor);
    }

    int most() {
        return Page.limit(limit);
    }

    private static Instant instant(String parameter, String text) {
        if (text == null || text.isEmpty()) {
            return null;
        }
        Instant at;
        try {
            at = OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            throw Problem.invalid(
                    "?" + parameter, "wrong_format", "An instant such as 2026-11-01T00:00:00Z is expected here.");
        }
        if (at.isBefore(EARLIEST) || at.isAfter(LATEST)) {
            throw Problem.invalid("?" + parameter, "out_of_range", "The moment must lie between 2000 and 2200.");
        }
        return at;
    }
}
