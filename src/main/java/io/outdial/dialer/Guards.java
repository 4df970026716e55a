package io.outdial.dialer;

import io.outdial.campaign.CampaignState;
import io.outdial.campaign.Cause;
import io.outdial.campaign.RunningCampaign;
import io.outdial.campaign.Transitions;
import io.outdial.compliance.rules.Pack;
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
import java.util.Locale;
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

    private final QualityStore store;
    private final Transitions transitions;

    Guards(QualityStore store, Transitions transitions) {
        this.store = store;
        this.transitions = transitions;
    }

    /** A campaign to pause, and the figures that say why. */
    private record Alarm(CampaignId campaign, Cause cause) {}

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
            if (isWatched(campaign) && each.end().asked()) {
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
                        .or(() -> unlawful(campaign, abandonment, today))
                        .ifPresent(alarms::add);
            }
        });
        return store.write(tenant, connection, after, now).chain(() -> Multi.createFrom()
                .iterable(alarms)
                .onItem()
                .transformToUniAndConcatenate(
                        alarm -> transitions.pauseWith(connection, tenant, alarm.campaign(), ACTOR, alarm.cause(), now))
                .collect()
                .asList()
                .replaceWithVoid());
    }

    private static boolean isWatched(RunningCampaign campaign) {
        return CampaignPolicies.quality(campaign.spec()).guards()
                || !CampaignPolicies.lawfulAbandonment(campaign).isEmpty();
    }

    private static Alarm alarm(RunningCampaign campaign, Guard.Finding finding) {
        return new Alarm(
                campaign.id(),
                Cause.of(
                        "quality_guard",
                        finding.sentence(),
                        new JsonObject()
                                .put("guard", finding.guard().code())
                                .put("threshold", finding.threshold())
                                .put("observed", finding.observed())
                                .put("bound", finding.bound())
                                .put("sample", finding.sample())));
    }

    private static Optional<Alarm> unlawful(RunningCampaign campaign, Abandonment abandonment, LocalDate today) {
        for (Pack.Abandonment rule : CampaignPolicies.lawfulAbandonment(campaign)) {
            int days = (int) Math.max(1, rule.period().toDays());
            Abandonment.Share share = abandonment.last(days, today);
            if (share.exceeds(rule.maxRate())) {
                String sentence = String.format(
                        Locale.ROOT,
                        "%d of %d people who answered in %d days met silence; the regulation allows %.1f%%.",
                        share.abandoned(),
                        share.people(),
                        days,
                        rule.maxRate() * 100);
                return Optional.of(new Alarm(
                        campaign.id(),
                        Cause.of(
                                "regulatory_abandonment",
                                sentence,
                                new JsonObject()
                                        .put("guard", "regulatory_abandonment")
                                        .put("threshold", rule.maxRate())
                                        .put("observed", share.abandoned() / (double) share.people())
                                        .put("sample", share.people())
                                        .put("days", days))));
            }
        }
        return Optional.empty();
    }
}
