package io.outdial.audience;

import io.outdial.audience.Audiences.Plan;
import io.outdial.compliance.CallingPolicies;
import io.outdial.compliance.rules.CallRules;
import io.outdial.compliance.rules.Reason;
import io.outdial.kernel.Page;
import io.outdial.kernel.TenantId;
import io.outdial.platform.LongReads;
import io.outdial.platform.Planner;
import io.outdial.platform.Sight;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Runs compiled audiences. */
@ApplicationScoped
class AudienceStore {

    /** In the order in which they are looked at: what holds for good first, as in the decision before a call. */
    private static final List<String> REASONS = List.of(
            "opt_out",
            "do_not_call",
            "invalid_phone",
            "no_consent",
            "unknown_time_zone",
            "duplicate_phone",
            "frequency_cap",
            "call_spacing");

    private static final List<String> PARTS = List.of("city", "status", "timeZone");

    private final LongReads reads;
    private final Audiences audiences;
    private final CallingPolicies policies;

    AudienceStore(LongReads reads, Audiences audiences, CallingPolicies policies) {
        this.reads = reads;
        this.audiences = audiences;
        this.policies = policies;
    }

    Uni<AudiencePreview> preview(TenantId tenant, Audience audience, PreviewRules asked, Sight sight, Instant now) {
        return reads.inTenant(tenant, connection -> policies.read(connection, tenant)
                .map(asked::under)
                .chain(rules -> audiences
                        .plan(connection, tenant, audience, sight, now)
                        .chain(plan -> counts(connection, tenant, plan, rules, now)
                                .chain(counts -> customers(connection, tenant, counts.getArrayOfUUIDs("sample"))
                                        .map(sample -> preview(counts, plan, rules.blocked(now), sample))))));
    }

    /** Customers who match, by id. */
    Uni<Page<MatchedCustomer>> search(
            TenantId tenant, Audience audience, Sight sight, Instant now, UUID after, int limit) {
        return reads.inTenant(tenant, connection -> audiences
                        .compile(connection, tenant, audience, sight, now)
                        .chain(compiled -> matching(connection, tenant, compiled, after, limit + 1)))
                .map(rows -> Page.of(rows, limit, customer -> customer.id().toString()));
    }

    static Uni<Row> counts(SqlConnection connection, TenantId tenant, Plan plan, CallRules rules, Instant now) {
        return Planner.hashGroups(connection)
                .chain(() -> connection
                        .preparedQuery(PreviewSql.statement(plan, rules))
                        .execute(PreviewSql.arguments(tenant, plan, rules, now)))
                .map(rows -> rows.iterator().next());
    }

    private static Uni<List<MatchedCustomer>> matching(
            SqlConnection connection, TenantId tenant, CompiledAudience compiled, UUID after, int limit) {
        int next = compiled.arguments().size() + 2;
        String sql = """
                select array(
                  select x.customer_id from (%s) x (customer_id) where x.customer_id > $%d order by 1 limit $%d) as ids
                """.formatted(compiled.ids().once(), next, next + 1);
        return connection
                .preparedQuery(sql)
                .execute(Audiences.arguments(tenant, compiled.arguments(), after, limit))
                .chain(rows ->
                        customers(connection, tenant, rows.iterator().next().getArrayOfUUIDs("ids")));
    }

    private static Uni<List<MatchedCustomer>> customers(SqlConnection connection, TenantId tenant, UUID[] ids) {
        return connection
                .preparedQuery("""
                        select c.customer_id, c.external_id, c.name, c.phone, c.city, c.neighborhoods, c.status
                        from customer c
                        where c.tenant_id = $1 and c.customer_id = any ($2)
                        order by c.customer_id""")
                .execute(Tuple.of(tenant.value(), ids))
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

    private static AudiencePreview preview(Row counts, Plan plan, Reason blocked, List<MatchedCustomer> sample) {
        Map<String, Long> excluded = new LinkedHashMap<>();
        REASONS.forEach(reason -> excluded.put(reason, counts.getLong(reason)));
        return new AudiencePreview(
                counts.getLong("matched"),
                counts.getLong("reachable"),
                excluded,
                blocked == null ? null : blocked.code(),
                counts.getLong("matched_by_absence"),
                breakdown(counts),
                plan.compiled().normalized(),
                sample);
    }

    /** Of each field the values that most have, and how many have others. */
    private static Map<String, AudiencePreview.Breakdown> breakdown(Row counts) {
        Map<String, List<AudiencePreview.Part>> top = new LinkedHashMap<>();
        PARTS.forEach(field -> top.put(field, new ArrayList<>()));
        JsonArray parts = counts.getJsonArray("parts");
        for (int i = 0; parts != null && i < parts.size(); i++) {
            JsonObject part = parts.getJsonObject(i);
            top.get(part.getString("field")).add(new AudiencePreview.Part(part.getString("value"), part.getLong("n")));
        }
        long matched = counts.getLong("matched");
        Map<String, AudiencePreview.Breakdown> breakdown = new LinkedHashMap<>();
        top.forEach((field, values) -> breakdown.put(
                field,
                new AudiencePreview.Breakdown(
                        values,
                        matched
                                - values.stream()
                                        .mapToLong(AudiencePreview.Part::customers)
                                        .sum())));
        return breakdown;
    }
}
