package io.outdial.dialer;

import io.outdial.campaign.Cause;
import io.outdial.campaign.RunningCampaign;
import io.outdial.campaign.RunningCampaigns;
import io.outdial.compliance.rules.CallRules;
import io.outdial.compliance.rules.CallingHours;
import io.outdial.compliance.rules.Reason;
import io.outdial.compliance.rules.Zones;
import io.outdial.dialer.decide.BindingLimit;
import io.outdial.dialer.decide.ClaimPlan;
import io.outdial.dialer.decide.ClaimPlan.CampaignRoom;
import io.outdial.dialer.decide.ClaimPlan.TenantRoom;
import io.outdial.kernel.CampaignId;
import io.outdial.kernel.TenantId;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** One claim: in one transaction, under every limit, due targets become attempts that may be sent, or are told why not. */
@ApplicationScoped
class Claims {

    private final CapacityDb db;
    private final ClaimStore store;
    private final RunningCampaigns campaigns;
    private final ClaimRoutes routes;
    private final DialerSettings settings;
    private final Replica replica;

    Claims(
            CapacityDb db,
            ClaimStore store,
            RunningCampaigns campaigns,
            ClaimRoutes routes,
            DialerSettings settings,
            Replica replica) {
        this.db = db;
        this.store = store;
        this.campaigns = campaigns;
        this.routes = routes;
        this.settings = settings;
        this.replica = replica;
    }

    /**
     * What a claim brought.
     *
     * @param taken targets taken off the queue, whatever was decided about them
     * @param suppressed how many targets it suppressed, by reason
     * @param next when the next claim could find something
     * @param busy whether another replica held the tenant's capacity, so that nothing was looked at
     */
    record Result(List<Claimed> claimed, int taken, Map<String, Integer> suppressed, Instant next, boolean busy) {

        static Result nothing(Instant next) {
            return new Result(List.of(), 0, Map.of(), next, false);
        }

        static Result busy(Instant next) {
            return new Result(List.of(), 0, Map.of(), next, true);
        }
    }

    /**
     * @param room attempts this replica can still take
     * @param clock read once the tenant's capacity is held: whoever waited for it would count by a moment before the last claim's
     */
    Uni<Result> claim(TenantId tenant, int room, InstantSource clock) {
        return db.alone(
                tenant, connection -> store.lockCapacity(tenant, connection).chain(usage -> {
                    if (usage.isEmpty()) {
                        return Uni.createFrom().item(Result.busy(clock.instant().plus(settings.tick())));
                    }
                    Instant now = usage.get().notBefore(clock.instant());
                    if (!usage.get().active()) {
                        return Uni.createFrom().item(Result.nothing(now.plus(NextTurn.WHILE_SUSPENDED)));
                    }
                    return campaigns
                            .active(connection, tenant, now)
                            .chain(running -> running.isEmpty()
                                    ? Uni.createFrom().item(Result.nothing(NextTurn.FAR))
                                    : claim(tenant, connection, usage.get(), running, room, now));
                }));
    }

    /** Runs what a claim reads for a tenant that does not exist: nothing is found, nothing is written. */
    Uni<Void> rehearse(TenantId nobody, Instant now) {
        ClaimPlan nothing = ClaimPlan.share(new TenantRoom(0, 0, 0, 0), List.of());
        return db.alone(nobody, connection -> store.lockCapacity(nobody, connection)
                .chain(() -> campaigns.active(connection, nobody, now))
                .chain(() -> store.counters(nobody, connection, List.of()))
                .chain(() -> routes.read(nobody, connection, now))
                .chain(() -> store.pick(nobody, connection, nothing, Map.of(), Map.of(), Set.of(), 0, now))
                .chain(() -> store.nextReady(nobody, connection, List.of()))
                .replaceWithVoid());
    }

    private Uni<Result> claim(
            TenantId tenant,
            SqlConnection connection,
            Usage.OfTenant usage,
            List<RunningCampaign> running,
            int room,
            Instant now) {
        return store.counters(tenant, connection, running).chain(counters -> routes.read(tenant, connection, now)
                .chain(ways -> claim(tenant, connection, usage, running, counters, ways, room, now)));
    }

