package io.outdial.compliance;

import io.outdial.compliance.DoNotCallStore.Draft;
import io.outdial.compliance.DoNotCallStore.Entry;
import io.outdial.kernel.TenantId;
import io.outdial.platform.AcrossTenants;
import io.outdial.platform.AuditEntry;
import io.outdial.platform.AuditLog;
import io.outdial.platform.NamedSql;
import io.outdial.platform.Rows;
import io.outdial.platform.TenantDb;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;

/** Rows of the platform's do-not-call list. */
@ApplicationScoped
@AcrossTenants("the platform's list belongs to no tenant and holds for all of them")
class PlatformDoNotCallStore {

    private static final String WRITE = NamedSql.load("compliance", "write-platform-entry");
    private static final String IMPORT_ENTRIES = NamedSql.load("compliance", "import-platform-entries");
    private static final String COLUMNS =
            "select phone, 'platform' as list, reason, source, expires_at, created_by, created_at"
                    + " from platform_do_not_call ";

    private final TenantDb db;

    PlatformDoNotCallStore(TenantDb db) {
        this.db = db;
    }

    /** Writes one entry that was made over the API over what is there. */
    Uni<Integer> write(AuditEntry entry, String actor, Instant now, Draft draft) {
        return written(WRITE, entry, "api", actor, now, List.of(draft));
    }

    /**
     * Writes entries of a file over what files brought before; an entry that was made over the API stays, and blocks as long as
     * either says. The phones of one call are distinct and sorted. Returns how many are new.
     */
    Uni<Integer> importAll(AuditEntry entry, String actor, Instant began, List<Draft> drafts) {
        return written(IMPORT_ENTRIES, entry, DoNotCallStore.IMPORT, actor, began, drafts);
    }

    private Uni<Integer> written(
            String sql, AuditEntry entry, String source, String actor, Instant now, List<Draft> drafts) {
        Tuple values = Tuple.tuple().addString(source).addString(actor).addOffsetDateTime(Rows.time(now));
        return db.inTenant(TenantId.PLATFORM, c -> c.preparedQuery(sql)
                .execute(DoNotCallRows.addDrafts(values, drafts))
                .map(DoNotCallRows::added)
                .call(() -> AuditLog.add(c, TenantId.PLATFORM, entry, now)));
    }

    /** Entries by number, those after {@code afterPhone}. */
    Uni<List<Entry>> list(String afterPhone, int limit) {
        return db.pool()
                .preparedQuery(COLUMNS + "where phone > $1 order by phone limit $2")
                .execute(Tuple.of(afterPhone, limit))
                .map(DoNotCallRows::entries);
    }

    /** The entry that blocks the number now; empty or one. */
    Uni<List<Entry>> blocking(String phone, Instant now) {
        return db.pool()
                .preparedQuery(COLUMNS + "where phone = $1 and (expires_at is null or expires_at > $2)")
                .execute(Tuple.of(phone, Rows.time(now)))
                .map(DoNotCallRows::entries);
    }

    Uni<Boolean> remove(AuditEntry entry, String phone, Instant now) {
        return db.inTenant(TenantId.PLATFORM, c -> c.preparedQuery("delete from platform_do_not_call where phone = $1")
                .execute(Tuple.of(phone))
                .map(rows -> rows.rowCount() > 0)
                .call(removed -> removed
                        ? AuditLog.add(c, TenantId.PLATFORM, entry, now)
                        : Uni.createFrom().voidItem()));
    }
}
