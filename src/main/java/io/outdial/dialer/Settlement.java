package io.outdial.dialer;

import io.outdial.campaign.CampaignState;
import io.outdial.campaign.RunningCampaign;
import io.outdial.campaign.RunningCampaigns;
import io.outdial.campaign.TargetState;
import io.outdial.compliance.rules.Zones;
import io.outdial.dialer.SettleStore.Finished;
import io.outdial.dialer.decide.RetryRules;
import io.outdial.dialer.decide.Verdict;
import io.outdial.dialer.decide.Verdict.Close;
import io.outdial.dialer.decide.Verdict.RetryAt;
import io.outdial.kernel.CampaignId;
import io.outdial.kernel.Coded;
import io.outdial.kernel.Disposition;
import io.outdial.kernel.Outcome;
import io.outdial.kernel.TenantId;
import io.outdial.telephony.CallEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Ends attempts: keeps them, decides what becomes of their targets and gives back what they held, in one transaction. */
@ApplicationScoped
class Settlement {

    private final CapacityDb db;
    private final LiveStore live;
    private final SettleStore store;
    private final RunningCampaigns campaigns;
    private final Guards guards;
    private final DialerMetrics metrics;

    Settlement(
            CapacityDb db,
            LiveStore live,
            SettleStore store,
            RunningCampaigns campaigns,
            Guards guards,
            DialerMetrics metrics) {
        this.db = db;
        this.live = live;
        this.store = store;
        this.campaigns = campaigns;
        this.guards = guards;
        this.metrics = metrics;
    }

    /**
     * Records what live calls reported and settles those that ended; an attempt that is not live any more is left alone.
     *
     * @return the attempts of {@code news} that were not live
     */
    Uni<Set<UUID>> apply(
            TenantId tenant,
            List<LiveStore.Progress> news,
            Collection<CallEvent.Ended> ended,
            Instant leaseUntil,
            Instant now) {
        ReportedValues values = new ReportedValues(now, metrics::leftOut);
        Map<UUID, Ending> endings = new HashMap<>();
        ended.forEach(end -> endings.merge(
                end.attempt().value(),
                new Ending(values.of(end), null),
                (first, later) -> new Ending(first.end().and(later.end()), null)));
        List<LiveStore.Progress> ofTheLiving = new ArrayList<>(news.size());
        for (LiveStore.Progress told : news) {
            LiveStore.Progress each = values.of(told);
            // What is told together with the end is kept with the attempt; the live row is about to go.
            if (endings.computeIfPresent(each.attempt(), (id, ending) -> new Ending(ending.end(), each)) == null) {
                ofTheLiving.add(each);
            }
        }
        Function<SqlConnection, Uni<Set<UUID>>> progress = connection -> ofTheLiving.isEmpty()
                ? Uni.createFrom().item(Set.of())
                : live.recordProgress(tenant, connection, ofTheLiving, leaseUntil);
        Uni<Applied> applied = ended.isEmpty()
                ? db.inBatch(tenant, connection -> progress.apply(connection).map(gone -> new Applied(gone, List.of())))
                : db.alone(tenant, connection -> live.lockCapacity(tenant, connection)
                        .chain(heard -> progress.apply(connection)
                                .chain(gone -> settle(tenant, connection, endings, now)
                                        .call(finished -> store.tell(tenant, connection, heard, finished, now))
                                        .map(finished -> new Applied(gone, finished)))));
        long began = System.nanoTime();
        return applied.invoke(written -> metrics.settled(written.finished, System.nanoTime() - began))
                .map(Applied::notLive);
    }

    private record Applied(Set<UUID> notLive, List<Finished> finished) {}

    /**
     * How an attempt ended.
     *
     * @param last what was told together with the end and is not in the live row; null without any
     */
    record Ending(CallEvent.Ended end, LiveStore.Progress last) {}

    private Uni<List<Finished>> settle(
            TenantId tenant, SqlConnection connection, Map<UUID, Ending> endings, Instant now) {
        return live.end(tenant, connection, endings.keySet(), "sending", "placed", "unknown")
                .call(rows -> store.keepLateOptOuts(tenant, connection, late(endings, rows), now))
                .chain(rows -> rows.isEmpty()
                        ? Uni.createFrom().item(List.<Finished>of())
                        : campaigns
                                .read(connection, tenant, campaignsOf(rows))
                                .chain(known -> write(tenant, connection, rows, endings, known, now)));
    }

