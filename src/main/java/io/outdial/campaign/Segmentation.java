package io.outdial.campaign;

import static io.outdial.campaign.Columns.time;

import io.outdial.audience.CompiledAudience;
import io.outdial.compliance.CallingPolicies;
import io.outdial.compliance.rules.CallRules;
import io.outdial.kernel.CampaignId;
import io.outdial.kernel.TenantId;
import io.outdial.platform.NamedSql;
import io.outdial.platform.Planner;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Makes a target of everyone the audience matches, in the database: no customer passes through this process. */
@ApplicationScoped
class Segmentation {

    private static final String READY = NamedSql.load("campaign", "segment-ready");
    private static final String SUPPRESSED = NamedSql.load("campaign", "segment-suppressed");
    private static final String REASONS = NamedSql.load("campaign", "segment-reasons");
    private static final String ZONES = NamedSql.load("campaign", "segment-zones");
    private static final String COUNTER =
            "insert into campaign_counter (tenant_id, campaign_id, total, pending, suppressed)"
                    + " values ($1, $2, $3, $4, $5)";
    private static final String TALLY = "insert into campaign_tally (tenant_id, campaign_id, kind, name, n)"
            + " select k.tenant_id, $2::uuid, 'suppressed', x.name, x.n from tenant_capacity k"
            + " cross join unnest($3::text[], $4::int[]) as x (name, n) where k.tenant_id = $1";

    /** How many the audience matched, and how many of them may be called as far as is known. */
    record Counts(int matched, int reachable) {}

    private final CallingPolicies policies;

    Segmentation(CallingPolicies policies) {
        this.policies = policies;
    }

    Uni<Counts> run(SqlConnection c, TenantId tenant, Campaign campaign, CompiledAudience audience, Instant now) {
        Tuple own = Tuple.of(tenant.value(), campaign.id().value());
        return policies.read(c, tenant)
                .map(policy -> policy.rulesFor(campaign.spec().policy()))
                .call(() -> Planner.hashGroups(c))
                .chain(rules ->
                        c.preparedQuery(statement(audience)).execute(arguments(tenant, campaign, audience, rules, now)))
                .chain(matched -> suppressed(c, own)
                        .chain(reasons -> count(c, tenant, campaign.id(), matched.rowCount(), reasons)))
                .call(() -> c.preparedQuery(ZONES).execute(own));
    }

    /** Moves who is not called to the targets that are final; answers how many for which reason. */
    private static Uni<Map<String, Integer>> suppressed(SqlConnection c, Tuple own) {
        return c.preparedQuery(SUPPRESSED)
                .execute(own)
                .chain(() -> c.preparedQuery(REASONS).execute(own))
                .map(rows -> {
                    Map<String, Integer> reasons = new LinkedHashMap<>();
                    rows.forEach(row -> reasons.put(row.getString("reason"), row.getInteger("n")));
                    return reasons;
                });
    }

    private static Uni<Counts> count(
            SqlConnection c, TenantId tenant, CampaignId id, int matched, Map<String, Integer> reasons) {
        int suppressed = reasons.values().stream().mapToInt(Integer::intValue).sum();
        Tuple counter = Tuple.of(tenant.value(), id.value(), matched, matched - suppressed, suppressed);
        Tuple tally = Tuple.of(
                tenant.value(),
                id.value(),
                reasons.keySet().toArray(String[]::new),
                reasons.values().toArray(Integer[]::new));
        return c.preparedQuery(COUNTER)
                .execute(counter)
                .chain(() -> c.preparedQuery(TALLY).execute(tally))
                .replaceWith(new Counts(matched, matched - suppressed));
    }

    /** The file holds names where the audience's condition and the numbers after its arguments belong. */
    private static String statement(CompiledAudience audience) {
        int next = audience.arguments().size() + 2;
        return READY.replace(":campaign", "$" + next)
                .replace(":now", "$" + (next + 1))
                .replace(":lists", "$" + (next + 2))
                .replace(":standard", "$" + (next + 3))
                .replace(":purpose", "$" + (next + 4))
                .replace("{ids}", audience.ids().select());
    }

    private static Tuple arguments(
            TenantId tenant, Campaign campaign, CompiledAudience audience, CallRules rules, Instant now) {
        List<String> lists = new ArrayList<>(rules.lists());
        lists.add("tenant");
        Tuple values = Tuple.tuple();
        values.addValue(tenant.value());
        audience.arguments().forEach(values::addValue);
        values.addValue(campaign.id().value());
        values.addValue(time(now));
        values.addValue(lists.toArray(String[]::new));
        values.addValue(rules.consentStandard());
        values.addValue(rules.purpose());
        return values;
    }
}
