package io.outdial.dialer;

import io.outdial.campaign.CampaignSpec;
import io.outdial.campaign.RunningCampaign;
import io.outdial.campaign.RunningCampaigns;
import io.outdial.campaign.TargetState;
import io.outdial.compliance.rules.CallingHours;
import io.outdial.compliance.rules.Zones;
import io.outdial.dialer.decide.ClaimPlan;
import io.outdial.dialer.decide.ClaimPlan.CampaignRoom;
import io.outdial.dialer.decide.ClaimPlan.TenantRoom;
import io.outdial.dialer.decide.DialDecision;
import io.outdial.dialer.decide.DialDecision.Defer;
import io.outdial.dialer.decide.DialDecision.Suppress;
import io.outdial.dialer.decide.DialRules;
import io.outdial.kernel.AttemptId;
import io.outdial.kernel.CampaignId;
import io.outdial.kernel.Coded;
import io.outdial.kernel.TenantId;
import io.outdial.platform.TenantDb;
import io.outdial.telephony.GuardedTelephony;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** One claim: in one transaction, under every limit, due targets become attempts that may be sent, or are told why not. */
@ApplicationScoped
class Claims {

    private final TenantDb db;
    private final ClaimStore store;
    private final RunningCampaigns campaigns;
    private final GuardedTelephony telephony;
    private final DialerSettings settings;
    private final Replica replica;

    Claims(
            TenantDb db,
            ClaimStore store,
            RunningCampaigns campaigns,
            GuardedTelephony telephony,
            DialerSettings settings,
            Replica replica) {
        this.db = db;
        this.store = store;
        this.campaigns = campaigns;
        this.telephony = telephony;
        this.settings = settings;
        this.replica = replica;
    }

    /**
     * What a claim brought.
     *
     * @param taken targets taken off the queue, whatever was decided about them
     * @param suppressed how many targets it suppressed, by reason
     * @param next when the next claim could find something
     */
    record Result(List<Claimed> claimed, int taken, Map<String, Integer> suppressed, Instant next) {

        static Result nothing(Instant next) {
            return new Result(List.of(), 0, Map.of(), next);
        }
    }

    /** @param room attempts this replica can still take */
    Uni<Result> claim(TenantId tenant, int room, Instant now) {
        return db.inTenant(
                tenant, connection -> store.lockCapacity(tenant, connection).chain(usage -> {
                    if (usage.isEmpty()) {
                        return Uni.createFrom().item(Result.nothing(now.plus(settings.tick())));
                    }
                    if (!usage.get().active()) {
                        return Uni.createFrom().item(Result.nothing(NextTurn.FAR));
                    }
                    return campaigns
                            .active(connection, tenant, now)
                            .chain(running -> running.isEmpty()
                                    ? Uni.createFrom().item(Result.nothing(NextTurn.FAR))
                                    : claim(tenant, connection, usage.get(), running, room, now));
                }));
    }

    private Uni<Result> claim(
            TenantId tenant,
            SqlConnection connection,
            Usage.OfTenant usage,
            List<RunningCampaign> running,
            int room,
            Instant now) {
        return store.counters(tenant, connection, running).chain(counters -> {
            Map<CampaignId, List<String>> open = openZones(running, counters, now);
            TenantRoom tenantRoom = new TenantRoom(
                    usage.maxConcurrent() - usage.inFlight(),
                    (int) usage.tokens(now),
                    usage.maxDaily() - usage.placedToday(now),
                    Math.min(room, settings.batchSize()));
            List<CampaignRoom> rooms = running.stream()
                    .filter(campaign -> open.containsKey(campaign.id()) && counters.containsKey(campaign.id()))
                    .map(campaign -> room(campaign, counters.get(campaign.id()), now))
                    .toList();
            ClaimPlan plan = ClaimPlan.share(tenantRoom, rooms);
            Uni<List<Row>> picked = plan.shares().isEmpty()
                    ? Uni.createFrom().item(List.<Row>of())
                    : store.pick(tenant, connection, plan, open, now);
            return picked.chain(rows -> write(tenant, connection, usage, running, counters, plan, rows, now));
        });
    }

