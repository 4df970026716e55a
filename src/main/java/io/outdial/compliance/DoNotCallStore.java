package io.outdial.compliance;

import io.outdial.kernel.TenantId;
import io.outdial.platform.NamedSql;
import io.outdial.platform.Rows;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Rows of the tenant's do-not-call lists. */
@ApplicationScoped
public class DoNotCallStore {

    /** The source of entries that came with a file. */
    static final String IMPORT = "import";

    private static final String ADD = NamedSql.load("compliance", "add");
    private static final String WRITE = NamedSql.load("compliance", "write-entry");
    private static final String IMPORT_ENTRIES = NamedSql.load("compliance", "import-entries");
    private static final String CHECK = NamedSql.load("compliance", "check");

    private final OptOutEvents events;

    DoNotCallStore(OptOutEvents events) {
        this.events = events;
    }

    /**
     * Blocks the numbers for good on this list; one that already is stays as it was recorded.
     *
     * @param phones E.164
     * @param source what made the entry, such as {@code call}
     * @param actor who, for the record
     * @return how many were not blocked for good on this list before
     */
    public Uni<Integer> add(
            SqlConnection c,
            TenantId t,
            List<String> phones,
            String list,
            String reason,
            String source,
            String actor,
            Instant now) {
        // Sorted, so that two transactions with the same numbers wait for each other instead of deadlocking.
        String[] sorted = phones.stream().sorted().distinct().toArray(String[]::new);
        if (sorted.length == 0) {
            return Uni.createFrom().item(0);
        }
        Tuple values = Tuple.tuple()
                .addUUID(t.value())
                .addString(list)
                .addString(reason)
                .addString(source)
                .addString(actor)
                .addOffsetDateTime(Rows.time(now))
                .addArrayOfString(sorted);
        return c.preparedQuery(ADD)
                .execute(values)
                .map(RowSet::rowCount)
                .call(added -> tell(c, t, added, List.of(sorted), list, source, now));
    }

    /** Writes one entry that was made over the API over what is there. Returns 1 when it is new. */
    Uni<Integer> write(SqlConnection c, TenantId t, String list, String actor, Instant now, Draft draft) {
        return written(c, WRITE, t, list, "api", actor, now, List.of(draft))
                .call(added -> tell(c, t, added, List.of(draft.phone()), list, "api", now));
    }

    private Uni<Void> tell(
            SqlConnection c, TenantId t, int added, List<String> phones, String list, String source, Instant now) {
        return added > 0 && list.equals(DoNotCallLists.OPT_OUT)
                ? events.recorded(c, t, phones, source, now)
                : Uni.createFrom().voidItem();
    }

    /**
     * Writes entries of a file over what files brought before; an entry that something else made stays, and blocks as long as
     * either says.
     *
     * @param began when the import began: what one that began later wrote stays
     * @param drafts with distinct and sorted phones
     * @return how many are new
     */
    Uni<Integer> importAll(SqlConnection c, TenantId t, String list, String actor, Instant began, List<Draft> drafts) {
        return written(c, IMPORT_ENTRIES, t, list, IMPORT, actor, began, drafts);
    }

    private static Uni<Integer> written(
            SqlConnection c,
            String sql,
            TenantId t,
            String list,
            String source,
            String actor,
            Instant now,
            List<Draft> drafts) {
        Tuple values = Tuple.tuple()
                .addUUID(t.value())
                .addString(list)
                .addString(source)
                .addString(actor)
                .addOffsetDateTime(Rows.time(now));
        return c.preparedQuery(sql)
                .execute(DoNotCallRows.addDrafts(values, drafts))
                .map(DoNotCallRows::added);
    }

    /** Entries by number; {@code list} null for all lists. */
    Uni<List<Entry>> list(SqlConnection c, TenantId t, String list, int offset, int limit) {
        return c.preparedQuery("select phone, list, reason, source, expires_at, created_by, created_at from do_not_call"
                        + " where tenant_id = $1 and ($2::text is null or list = $2) order by phone, list"
                        + " limit $3 offset $4")
                .execute(Tuple.of(t.value(), list, limit, offset))
                .map(DoNotCallRows::entries);
    }

    /** Everything that blocks the number now, the platform's list included. */
    public Uni<List<Entry>> blocking(SqlConnection c, TenantId t, String phone, Instant now) {
        return c.preparedQuery(CHECK)
                .execute(Tuple.of(t.value(), phone, Rows.time(now)))
                .map(DoNotCallRows::entries);
    }

    Uni<Boolean> remove(SqlConnection c, TenantId t, String phone, String list) {
        return c.preparedQuery("delete from do_not_call where tenant_id = $1 and phone = $2 and list = $3")
                .execute(Tuple.of(t.value(), phone, list))
                .map(rows -> rows.rowCount() > 0);
    }

    record Draft(String phone, String reason, Instant expiresAt) {}

    /** An entry as the API shows it; {@code list} is {@code platform} for the platform's own. */
    @Schema(name = "DoNotCallEntry")
    public record Entry(
            String phone,
            String list,
            String reason,
            String source,
            Instant expiresAt,
            String createdBy,
            Instant createdAt) {

        Entry masked() {
            return new Entry(
                    io.outdial.kernel.PhoneNumber.mask(phone), list, reason, source, expiresAt, createdBy, createdAt);
        }
    }
}