    private Uni<Result> claim(
            TenantId tenant,
            SqlConnection connection,
            Usage.OfTenant usage,
            List<RunningCampaign> running,
            Map<CampaignId, Usage.OfCampaign> counters,
            ClaimRoutes.Open ways,
            int room,
            Instant now) {
        Map<CampaignId, CampaignTurn> turns = new LinkedHashMap<>();
        running.stream()
                .filter(campaign -> counters.containsKey(campaign.id()))
                .forEach(campaign -> turns.put(
                        campaign.id(),
                        new CampaignTurn(
                                campaign,
                                counters.get(campaign.id()),
                                usage.maxConcurrent(),
                                routes.health(campaign.id()),
                                ways.routing().room(campaign.spec().calls().connectionId()),
                                settings.reservedCost(),
                                now)));
        return pauseThoseOutOfMoney(tenant, connection, turns, now)
                .chain(() -> claim(tenant, connection, usage, turns, counters, ways, room, now));
    }

    private Uni<Void> pauseThoseOutOfMoney(
            TenantId tenant, SqlConnection connection, Map<CampaignId, CampaignTurn> turns, Instant now) {
        List<CampaignTurn> broke =
                turns.values().stream().filter(CampaignTurn::outOfMoney).toList();
        broke.forEach(turn -> turns.remove(turn.campaign().id()));
        return Multi.createFrom()
                .iterable(broke)
                .onItem()
                .transformToUniAndConcatenate(turn -> campaigns.pause(
                        connection,
                        tenant,
                        turn.campaign().id(),
                        "budget",
                        Cause.of(
                                "budget_used_up",
                                "The budget does not cover one more call, for which " + turn.reserve()
                                        + " is set aside.",
                                new JsonObject().put("setAside", turn.reserve().toPlainString())),
                        now))
                .collect()
                .asList()
                .replaceWithVoid();
    }

    private Uni<Result> claim(
            TenantId tenant,
            SqlConnection connection,
            Usage.OfTenant usage,
            Map<CampaignId, CampaignTurn> turns,
            Map<CampaignId, Usage.OfCampaign> counters,
            ClaimRoutes.Open ways,
            int room,
            Instant now) {
        List<RunningCampaign> running =
                turns.values().stream().map(CampaignTurn::campaign).toList();
        if (running.isEmpty()) {
            return Uni.createFrom().item(Result.nothing(NextTurn.FAR));
        }
        Map<CampaignId, List<String>> open = openZones(running, counters, now);
        Map<CampaignId, List<String>> reachable = reachable(running, open, ways, now);
        TenantRoom tenantRoom = new TenantRoom(
                usage.maxConcurrent() - usage.inFlight(),
                (int) usage.tokens(now),
                usage.maxDaily() - usage.placedToday(now),
                Math.min(room, settings.batchSize()));
        List<CampaignRoom> rooms = turns.values().stream()
                .filter(turn -> reachable.containsKey(turn.campaign().id()))
                .map(CampaignTurn::room)
                .toList();
        ClaimPlan plan = ClaimPlan.share(tenantRoom, rooms);
        Uni<List<Row>> picked = plan.shares().isEmpty()
                ? Uni.createFrom().item(List.<Row>of())
                : store.pick(
                        tenant,
                        connection,
                        plan,
                        reachable,
                        rules(running),
                        plan.shares().keySet().stream()
                                .filter(campaign -> routes.freshFirst(campaign, now))
                                .collect(Collectors.toSet()),
                        waiting(counters),
                        now);
        return picked.chain(rows -> write(
                tenant,
                connection,
                usage,
                turns,
                new Asked(plan, open, reachable.keySet(), ways, rows, blocked(running, now)),
                now));
    }

    /** Of the zones that are open now, those whose people a connection may take; a campaign with none is absent. */
    private Map<CampaignId, List<String>> reachable(
            List<RunningCampaign> running, Map<CampaignId, List<String>> open, ClaimRoutes.Open ways, Instant now) {
        Map<CampaignId, List<String>> reachable = new LinkedHashMap<>();
        for (RunningCampaign campaign : running) {
            List<String> zones = routes.reachable(campaign, open.getOrDefault(campaign.id(), List.of()), ways, now);
            if (!zones.isEmpty()) {
                reachable.put(campaign.id(), zones);
            }
        }
        return reachable;
    }

    private static long waiting(Map<CampaignId, Usage.OfCampaign> counters) {
        return counters.values().stream().mapToLong(Usage.OfCampaign::waiting).sum();
    }

    private static Map<CampaignId, CallRules> rules(List<RunningCampaign> running) {
        Map<CampaignId, CallRules> rules = new HashMap<>();
        running.forEach(campaign -> rules.put(campaign.id(), campaign.rules()));
        return rules;
    }

