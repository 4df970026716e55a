package io.outdial.insight;

import io.outdial.campaign.CampaignSpec;
import io.outdial.campaign.RunningCampaign;
import io.outdial.campaign.RunningCampaigns;
import io.outdial.dialer.CampaignPolicies;
import io.outdial.insight.CampaignReport.Funnel;
import io.outdial.insight.CampaignReport.Group;
import io.outdial.insight.CampaignReport.Roi;
import io.outdial.insight.CampaignReport.WeekdayHour;
import io.outdial.kernel.CampaignId;
import io.outdial.kernel.Disposition;
import io.outdial.kernel.Money;
import io.outdial.kernel.TenantId;
import io.outdial.platform.LongReads;
import io.outdial.platform.NamedSql;
import io.outdial.platform.Problem;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Sums up a campaign's calls: one pass over its attempts, and its counters. */
@ApplicationScoped
class ReportStore {

    private static final String REPORT = NamedSql.load("insight", "report");
    private static final String FUNNEL = NamedSql.load("insight", "funnel");
    private static final int MAX_GROUPS = 50;

    private final LongReads reads;
    private final RunningCampaigns campaigns;
    private final ProgressStore progress;

    ReportStore(LongReads reads, RunningCampaigns campaigns, ProgressStore progress) {
        this.reads = reads;
        this.campaigns = campaigns;
        this.progress = progress;
    }

    /** 404 when there is no such campaign. */
    Uni<CampaignReport> read(TenantId tenant, CampaignId id, Instant now) {
        return progress.read(tenant, id)
                .chain(standing -> reads.inTenant(tenant, connection -> campaigns
                        .read(connection, tenant, List.of(id.value()))
                        .map(found -> found.get(id))
                        .chain(campaign -> campaign == null
                                ? Uni.createFrom().failure(Problem.notFound("campaign"))
                                : connection
                                        .preparedQuery(REPORT)
                                        .execute(values(tenant, campaign))
                                        .chain(rows -> funnel(tenant, connection, campaign)
                                                .map(funnel -> report(campaign, standing, funnel, rows, now))))));
    }

    private static Uni<Funnel> funnel(TenantId tenant, SqlConnection connection, RunningCampaign campaign) {
        return connection
                .preparedQuery(FUNNEL)
                .execute(Tuple.of(
                        tenant.value(), campaign.id().value(), codes(CampaignPolicies.success(campaign.spec()))))
                .map(rows -> {
                    Row row = rows.iterator().next();
                    int matched = row.getInteger("matched");
                    return new Funnel(
                            matched,
                            matched - row.getInteger("never_to_be_called"),
                            row.getInteger("dialled"),
                            row.getInteger("answered"),
                            row.getInteger("talked"),
                            row.getInteger("succeeded"));
                });
    }

    private static Tuple values(TenantId tenant, RunningCampaign campaign) {
        return Tuple.tuple()
                .addValue(tenant.value())
                .addValue(campaign.id().value())
                .addValue(campaign.timeZone().getId())
                .addValue(codes(CampaignPolicies.success(campaign.spec())))
                .addValue(codes(CampaignPolicies.conversion(campaign.spec())))
                .addValue(CampaignPolicies.conversionValue(campaign.spec()))
                .addValue(MAX_GROUPS);
    }

    private static String[] codes(Set<Disposition> dispositions) {
        return dispositions.stream().map(Disposition::code).toArray(String[]::new);
    }

    private static CampaignReport report(
            RunningCampaign campaign, Progress standing, Funnel funnel, RowSet<Row> rows, Instant now) {
        String currency = standing.spend().currency();
        Group total = null;
        List<WeekdayHour> byWeekdayHour = new ArrayList<>();
        List<Group> byHour = new ArrayList<>();
        List<Group> byCity = new ArrayList<>();
        List<Group> byVersion = new ArrayList<>();
        for (Row row : rows) {
            switch (row.getString("kind")) {
                case "weekday_hour" -> byWeekdayHour.add(weekdayHour(row));
                case "hour" -> byHour.add(group(row, String.valueOf(row.getInteger("hour")), currency));
                case "city" -> byCity.add(group(row, row.getString("city"), currency));
                case "script_version" ->
                    byVersion.add(group(row, String.valueOf(row.getInteger("script_version")), currency));
                default -> total = group(row, "", currency);
            }
        }
        CampaignReport.Targets targets = new CampaignReport.Targets(
                standing.targets().total(),
                standing.targets().byState().get("succeeded")
                        + standing.targets().byState().get("completed"),
                standing.targets().byState().get("succeeded"),
                standing.targets().byState().get("suppressed"));
        return new CampaignReport(
                standing.state(),
                now,
                targets,
                funnel,
                total,
                standing.attempts().byOutcome(),
                standing.attempts().byDisposition(),
                roi(campaign.spec(), total),
                byWeekdayHour,
                byHour,
                byCity,
                byVersion);
    }

    private static Roi roi(CampaignSpec spec, Group total) {
        Double target = spec.performance() == null ? null : spec.performance().roiTarget();
        if (total == null || total.cost().amount().signum() == 0) {
            return new Roi(null, target, null);
        }
        BigDecimal cost = total.cost().amount();
        double actual = total.value()
                .amount()
                .subtract(cost)
                .divide(cost, 4, RoundingMode.HALF_UP)
                .doubleValue();
        return new Roi(actual, target, target == null ? null : actual >= target);
    }

    private static WeekdayHour weekdayHour(Row row) {
        int calls = row.getInteger("calls");
        int conversations = row.getInteger("conversations");
        int successes = row.getInteger("successes");
        return new WeekdayHour(
                row.getInteger("weekday"),
                row.getInteger("hour"),
                calls,
                conversations,
                successes,
                share(conversations, calls),
                share(successes, conversations));
    }

    private static Group group(Row row, String key, String currency) {
        int conversations = row.getInteger("conversations");
        int successes = row.getInteger("successes");
        int conversions = row.getInteger("conversions");
        BigDecimal cost = money(row.getBigDecimal("cost"));
        return new Group(
                key,
                row.getInteger("calls"),
                conversations,
                successes,
                share(successes, conversations),
                conversions,
                share(conversions, conversations),
                new Money(money(row.getBigDecimal("value")), currency),
                new Money(cost, currency),
                conversions == 0
                        ? null
                        : new Money(cost.divide(BigDecimal.valueOf(conversions), 4, RoundingMode.HALF_UP), currency),
                row.getLong("talk_seconds"),
                row.getDouble("quality_score"),
                row.getDouble("satisfaction"));
    }

    private static BigDecimal money(BigDecimal amount) {
        return amount.setScale(4, RoundingMode.HALF_UP);
    }

    private static Double share(int part, int whole) {
        return whole == 0 ? null : (double) part / whole;
    }
}