    private Uni<Result> write(
            TenantId tenant,
            SqlConnection connection,
            Usage.OfTenant usage,
            List<RunningCampaign> running,
            Map<CampaignId, Usage.OfCampaign> counters,
            ClaimPlan plan,
            List<Row> rows,
            Instant now) {
        Batch batch = new Batch(running, now);
        rows.forEach(batch::decide);
        Instant leaseUntil = now.plus(settings.lease());
        List<Usage.CampaignUse> uses = running.stream()
                .filter(campaign -> counters.containsKey(campaign.id()))
                .map(campaign -> use(
                        campaign,
                        counters.get(campaign.id()),
                        batch.placed.getOrDefault(campaign.id().value(), 0),
                        plan.binding().get(campaign.id()),
                        now))
                .toList();
        return store.insertLive(
                        tenant,
                        connection,
                        batch.attempts,
                        replica.name(),
                        leaseUntil,
                        telephony.gateway().name(),
                        settings.reservedCost(),
                        now)
                .chain(() -> batch.targets.write(connection, tenant, now))
                .chain(() -> batch.deltas.write(connection, tenant))
                .chain(() -> store.writeUsage(
                        tenant, connection, usage.use(batch.attempts.size(), now), uses, leaseUntil, now))
                .chain(() -> store.nextReady(tenant, connection, running))
                .map(next -> new Result(
                        batch.claimed,
                        rows.size(),
                        batch.suppressed,
                        NextTurn.after(next, running, plan, rows.size(), now, settings.tick())));
    }

    /** The zones of each campaign in which it may call now; a campaign with none is absent. */
    private static Map<CampaignId, List<String>> openZones(
            List<RunningCampaign> running, Map<CampaignId, Usage.OfCampaign> counters, Instant now) {
        Map<CampaignId, List<String>> open = new LinkedHashMap<>();
        for (RunningCampaign campaign : running) {
            Usage.OfCampaign counter = counters.get(campaign.id());
            if (counter == null) {
                continue;
            }
            CallingHours hours = campaign.spec().calls().callingHours();
            List<String> zones = counter.zones().stream()
                    .filter(zone -> hours.isOpen(now, Zones.parse(zone)))
                    .toList();
            if (!zones.isEmpty()) {
                open.put(campaign.id(), zones);
            }
        }
        return open;
    }

    private CampaignRoom room(RunningCampaign campaign, Usage.OfCampaign used, Instant now) {
        CampaignSpec.CallSettings calls = campaign.spec().calls();
        LocalDate today = LocalDate.ofInstant(now, campaign.timeZone());
        return new CampaignRoom(
                campaign.id(),
                campaign.priority(),
                Math.max(0, campaign.reservedLines() - used.inProgress()),
                left(calls.maxConcurrentCalls(), used.inProgress()),
                calls.callsPerMinute() == null
                        ? Integer.MAX_VALUE
                        : (int) used.minuteTokens(calls.callsPerMinute(), now),
                calls.callsPerHour() == null ? Integer.MAX_VALUE : (int) used.hourTokens(calls.callsPerHour(), now),
                Integer.MAX_VALUE,
                left(calls.maxDailyCalls(), used.placedToday(today)),
                affordable(campaign.spec().performance(), used),
                false,
                0);
    }

    private static int left(Integer limit, int used) {
        return limit == null ? Integer.MAX_VALUE : Math.max(0, limit - used);
    }

    private int affordable(CampaignSpec.PerformanceSettings performance, Usage.OfCampaign used) {
        if (performance == null || performance.budget() == null) {
            return Integer.MAX_VALUE;
        }
        BigDecimal left = performance.budget().amount().subtract(used.spend()).subtract(used.reserved());
        return left.signum() <= 0
                ? 0
                : left.divide(settings.reservedCost(), RoundingMode.DOWN)
                        .min(BigDecimal.valueOf(Integer.MAX_VALUE))
                        .intValue();
    }

