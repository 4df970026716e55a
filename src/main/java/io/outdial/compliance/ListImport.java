package io.outdial.compliance;

import io.outdial.kernel.TenantId;
import io.outdial.platform.AuditEntry;
import io.outdial.platform.AuditLog;
import io.outdial.platform.Problem;
import io.outdial.platform.TenantDb;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.InputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.function.Function;

/** Imports a file into one of the tenant's lists: its numbers, the day it is of, and what it no longer has. */
@ApplicationScoped
class ListImport {

    private static final Duration STATEMENT_TIMEOUT = Duration.ofSeconds(60);

    private final DoNotCallStore entries;
    private final DoNotCallListStore lists;
    private final TenantDb db;
    private final ListFilePlaces places;
    private final Clock clock;

    ListImport(DoNotCallStore entries, DoNotCallListStore lists, TenantDb db, ListFilePlaces places, Clock clock) {
        this.entries = entries;
        this.lists = lists;
        this.db = db;
        this.places = places;
        this.clock = clock;
    }

    /**
     * Which list and how.
     *
     * @param dated the day the file is of; null when unknown
     * @param replace whether the file is the whole list: imported entries it does not have are removed once it was read to
     *     its end, never when it was cut off
     * @param maxRejectedPercent how many of its lines at most may be no entries where the file is dated or replaces the list;
     *     0 to 100
     */
    record Order(
            TenantId tenant, String list, LocalDate dated, boolean replace, int maxRejectedPercent, String actor) {}

    /**
     * Blocks the calling thread, which is a worker's.
     *
     * @throws Problem 429 when as many files are being read as may
     */
    DoNotCallImport.Answer run(InputStream body, String contentType, Order order) {
        return places.within(order.tenant, () -> read(body, contentType, order));
    }

    private DoNotCallImport.Answer read(InputStream body, String contentType, Order order) {
        Instant now = Instant.now(clock);
        requireUsefulDate(order, now);
        AuditEntry entry = AuditEntry.of("do_not_call.import", null)
                .with("list", order.list)
                .with("replace", order.replace);
        await(order.tenant, c -> AuditLog.add(c, order.tenant, entry, now)); // before the first of many transactions
        DoNotCallImport.Answer answer = DoNotCallImport.run(
                body,
                contentType,
                drafts -> db.inTenant(
                        order.tenant, c -> entries.importAll(c, order.tenant, order.list, order.actor, now, drafts)));
        requireWholeFile(order, answer);
        long removed = order.replace ? removeOld(order, now) : 0;
        await(order.tenant, c -> lists.imported(c, order.tenant, order.list, order.dated, order.actor, now));
        return answer.withRemoved(removed);
    }

    /** A file from tomorrow is a mistake; one older than the list would pass for newer than it is. */
    private void requireUsefulDate(Order order, Instant now) {
        if (order.dated == null) {
            return;
        }
        if (order.dated.isAfter(LocalDate.ofInstant(now, ZoneOffset.UTC).plusDays(1))) {
            throw Problem.invalid("?date", "in_the_future", "The file cannot be of a day to come.");
        }
        Optional<LocalDate> known = await(order.tenant, c -> lists.dated(c, order.tenant, order.list));
        if (known.isPresent() && order.dated.isBefore(known.get())) {
            throw Problem.invalid(
                    "?date", "older_than_list", "The list is of " + known.get() + " already, newer than this file.");
        }
    }

    /**
     * A page that says the download failed, or numbers that a spreadsheet spoilt, would free everybody on the list and pass for
     * its newest state. What the file has of entries is kept; the rest of the list and its day stay.
     */
    private static void requireWholeFile(Order order, DoNotCallImport.Answer answer) {
        if (order.replace && answer.accepted() + answer.updated() == 0) {
            throw Problem.invalid("", "empty_list", "A file without an entry does not replace a list.");
        }
        boolean vouches = order.replace || order.dated != null;
        if (vouches && answer.rejected() * 100 > answer.received() * order.maxRejectedPercent) {
            DoNotCallImport.LineError first = answer.errors().get(0);
            throw Problem.invalid(
                    "",
                    "too_many_rejected",
                    answer.rejected() + " of " + answer.received() + " lines are no entries, the first is line "
                            + first.line() + ": " + first.detail() + " Nothing was removed and the list's day stays;"
                            + " maxRejectedPercent says how many may be.");
        }
    }

    private long removeOld(Order order, Instant before) {
        long all = 0;
        int removed;
        do {
            removed = await(order.tenant, c -> lists.removeOld(c, order.tenant, order.list, before));
            all += removed;
        } while (removed > 0);
        return all;
    }

    private <T> T await(TenantId tenant, Function<SqlConnection, Uni<T>> work) {
        return db.inTenant(tenant, work).await().atMost(STATEMENT_TIMEOUT);
    }
}
