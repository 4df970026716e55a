package io.outdial.customer;

import io.outdial.kernel.Page;
import io.outdial.kernel.TenantId;
import io.outdial.platform.Rows;
import io.outdial.platform.TenantDb;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The imports of a tenant, for whoever has not kept the id of one. */
@ApplicationScoped
class ImportList {

    private final TenantDb db;

    ImportList(TenantDb db) {
        this.db = db;
    }

    /** An import as a list shows it: the same as its own answer, without what grows with the file. */
    @Schema(name = "ListedImport")
    public record Listed(
            UUID id,
            String state,
            boolean dryRun,
            long received,
            long accepted,
            long updated,
            long rejected,
            long warned,
            String createdBy,
            Instant createdAt,
            Instant finishedAt) {

        static Listed of(Row row) {
            return new Listed(
                    row.getUUID("import_id"),
                    row.getString("state"),
                    row.getBoolean("dry_run"),
                    row.getLong("received"),
                    row.getLong("accepted"),
                    row.getLong("updated"),
                    row.getLong("rejected"),
                    row.getLong("warned"),
                    row.getString("created_by"),
                    Rows.instant(row, "created_at"),
                    Rows.instant(row, "finished_at"));
        }
    }

    /**
     * Newest first, at most {@code limit} of those before {@code before}.
     *
     * @param silentSince one that is said to run and gave no sign of life since then is shown as failed
     */
    Uni<Page<Listed>> read(TenantId tenant, UUID before, int limit, Instant silentSince) {
        return db.inTenant(tenant, c -> c.preparedQuery("""
                        select i.import_id, i.dry_run, i.received, i.accepted, i.updated, i.rejected, i.warned, i.created_by,
                               i.created_at, i.finished_at,
                               case when i.state = 'running' and i.beat_at < $3 then 'failed' else i.state end as state
                        from customer_import i
                        where i.tenant_id = $1 and i.import_id < $2
                        order by i.import_id desc limit $4""")
                        .execute(Tuple.of(tenant.value(), before, Rows.time(silentSince), limit + 1)))
                .map(rows -> {
                    List<Listed> found = new ArrayList<>();
                    rows.forEach(row -> found.add(Listed.of(row)));
                    return Page.of(found, limit, each -> each.id().toString());
                });
    }
}
