package io.outdial.campaign;

import static io.outdial.campaign.Columns.time;

import io.outdial.audience.CompiledAudience;
import io.outdial.kernel.TenantId;
import io.outdial.platform.NamedSql;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Makes a target of everyone the audience matches, in the database: no customer passes through this process. */
@ApplicationScoped
class Segmentation {

    private static final String TARGETS = NamedSql.load("campaign", "segment-targets");
    private static final String COUNTER = NamedSql.load("campaign", "segment-counter");
    private static final String TALLY = NamedSql.load("campaign", "segment-tally");
    private static final String READY = NamedSql.load("campaign", "segment-ready");
    private static final String ZONES = NamedSql.load("campaign", "segment-zones");

    /** How many the audience matched, and how many of them may be called as far as is known. */
    record Counts(int matched, int reachable) {}

    Uni<Counts> run(SqlConnection c, TenantId tenant, Campaign campaign, CompiledAudience audience, Instant now) {
        Tuple own = Tuple.of(tenant.value(), campaign.id().value());
        return c.preparedQuery(statement(audience))
                .execute(arguments(tenant, campaign, audience, now))
                .chain(() -> c.preparedQuery(COUNTER).execute(own))
                .map(rows -> rows.iterator().next())
                .map(row -> new Counts(row.getInteger("total"), row.getInteger("pending")))
                .call(() -> c.preparedQuery(TALLY).execute(own))
                .call(() -> c.preparedQuery(READY).execute(own))
                .call(() -> c.preparedQuery(ZONES).execute(own));
    }

    /** The file holds names where the audience's condition and the numbers after its arguments belong. */
    private static String statement(CompiledAudience audience) {
        int next = audience.arguments().size() + 2;
        return TARGETS.replace(":campaign", "$" + next)
                .replace(":now", "$" + (next + 1))
                .replace(":lists", "$" + (next + 2))
                .replace(":consent", "$" + (next + 3))
                .replace("/* audience */ true", "(" + audience.where() + ")");
    }

    private static Tuple arguments(TenantId tenant, Campaign campaign, CompiledAudience audience, Instant now) {
        CampaignSpec.ComplianceSettings compliance = campaign.spec().compliance();
        List<String> lists = new ArrayList<>(List.of("tenant"));
        if (compliance != null && compliance.doNotCallLists() != null) {
            lists.addAll(compliance.doNotCallLists());
        }
        Tuple values = Tuple.tuple();
        values.addValue(tenant.value());
        audience.arguments().forEach(values::addValue);
        values.addValue(campaign.id().value());
        values.addValue(time(now));
        values.addValue(lists.toArray(String[]::new));
        values.addValue(compliance != null && Boolean.TRUE.equals(compliance.requireConsent()));
        return values;
    }
}