    /** Campaigns that nothing but somebody's deed lets call, and why. */
    private static Map<CampaignId, BindingLimit> blocked(List<RunningCampaign> running, Instant now) {
        Map<CampaignId, BindingLimit> blocked = new HashMap<>();
        for (RunningCampaign campaign : running) {
            Reason reason = campaign.rules().blocked(now);
            if (reason != null) {
                blocked.put(campaign.id(), BindingLimit.of(reason));
            }
        }
        return blocked;
    }

    /**
     * What a claim asked for and got.
     *
     * @param reachable campaigns with somebody whom a connection may take
     * @param blocked campaigns that may call nobody, and why
     */
    private record Asked(
            ClaimPlan plan,
            Map<CampaignId, List<String>> open,
            Set<CampaignId> reachable,
            ClaimRoutes.Open ways,
            List<Row> rows,
            Map<CampaignId, BindingLimit> blocked) {

        /** The limit that holds the campaign back; none when there were fewer targets than it might have called. */
        BindingLimit binding(RunningCampaign running, int got) {
            CampaignId campaign = running.id();
            if (!open.containsKey(campaign)) {
                return blocked.getOrDefault(campaign, BindingLimit.CALLING_WINDOW);
            }
            if (ways.routing().room(running.spec().calls().connectionId()) == 0) {
                return BindingLimit.CONNECTION;
            }
            return got < plan.shares().getOrDefault(campaign, 0)
                    ? null
                    : plan.binding().get(campaign);
        }

        /** Whether the campaign had its turn: only a tenant that is at its limits keeps it from that. */
        boolean served(CampaignId campaign) {
            BindingLimit binding = plan.binding().get(campaign);
            return plan.shares().containsKey(campaign) || binding == null || !binding.isShared();
        }
    }

    private Uni<Result> write(
            TenantId tenant,
            SqlConnection connection,
            Usage.OfTenant usage,
            Map<CampaignId, CampaignTurn> turns,
            Asked asked,
            Instant now) {
        List<RunningCampaign> running =
                turns.values().stream().map(CampaignTurn::campaign).toList();
        ClaimBatch batch = new ClaimBatch(turns, asked.ways().routing(), usage.dayEnds(now), now);
        asked.rows().forEach(batch::decide);
        routes.met(batch, now);
        Instant leaseUntil = now.plus(settings.lease());
        List<Usage.CampaignUse> uses = turns.values().stream()
                .map(turn -> {
                    CampaignId id = turn.campaign().id();
                    return turn.use(
                            batch.placed.getOrDefault(id.value(), 0),
                            asked.binding(turn.campaign(), batch.taken.getOrDefault(id.value(), 0)),
                            asked.plan().passes().getOrDefault(id, turn.room().pass()),
                            asked.served(id));
                })
                .toList();
        return store.insertLive(tenant, connection, batch.attempts, replica.name(), leaseUntil, now)
                .chain(() -> routes.write(tenant, connection, asked.ways(), now))
                .chain(() -> store.addZones(tenant, connection, batch.newZones))
                .chain(() -> batch.targets.write(connection, tenant, now))
                .chain(() -> batch.deltas.write(connection, tenant))
                .chain(() -> store.writeUsage(
                        tenant, connection, usage.use(batch.attempts.size(), now), uses, leaseUntil, now))
                .chain(() -> store.nextReady(tenant, connection, running))
                .invoke(() -> {
                    if (!batch.attempts.isEmpty()) {
                        Milestone.CLAIMING.reached(settings);
                    }
                })
                .map(next -> new Result(
                        batch.claimed,
                        asked.rows().size(),
                        batch.suppressed,
                        NextTurn.after(next, running, asked.plan(), asked.rows().size(), now, settings.tick()),
                        false));
    }

    /** The zones of each campaign in which it may call now; a campaign with none is absent. */
    private static Map<CampaignId, List<String>> openZones(
            List<RunningCampaign> running, Map<CampaignId, Usage.OfCampaign> counters, Instant now) {
        Map<CampaignId, List<String>> open = new LinkedHashMap<>();
        for (RunningCampaign campaign : running) {
            Usage.OfCampaign counter = counters.get(campaign.id());
            if (counter == null || campaign.rules().blocked(now) != null) {
                continue;
            }
            CallingHours hours = campaign.rules().openHours();
            List<String> zones = counter.zones().stream()
                    .filter(zone -> hours.isOpen(now, Zones.parse(zone)))
                    .toList();
            if (!zones.isEmpty()) {
                open.put(campaign.id(), zones);
            }
        }
        return open;
    }
}
