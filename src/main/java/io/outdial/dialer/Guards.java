package io.outdial.dialer;

import io.outdial.campaign.CampaignState;
import io.outdial.campaign.RunningCampaign;
import io.outdial.campaign.Transitions;
import io.outdial.dialer.QualityStore.Watched;
import io.outdial.dialer.SettleStore.Finished;
import io.outdial.dialer.decide.Abandonment;
import io.outdial.dialer.decide.CallSums;
import io.outdial.dialer.decide.Guard;
import io.outdial.dialer.decide.QualityWindow;
import io.outdial.kernel.CampaignId;
import io.outdial.kernel.TenantId;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Watches the calls of campaigns that have quality guards, and pauses a campaign in the very transaction that settles the
 * call which makes a guard sure. A campaign without guards costs nothing here.
 */
@ApplicationScoped
class Guards {

    private static final String ACTOR = "guard";
    private static final int ABANDONMENT_DAYS = 30;

    private final QualityStore store;
    private final Transitions transitions;

    Guards(QualityStore store, Transitions transitions) {
        this.store = store;
        this.transitions = transitions;
    }

    /** A campaign to pause, and the figures that say why. */
    private record Alarm(CampaignId campaign, String sentence, JsonObject figures) {}

    /** For a transaction that holds the tenant's capacity: two batches never count at once. */
    Uni<Void> watch(
            TenantId tenant,
            SqlConnection connection,
            List<Finished> finished,
            Map<CampaignId, RunningCampaign> campaigns,
            Instant now) {
        Map<UUID, List<CallSums>> calls = new TreeMap<>();
        for (Finished each : finished) {
            RunningCampaign campaign = campaigns.get(new CampaignId(each.live().getUUID("campaign_id")));
            if (isWatched(campaign)) {
                calls.computeIfAbsent(campaign.id().value(), any -> new ArrayList<>())
                        .add(CallSums.of(
                                each.end().outcome(),
                                CampaignPolicies.success(campaign.spec())
                                        .contains(each.end().disposition()),
                                each.qualityScore(),
                                each.end().satisfaction()));
            }
        }
        return calls.isEmpty()
                ? Uni.createFrom().voidItem()
                : store.read(tenant, connection, calls.keySet())
                        .chain(before -> look(tenant, connection, calls, before, campaigns, now));
    }

    private Uni<Void> look(
            TenantId tenant,
            SqlConnection connection,
            Map<UUID, List<CallSums>> calls,
            Map<UUID, Watched> before,
            Map<CampaignId, RunningCampaign> campaigns,
            Instant now) {
        Map<UUID, Watched> after = new TreeMap<>();
        List<Alarm> alarms = new ArrayList<>();
        calls.forEach((id, batch) -> {
            RunningCampaign campaign = campaigns.get(new CampaignId(id));
            Watched was = before.getOrDefault(id, Watched.NOTHING);
            QualityWindow.Policy policy = CampaignPolicies.quality(campaign.spec());
            LocalDate today = LocalDate.ofInstant(now, campaign.timeZone());
            QualityWindow.Look look = was.calls().plus(batch, policy, now).look(policy);
            Abandonment abandonment =
                    was.abandonment().plus(batch.stream().reduce(CallSums.NONE, CallSums::plus), today);
            after.put(id, new Watched(look.after(), abandonment));
            if (campaign.state() == CampaignState.ACTIVE) {
                look.tripped()
                        .map(finding -> alarm(campaign, finding))
                        .or(() -> unlawful(campaign, abandonment.last(ABANDONMENT_DAYS, today)))
                        .ifPresent(alarms::add);
            }
        });
        return store.write(tenant, connection, after, now).chain(() -> Multi.createFrom()
                .iterable(alarms)
                .onItem()
                .transformToUniAndConcatenate(alarm -> transitions.pauseWith(
                        connection, tenant, alarm.campaign(), ACTOR, alarm.sentence(), alarm.figures(), now))
                .collect()
                .asList()
                .replaceWithVoid());
    }

    private static boolean isWatched(RunningCampaign campaign) {
        return CampaignPolicies.quality(campaign.spec()).guards()
                || CampaignPolicies.lawfulAbandonment(campaign).isPresent();
    }

    private static Alarm alarm(RunningCampaign campaign, Guard.Finding finding) {
        return new Alarm(
                campaign.id(),
                finding.sentence(),
                new JsonObject()
                        .put("guard", finding.guard().code())
                        .put("threshold", finding.threshold())
                        .put("observed", finding.observed())
                        .put("bound", finding.bound())
                        .put("sample", finding.sample()));
    }

    private static Optional<Alarm> unlawful(RunningCampaign campaign, Abandonment.Share share) {
        return CampaignPolicies.lawfulAbandonment(campaign)
                .filter(share::exceeds)
                .map(most -> new Alarm(
                        campaign.id(),
                        share.abandoned() + " of " + share.people() + " people who answered in " + ABANDONMENT_DAYS
                                + " days met silence, more than the " + most * 100 + "% that the regulation allows.",
                        new JsonObject()
                                .put("guard", "regulatory_abandonment")
                                .put("threshold", most)
                                .put("observed", share.abandoned() / (double) share.people())
                                .put("sample", share.people())));
    }
}
