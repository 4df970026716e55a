package io.outdial.audience;

import io.outdial.audience.Audiences.Plan;
import io.outdial.kernel.Page;
import io.outdial.kernel.TenantId;
import io.outdial.platform.NamedSql;
import io.outdial.platform.TenantDb;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Runs compiled audiences. */
@ApplicationScoped
class AudienceStore {

    static final int SAMPLE = 10;

    private static final String PREVIEW = NamedSql.load("audience", "preview");
    private static final List<String> REASONS =
            List.of("do_not_call", "opt_out", "invalid_phone", "duplicate_phone", "unknown_time_zone");
    private static final UUID BEFORE_ALL = new UUID(0, 0);

    private final TenantDb db;
    private final Audiences audiences;

    AudienceStore(TenantDb db, Audiences audiences) {
        this.db = db;
        this.audiences = audiences;
    }

    Uni<AudiencePreview> preview(TenantId tenant, Audience audience, Instant now) {
        return db.inTenant(tenant, connection -> audiences
                .plan(connection, tenant, audience, now)
                .chain(plan -> counts(connection, tenant, plan, now)
                        .chain(counts -> matching(connection, tenant, plan.compiled(), BEFORE_ALL, SAMPLE)
                                .map(sample -> preview(counts, plan, sample)))));
    }

    /** Customers who match, by id. */
    Uni<Page<MatchedCustomer>> search(TenantId tenant, Audience audience, Instant now, UUID after, int limit) {
        return db.inTenant(tenant, connection -> audiences
                        .compile(connection, tenant, audience, now)
                        .chain(compiled ->
                                matching(connection, tenant, compiled, after == null ? BEFORE_ALL : after, limit + 1)))
                .map(rows -> Page.of(rows, limit, customer -> customer.id().toString()));
    }

    private static Uni<Row> counts(SqlConnection connection, TenantId tenant, Plan plan, Instant now) {
        String sql = PREVIEW.replace("{now}", "$" + (plan.arguments().size() + 2))
                .replace("{present}", plan.present())
                .replace("{where}", plan.compiled().where());
        return connection
                .preparedQuery(sql)
                .execute(Audiences.arguments(tenant, plan.arguments(), now.atOffset(ZoneOffset.UTC)))
                .map(rows -> rows.iterator().next());
    }

    private static Uni<List<MatchedCustomer>> matching(
            SqlConnection connection, TenantId tenant, CompiledAudience compiled, UUID after, int limit) {
        int next = compiled.arguments().size() + 2;
        String sql = """
                select c.customer_id, c.external_id, c.name, c.phone, c.city, c.neighborhoods, c.status
                from customer c
                where c.tenant_id = $1 and c.customer_id > $%d and (%s)
                order by c.customer_id limit $%d
                """.formatted(next, compiled.where(), next + 1);
        return connection
                .preparedQuery(sql)
                .execute(Audiences.arguments(tenant, compiled.arguments(), after, limit))
                .map(rows -> {
                    List<MatchedCustomer> customers = new ArrayList<>();
                    rows.forEach(row -> customers.add(customer(row)));
                    return customers;
                });
    }

    private static MatchedCustomer customer(Row row) {
        return new MatchedCustomer(
                row.getUUID("customer_id"),
                row.getString("external_id"),
                row.getString("name"),
                row.getString("phone"),
                row.getString("city"),
                List.of(row.getArrayOfStrings("neighborhoods")),
                row.getString("status"));
    }

    private static AudiencePreview preview(Row counts, Plan plan, List<MatchedCustomer> sample) {
        Map<String, Long> excluded = new LinkedHashMap<>();
        REASONS.forEach(reason -> excluded.put(reason, counts.getLong(reason)));
        return new AudiencePreview(
                counts.getLong("matched"),
                counts.getLong("reachable"),
                excluded,
                counts.getLong("matched_by_absence"),
                plan.compiled().normalized(),
                sample);
    }
}
