package io.outdial.audit;

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
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Reads the audit log. */
@ApplicationScoped
class AuditStore {

    /** The instant is narrowed to ids too, which begin with their time, so that only the months in question are read. */
    private static final String PAGE = """
            select e.entry_id, e.at, e.actor, e.address, e.request_id, e.action, e.resource_id, e.detail
            from audit_entry e
            where e.tenant_id = $1 and e.entry_id < $2
              and ($3::text is null or e.actor = $3)
              and ($4::text is null or e.action = $4 or starts_with(e.action, $4 || '.'))
              and ($5::text is null or e.resource_id = $5)
              and ($6::timestamptz is null or (e.entry_id >= least_id_at($6) and e.at >= $6))
              and ($7::timestamptz is null or (e.entry_id < least_id_at($7 + interval '1 minute') and e.at < $7))
            order by e.entry_id desc limit $8
            """;

    private final TenantDb db;

    AuditStore(TenantDb db) {
        this.db = db;
    }

    /**
     * Which entries; every field may be null.
     *
     * @param action one such as {@code campaign.activate}, or all of one kind such as {@code campaign}
     * @param from the first instant
     * @param to the instant after the last
     */
    record Filter(String actor, String action, String resourceId, Instant from, Instant to) {}

    /** Newest first. */
    Uni<Page<Shown>> list(TenantId tenant, Filter filter, UUID before, int limit) {
        Tuple values = Tuple.tuple()
                .addUUID(tenant.value())
                .addUUID(before)
                .addString(filter.actor)
                .addString(filter.action)
                .addString(filter.resourceId)
                .addOffsetDateTime(Rows.time(filter.from))
                .addOffsetDateTime(Rows.time(filter.to))
                .addInteger(limit + 1);
        return db.inTenant(tenant, c -> c.preparedQuery(PAGE).execute(values)).map(rows -> {
            List<Shown> entries = new ArrayList<>();
            rows.forEach(row -> entries.add(Shown.of(row)));
            return Page.of(entries, limit, entry -> entry.id().toString());
        });
    }

    /** An entry as the API shows it. */
    @Schema(name = "AuditEntry")
    public record Shown(
            UUID id,
            Instant at,
            String actor,
            String address,
            String requestId,
            String action,
            String resourceId,
            Map<String, Object> detail) {

        static Shown of(Row row) {
            return new Shown(
                    row.getUUID("entry_id"),
                    Rows.instant(row, "at"),
                    row.getString("actor"),
                    row.getString("address"),
                    row.getString("request_id"),
                    row.getString("action"),
                    row.getString("resource_id"),
                    row.getJsonObject("detail").getMap());
        }
    }
}
