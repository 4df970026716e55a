package io.outdial.dialer;

import static io.outdial.dialer.DueStore.utc;

import io.outdial.campaign.RunningCampaign;
import io.outdial.compliance.rules.CallRules;
import io.outdial.dialer.decide.ClaimPlan;
import io.outdial.kernel.CampaignId;
import io.outdial.kernel.TenantId;
import io.outdial.kernel.Uuid7;
import io.outdial.platform.NamedSql;
import io.outdial.platform.SizedSql;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** The statements of a claim, in the order a claim runs them. */
@ApplicationScoped
class ClaimStore {

    private static final String LOCK_CAPACITY = NamedSql.load("dialer", "lock-capacity");
    private static final String COUNTERS = NamedSql.load("dialer", "counters");
    private static final SizedSql PICK = SizedSql.load("dialer", "pick");
    private static final String ADD_ZONES = NamedSql.load("dialer", "add-zones");
    private static final String INSERT_LIVE = NamedSql.load("dialer", "insert-live");
    private static final String SET_RATES = NamedSql.load("dialer", "set-rates");
    private static final String USE_CAPACITY = NamedSql.load("dialer", "use-capacity");
    private static final String NEXT_READY = NamedSql.load("dialer", "next-ready");

    /** An attempt's id is made at most so long before its request leaves; its lease would have ended long before. */
    private static final Duration MOST_BEFORE_SENDING = Duration.ofDays(1);

    /** Locks the tenant's capacity until the transaction ends; empty when another replica holds it. */
    Uni<Optional<Usage.OfTenant>> lockCapacity(TenantId tenant, SqlConnection connection) {
        return connection
                .preparedQuery(LOCK_CAPACITY)
                .execute(Tuple.of(tenant.value()))
                .map(rows -> rows.size() == 0
                        ? Optional.empty()
                        : Optional.of(Usage.OfTenant.of(rows.iterator().next())));
    }

    /** Locks and reads the counters of these campaigns. */
    Uni<Map<CampaignId, Usage.OfCampaign>> counters(
            TenantId tenant, SqlConnection connection, Collection<RunningCampaign> campaigns) {
        return connection
                .preparedQuery(COUNTERS)
                .execute(Tuple.of(tenant.value(), ids(campaigns)))
                .map(rows -> {
                    Map<CampaignId, Usage.OfCampaign> usage = new HashMap<>();
                    rows.forEach(
                            row -> usage.put(new CampaignId(row.getUUID("campaign_id")), Usage.OfCampaign.of(row)));
                    return usage;
                });
    }

    /**
     * Takes due targets off the queue.
     *
     * @param freshFirst campaigns of which those who were never tried go before those who are due
     * @param waiting how many are on it
     */
    Uni<List<Row>> pick(
            TenantId tenant,
            SqlConnection connection,
            ClaimPlan plan,
            Map<CampaignId, List<String>> openZones,
            Map<CampaignId, CallRules> rules,
            Set<CampaignId> freshFirst,
            long waiting,
            Instant now) {
        List<UUID> zoneCampaigns = new ArrayList<>();
        List<String> zones = new ArrayList<>();
        openZones.forEach((campaign, open) -> open.forEach(zone -> {
            zoneCampaigns.add(campaign.value());
            zones.add(zone);
        }));
        Instant since = now.minus(CallRules.LONGEST_PERIOD);
        List<CallRules> held = plan.shares().keySet().stream().map(rules::get).toList();
        Tuple values = Tuple.tuple()
                .addValue(tenant.value())
                .addValue(plan.shares().keySet().stream().map(CampaignId::value).toArray(UUID[]::new))
                .addValue(plan.shares().values().toArray(Integer[]::new))
                .addValue(zoneCampaigns.toArray(UUID[]::new))
                .addValue(zones.toArray(String[]::new))
                .addValue(utc(now))
                .addValue(Targets.texts(held, CallRules::consentFor))
                .addValue(held.stream().map(CallRules::looksBack).toArray(Boolean[]::new))
                .addValue(utc(since))
                .addValue(Uuid7.leastAt(since.minus(MOST_BEFORE_SENDING)))
                .addValue(plan.shares().keySet().stream()
                        .map(freshFirst::contains)
                        .toArray(Boolean[]::new))
                .addValue(Targets.texts(held, CallRules::consentStandard));
        return connection.preparedQuery(PICK.over(waiting)).execute(values).map(rows -> {
            List<Row> picked = new ArrayList<>(rows.size());
            rows.forEach(picked::add);
            return picked;
        });
    }