    /** The ends of attempts that are not live: told again, or with something that was not said before. */
    private static List<CallEvent.Ended> late(Map<UUID, Ending> endings, List<Row> settled) {
        if (settled.size() == endings.size()) {
            return List.of();
        }
        Set<UUID> live = settled.stream().map(row -> row.getUUID("attempt_id")).collect(Collectors.toSet());
        List<CallEvent.Ended> late = new ArrayList<>();
        endings.forEach((attempt, ending) -> {
            if (!live.contains(attempt)) {
                late.add(ending.end());
            }
        });
        return late;
    }

    private Uni<List<Finished>> write(
            TenantId tenant,
            SqlConnection connection,
            List<Row> rows,
            Map<UUID, Ending> endings,
            Map<CampaignId, RunningCampaign> known,
            Instant now) {
        Deltas deltas = new Deltas();
        Targets targets = new Targets();
        CallOptOuts optOuts = new CallOptOuts();
        List<Finished> finished = new ArrayList<>(rows.size());
        for (Row row : rows) {
            RunningCampaign campaign = known.get(new CampaignId(row.getUUID("campaign_id")));
            Ending told = endings.get(row.getUUID("attempt_id"));
            CallEvent.Ended end = optOuts.take(told.end(), campaign, row.getString("phone"));
            Finished each = new Finished(row, new Ending(end, told.last()), campaign.scriptVersion());
            finished.add(each);
            decide(each, campaign, targets, deltas, now);
        }
        // What a provider had no room for was no call and leaves the day's count.
        List<Row> refused = finished.stream()
                .filter(each -> !each.consumed() && each.placedAt() == null)
                .map(Finished::live)
                .toList();
        return store.insertAttempts(tenant, connection, finished)
                .chain(() -> store.awaitPrices(tenant, connection, finished, now))
                .chain(() -> targets.write(connection, tenant, now))
                .chain(() -> deltas.write(connection, tenant))
                .chain(() -> store.touchContacts(tenant, connection, finished))
                .chain(() -> store.flagInvalid(tenant, connection, finished))
                .chain(() -> store.freeNumbers(tenant, connection, finished, now))
                .chain(() -> store.keepOptOuts(tenant, connection, optOuts, now))
                .chain(() -> guards.watch(tenant, connection, finished, known, now))
                .chain(() -> refused.isEmpty()
                        ? Uni.createFrom().voidItem()
                        : live.giveBackDays(tenant, connection, refused))
                .chain(() -> live.giveBack(tenant, connection, rows.size(), now))
                .replaceWith(finished);
    }

    private static void decide(
            Finished finished, RunningCampaign campaign, Targets targets, Deltas deltas, Instant now) {
        Row row = finished.live();
        CallEvent.Ended end = finished.end();
        UUID campaignId = row.getUUID("campaign_id");
        int attemptNo = row.getInteger("attempt_no");
        String before = row.getString("last_outcome");
        boolean consumed = finished.consumed();
        int used = consumed ? attemptNo : attemptNo - 1;

        Verdict verdict = RetryRules.after(
                new RetryRules.Ended(
                        row.getUUID("attempt_id"),
                        attemptNo,
                        before == null ? null : Coded.of(Outcome.class, before),
                        end.outcome(),
                        end.disposition(),
                        end.callbackAt(),
                        Zones.parse(row.getString("zones")),
                        finished.rang(),
                        finished.inVainAgain()),
                CampaignPolicies.retry(campaign),
                now);
        if (verdict instanceof RetryAt && isOver(campaign.state())) {
            verdict = new Close(
                    TargetState.EXPIRED, "campaign_" + campaign.state().code());
        }
        Targets.Target target = Targets.Target.of(row, used).after(finished);
        TargetState state;
        if (verdict instanceof RetryAt retry) {
            state = retry.state();
            targets.queue(target, state, retry.reason(), retry.at());
        } else {
            Close close = (Close) verdict;
            state = close.state();
            targets.close(target, state, close.reason());
            if (state == TargetState.SUPPRESSED) {
                deltas.tally(campaignId, "suppressed", close.reason());
            }
        }
        deltas.move(campaignId, TargetState.IN_PROGRESS, state);
        deltas.reserve(campaignId, row.getBigDecimal("reserved").negate());
        deltas.spend(campaignId, finished.cost());
        deltas.tally(campaignId, "outcome", end.outcome().code());
        if (end.disposition() != null && end.disposition() != Disposition.NONE) {
            deltas.tally(campaignId, "disposition", end.disposition().code());
        }
        deltas.held(
                campaignId,
                Duration.between(row.getOffsetDateTime("claimed_at").toInstant(), end.at()),
                finished.knownCost());
        if (CampaignPolicies.conversion(campaign.spec()).contains(end.disposition())) {
            deltas.conversion(campaignId, CampaignPolicies.conversionValue(campaign.spec()));
        }
        if (consumed) {
            deltas.ended(
                    SlotCounts.Slot.of(campaignId, end.at(), row.getString("zones")),
                    finished.answeredByPerson(),
                    state == TargetState.SUCCEEDED);
            deltas.attempt(campaignId, finished.answeredByPerson(), state == TargetState.SUCCEEDED);
        }
    }

