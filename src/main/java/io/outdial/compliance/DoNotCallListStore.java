package io.outdial.compliance;

import io.outdial.kernel.TenantId;
import io.outdial.platform.NamedSql;
import io.outdial.platform.Rows;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is known of the tenant's do-not-call lists as wholes: what they hold and the day their file was of. */
@ApplicationScoped
public class DoNotCallListStore {

    private static final String LISTS = NamedSql.load("compliance", "lists");
    private static final String NOTE_IMPORT = NamedSql.load("compliance", "note-import");
    private static final String REMOVE_OLD = NamedSql.load("compliance", "remove-old-entries");

    /** Entries removed by one statement, so that none holds its locks for long. */
    private static final int CHUNK = 20_000;

    /** Every list that has entries or was imported, by name. */
    Uni<List<DoNotCallList>> lists(SqlConnection c, TenantId t, Instant now) {
        return c.preparedQuery(LISTS)
                .execute(Tuple.of(t.value(), Rows.time(now)))
                .map(rows -> {
                    List<DoNotCallList> lists = new ArrayList<>();
                    rows.forEach(row -> lists.add(list(row)));
                    return lists;
                });
    }

    /** The day that the file last imported into a list was of; empty when there was none or nobody said. */
    Uni<Optional<LocalDate>> dated(SqlConnection c, TenantId t, String list) {
        return dates(c, t, List.of(list)).map(dates -> Optional.ofNullable(dates.get(list)));
    }

    /** The days these lists are of; a list without one is absent. */
    public Uni<Map<String, LocalDate>> dates(SqlConnection c, TenantId t, Collection<String> lists) {
        return c.preparedQuery("select list, dated from do_not_call_list"
                        + " where tenant_id = $1 and list = any($2) and dated is not null")
                .execute(Tuple.of(t.value(), lists.toArray(String[]::new)))
                .map(rows -> {
                    Map<String, LocalDate> dates = new HashMap<>();
                    rows.forEach(row -> dates.put(row.getString("list"), row.getLocalDate("dated")));
                    return dates;
                });
    }

    /**
     * Writes down that a file was imported to its end.
     *
     * @param dated the day the file is of; null leaves what is known
     */
    Uni<Void> imported(SqlConnection c, TenantId t, String list, LocalDate dated, String by, Instant now) {
        return c.preparedQuery(NOTE_IMPORT)
                .execute(Tuple.of(t.value(), list, dated, Rows.time(now), by))
                .replaceWithVoid();
    }

    /** Removes some of the imported entries of a list that are older than {@code before}; answers how many, 0 when none is left. */
    Uni<Integer> removeOld(SqlConnection c, TenantId t, String list, Instant before) {
        return c.preparedQuery(REMOVE_OLD)
                .execute(Tuple.of(t.value(), list, Rows.time(before), CHUNK))
                .map(rows -> rows.rowCount());
    }

    private static DoNotCallList list(Row row) {
        OffsetDateTime imported = row.getOffsetDateTime("imported_at");
        return new DoNotCallList(
                row.getString("list"),
                row.getLong("entries"),
                row.getLocalDate("dated"),
                imported == null ? null : imported.toInstant(),
                row.getString("imported_by"));
    }

    /**
     * A list as a whole.
     *
     * @param entries numbers it blocks now
     * @param dated the day that its last imported file was of; null when nobody said
     * @param importedAt when that file was imported to its end; null for a list kept by hand
     */
    public record DoNotCallList(String list, long entries, LocalDate dated, Instant importedAt, String importedBy) {}
}