    /** From now on the campaigns ask for these zones too. */
    Uni<Void> addZones(TenantId tenant, SqlConnection connection, Collection<ClaimBatch.ZonesOf> zones) {
        if (zones.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        List<ClaimBatch.ZonesOf> added = List.copyOf(zones);
        return connection
                .preparedQuery(ADD_ZONES)
                .execute(Tuple.of(
                        tenant.value(),
                        Targets.uuids(added, ClaimBatch.ZonesOf::campaign),
                        Targets.texts(added, ClaimBatch.ZonesOf::zones)))
                .replaceWithVoid();
    }

    /**
     * An attempt about to be written.
     *
     * @param connection the key of the connection it goes over
     * @param validUntil when the decision to call ends
     * @param consentFor the objective that a consent must be in force for; null when none is needed
     * @param consentStandard what that consent must rest on; null when none is needed
     */
    record NewAttempt(
            UUID id,
            Targets.Target target,
            String was,
            String wasReason,
            String connection,
            BigDecimal reserved,
            Instant validUntil,
            String consentFor,
            String consentStandard) {}

    Uni<Void> insertLive(
            TenantId tenant,
            SqlConnection connection,
            List<NewAttempt> attempts,
            String owner,
            Instant leaseUntil,
            Instant now) {
        if (attempts.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        Tuple values = Tuple.tuple()
                .addValue(tenant.value())
                .addValue(Targets.uuids(attempts, NewAttempt::id))
                .addValue(Targets.uuids(attempts, each -> each.target().campaign()))
                .addValue(Targets.uuids(attempts, each -> each.target().customer()))
                .addValue(Targets.ints(attempts, each -> each.target().attempts() + 1))
                .addValue(Targets.texts(attempts, each -> each.target().phone()))
                .addValue(Targets.texts(attempts, each -> each.target().zones()))
                .addValue(Targets.texts(attempts, NewAttempt::was))
                .addValue(Targets.texts(attempts, NewAttempt::wasReason))
                .addValue(Targets.texts(attempts, each -> each.target().lastOutcome()))
                .addValue(Targets.texts(attempts, each -> each.target().disposition()))
                .addValue(owner)
                .addValue(utc(leaseUntil))
                .addValue(Targets.texts(attempts, NewAttempt::connection))
                .addValue(attempts.stream().map(NewAttempt::reserved).toArray(BigDecimal[]::new))
                .addValue(utc(now))
                .addValue(Targets.times(attempts, NewAttempt::validUntil))
                .addValue(Targets.texts(attempts, NewAttempt::consentFor))
                .addValue(Targets.texts(attempts, NewAttempt::consentStandard));
        return connection.preparedQuery(INSERT_LIVE).execute(values).replaceWithVoid();
    }

    Uni<Void> writeUsage(
            TenantId tenant,
            SqlConnection connection,
            Usage.TenantUse tenantUse,
            List<Usage.CampaignUse> campaigns,
            Instant leaseUntil,
            Instant now) {
        Uni<Void> rates = campaigns.isEmpty()
                ? Uni.createFrom().voidItem()
                : connection
                        .preparedQuery(SET_RATES)
                        .execute(Usage.rates(tenant, campaigns, now))
                        .replaceWithVoid();
        Tuple capacity = Tuple.tuple()
                .addValue(tenant.value())
                .addValue(tenantUse.calls())
                .addValue(tenantUse.day())
                .addValue(tenantUse.placedToday())
                .addValue(tenantUse.secondTokens())
                .addValue(utc(now))
                .addValue(utc(leaseUntil));
        return rates.chain(
                () -> connection.preparedQuery(USE_CAPACITY).execute(capacity).replaceWithVoid());
    }

    /** When the earliest target in a set of zones is due. */
    record NextReady(CampaignId campaign, String zones, Instant due) {}

    Uni<List<NextReady>> nextReady(TenantId tenant, SqlConnection connection, Collection<RunningCampaign> campaigns) {
        return connection
                .preparedQuery(NEXT_READY)
                .execute(Tuple.of(tenant.value(), ids(campaigns)))
                .map(rows -> {
                    List<NextReady> next = new ArrayList<>();
                    rows.forEach(row -> {
                        if (row.getOffsetDateTime("due_at") != null) {
                            next.add(new NextReady(
                                    new CampaignId(row.getUUID("campaign_id")),
                                    row.getString("zones"),
                                    row.getOffsetDateTime("due_at").toInstant()));
                        }
                    });
                    return next;
                });
    }

    private static UUID[] ids(Collection<RunningCampaign> campaigns) {
        return campaigns.stream().map(campaign -> campaign.id().value()).toArray(UUID[]::new);
    }
}