    private static Usage.CampaignUse use(
            RunningCampaign campaign, Usage.OfCampaign used, int placed, String binding, Instant now) {
        CampaignSpec.CallSettings calls = campaign.spec().calls();
        LocalDate today = LocalDate.ofInstant(now, campaign.timeZone());
        return new Usage.CampaignUse(
                campaign.id().value(),
                today,
                used.placedToday(today) + placed,
                used.minuteTokens(calls.callsPerMinute(), now) - placed,
                used.hourTokens(calls.callsPerHour(), now) - placed,
                used.callsInMinute(now) + placed,
                used.callsInLastMinute(now),
                binding);
    }

    /** The decisions about one batch of targets and what each writes. */
    private final class Batch {
        final Map<UUID, RunningCampaign> campaigns = new HashMap<>();
        final Instant now;
        final List<ClaimStore.NewAttempt> attempts = new ArrayList<>();
        final List<Claimed> claimed = new ArrayList<>();
        final Targets targets = new Targets();
        final Deltas deltas = new Deltas();
        final Map<UUID, Integer> placed = new HashMap<>();
        final Map<String, Integer> suppressed = new HashMap<>();
        private final Set<String> phones = new HashSet<>();

        Batch(List<RunningCampaign> running, Instant now) {
            running.forEach(campaign -> campaigns.put(campaign.id().value(), campaign));
            this.now = now;
        }

        void decide(Row row) {
            RunningCampaign campaign = campaigns.get(row.getUUID("campaign_id"));
            CampaignSpec.ComplianceSettings compliance = campaign.spec().compliance();
            Set<String> lists = compliance == null || compliance.doNotCallLists() == null
                    ? Set.of()
                    : Set.copyOf(compliance.doNotCallLists());
            DialDecision decision = DialRules.decide(
                    facts(row),
                    lists,
                    compliance != null && Boolean.TRUE.equals(compliance.requireConsent()),
                    campaign.spec().calls().callingHours(),
                    now);
            TargetState was = Coded.of(TargetState.class, row.getString("state"));
            if (decision instanceof Suppress suppress) {
                suppress(row, was, suppress.reason());
            } else if (decision instanceof Defer defer) {
                defer(row, was, defer);
            } else {
                place(row, campaign, was);
            }
        }

        private DialRules.Facts facts(Row row) {
            boolean inUse = row.getBoolean("number_in_use") || phones.contains(row.getString("phone"));
            return new DialRules.Facts(
                    row.getBoolean("customer_exists"),
                    "valid".equals(row.getString("phone_status")),
                    Set.copyOf(Arrays.asList(row.getArrayOfStrings("lists"))),
                    row.getBoolean("on_platform_list") || row.getBoolean("erased"),
                    inUse,
                    row.getOffsetDateTime("consent_at") != null,
                    Zones.parse(row.getString("zones")));
        }

        private void suppress(Row row, TargetState was, String reason) {
            UUID campaign = row.getUUID("campaign_id");
            targets.close(target(row), TargetState.SUPPRESSED, reason);
            deltas.move(campaign, was, TargetState.SUPPRESSED);
            deltas.tally(campaign, "suppressed", reason);
            suppressed.merge(reason, 1, Integer::sum);
        }

        private void defer(Row row, TargetState was, Defer defer) {
            targets.queue(target(row), TargetState.DEFERRED, defer.reason(), defer.until());
            deltas.move(row.getUUID("campaign_id"), was, TargetState.DEFERRED);
        }

        private static Targets.Target target(Row row) {
            return Targets.Target.of(row, row.getInteger("attempts"));
        }

        private void place(Row row, RunningCampaign campaign, TargetState was) {
            AttemptId id = AttemptId.next();
            UUID campaignId = campaign.id().value();
            String phone = row.getString("phone");
            phones.add(phone);
            attempts.add(new ClaimStore.NewAttempt(id.value(), target(row), was.code(), row.getString("reason")));
            claimed.add(new Claimed(id, campaign, phone, CustomerFacts.of(row)));
            deltas.move(campaignId, was, TargetState.IN_PROGRESS);
            deltas.reserve(campaignId, settings.reservedCost());
            placed.merge(campaignId, 1, Integer::sum);
        }
    }
}