    /** Tells campaigns of calls whose provider was asked in vain for the first time, each once for as many as there are. */
    Uni<Void> noteHeld(TenantId tenant, SqlConnection connection, Collection<CampaignId> held, Instant now) {
        Map<CampaignId, Long> attempts =
                held.stream().collect(Collectors.groupingBy(id -> id, TreeMap::new, Collectors.counting()));
        return Multi.createFrom()
                .iterable(attempts.entrySet())
                .onItem()
                .transformToUniAndConcatenate(
                        each -> campaigns.attemptsHeld(connection, tenant, each.getKey(), each.getValue(), now))
                .collect()
                .asList()
                .replaceWithVoid();
    }

    /** Puts attempts back that were claimed and never sent: nothing is consumed, every limit is given back. */
    Uni<Integer> release(TenantId tenant, Collection<UUID> attempts, Instant now) {
        return db.alone(tenant, connection -> live.lockCapacity(tenant, connection)
                .chain(() -> live.end(tenant, connection, attempts, "claimed"))
                .chain(rows -> rows.isEmpty()
                        ? Uni.createFrom().item(0)
                        : campaigns
                                .read(connection, tenant, campaignsOf(rows))
                                .chain(known -> putBack(tenant, connection, rows, known, now))
                                .replaceWith(rows.size())));
    }

    private Uni<Void> putBack(
            TenantId tenant,
            SqlConnection connection,
            List<Row> rows,
            Map<CampaignId, RunningCampaign> known,
            Instant now) {
        Deltas deltas = new Deltas();
        Targets targets = new Targets();
        for (Row row : rows) {
            UUID campaignId = row.getUUID("campaign_id");
            Targets.Target target = Targets.Target.of(row, row.getInteger("attempt_no") - 1);
            RunningCampaign campaign = known.get(new CampaignId(campaignId));
            TargetState back = Coded.of(TargetState.class, row.getString("was"));
            if (isOver(campaign.state())) {
                back = TargetState.EXPIRED;
                targets.close(target, back, "campaign_" + campaign.state().code());
            } else {
                targets.queue(target, back, row.getString("was_reason"), now);
            }
            deltas.move(campaignId, TargetState.IN_PROGRESS, back);
            deltas.reserve(campaignId, row.getBigDecimal("reserved").negate());
        }
        return targets.write(connection, tenant, now)
                .chain(() -> deltas.write(connection, tenant))
                .chain(() -> live.giveBackDays(tenant, connection, rows))
                .chain(() -> live.giveBack(tenant, connection, rows.size(), now));
    }

    private static boolean isOver(CampaignState state) {
        return state == CampaignState.COMPLETED || state == CampaignState.STOPPED || state == CampaignState.FAILED;
    }

    private static Set<UUID> campaignsOf(List<Row> rows) {
        return rows.stream().map(row -> row.getUUID("campaign_id")).collect(Collectors.toCollection(TreeSet::new));
    }
}
