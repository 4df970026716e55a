package io.outdial.dialer;

import io.outdial.campaign.Cause;
import io.outdial.campaign.RunningCampaign;
import io.outdial.campaign.RunningCampaigns;
import io.outdial.compliance.rules.CallRules;
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
     * A claim that holds its tenant's capacity. What is permitted at an hour, due or leased is asked of this replica's clock alone:
     * another one's that is fast must not open a window early. What limits count is counted in one order of time.
     *
     * @param room attempts this replica can still take
     * @param now by this replica's clock
     * @param counted not before the claim that counted last, whosever clock that was
     */
    private record Held(
            TenantId tenant, SqlConnection connection, Usage.OfTenant usage, int room, Instant now, Instant counted) {}

    /**
     * @param room attempts this replica can still take
     * @param clock read once the tenant's capacity is held: whoever waited for it would count by a moment before the last claim's
     */
    Uni<Result> claim(TenantId tenant, int room, InstantSource clock) {
        return db.alone(
                tenant, connection -> store.lockCapacity(tenant, connection).chain(usage -> {
                    Instant now = clock.instant();
                    if (usage.isEmpty()) {
                        return Uni.createFrom().item(Result.busy(now.plus(settings.tick())));
                    }
                    if (!usage.get().active()) {
                        return Uni.createFrom().item(Result.nothing(now.plus(NextTurn.WHILE_SUSPENDED)));
                    }
                    Held held = new Held(
                            tenant,
                            connection,
                            usage.get(),
                            room,
                            now,
                            usage.get().notBefore(now));
                    return campaigns
                            .active(connection, tenant, now)
                            .chain(running -> running.isEmpty()
                                    ? Uni.createFrom().item(Result.nothing(NextTurn.FAR))
                                    : claim(held, running));
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

    private Uni<Result> claim(Held held, List<RunningCampaign> running) {
        return store.counters(held.tenant(), held.connection(), running)
                .chain(counters -> routes.read(held.tenant(), held.connection(), held.counted())
                        .chain(ways -> {
                            Map<CampaignId, CampaignTurn> turns = turns(held, running, counters, ways);
                            return pauseThoseOutOfMoney(held, turns).chain(() -> claim(held, turns, counters, ways));
                        }));
    }

    private Map<CampaignId, CampaignTurn> turns(
            Held held,
            List<RunningCampaign> running,
            Map<CampaignId, Usage.OfCampaign> counters,
            ClaimRoutes.Open ways) {
        Map<CampaignId, CampaignTurn> turns = new LinkedHashMap<>();
        running.stream()
                .filter(campaign -> counters.containsKey(campaign.id()))
                .forEach(campaign -> turns.put(
                        campaign.id(),
                        new CampaignTurn(
                                campaign,
                                counters.get(campaign.id()),
                                held.usage().maxConcurrent(),
                                routes.health(campaign.id()),
                                ways.routing().room(campaign.spec().calls().connectionId()),
                                settings.reservedCost(),
                                held.counted())));
        return turns;
    }

    private Uni<Void> pauseThoseOutOfMoney(Held held, Map<CampaignId, CampaignTurn> turns) {
        List<CampaignTurn> broke =
                turns.values().stream().filter(CampaignTurn::outOfMoney).toList();
        broke.forEach(turn -> turns.remove(turn.campaign().id()));
        return Multi.createFrom()
                .iterable(broke)
                .onItem()
                .transformToUniAndConcatenate(turn -> campaigns.pause(
                        held.connection(),
                        held.tenant(),
                        turn.campaign().id(),
                        "budget",
                        Cause.of(
                                "budget_used_up",
                                "The budget does not cover one more call, for which " + turn.reserve()
                                        + " is set aside.",
                                new JsonObject().put("setAside", turn.reserve().toPlainString())),
                        held.now()))
                .collect()
                .asList()
                .replaceWithVoid();
    }

    private Uni<Result> claim(
            Held held,
            Map<CampaignId, CampaignTurn> turns,
            Map<CampaignId, Usage.OfCampaign> counters,
            ClaimRoutes.Open ways) {
        List<RunningCampaign> running = campaigns(turns);
        if (running.isEmpty()) {
            return Uni.createFrom().item(Result.nothing(NextTurn.FAR));
        }
        ClaimReach reach = new ClaimReach(
                running, counters, (campaign, open) -> routes.reachable(campaign, open, ways, held.now()), held.now());
        ClaimPlan plan = ClaimPlan.share(room(held), rooms(turns, reach));
        Uni<List<Row>> picked = plan.shares().isEmpty()
                ? Uni.createFrom().item(List.<Row>of())
                : store.pick(
                        held.tenant(),
                        held.connection(),
                        plan,
                        reach.zones(),
                        rules(running),
                        freshFirst(plan, held.now()),
                        waiting(counters),
                        held.now());
        return picked.chain(rows -> write(held, turns, new Asked(plan, reach, ways, rows)));
    }

    private static List<RunningCampaign> campaigns(Map<CampaignId, CampaignTurn> turns) {
        return turns.values().stream().map(CampaignTurn::campaign).toList();
    }

    private TenantRoom room(Held held) {
        Usage.OfTenant usage = held.usage();
        return new TenantRoom(
                usage.maxConcurrent() - usage.inFlight(),
                (int) usage.tokens(held.counted()),
                usage.maxDaily() - usage.placedToday(held.counted()),
                Math.min(held.room(), settings.batchSize()));
    }

    private static List<CampaignRoom> rooms(Map<CampaignId, CampaignTurn> turns, ClaimReach reach) {
        return turns.values().stream()
                .filter(turn -> reach.zones().containsKey(turn.campaign().id()))
                .map(CampaignTurn::room)
                .toList();
    }

    private static long waiting(Map<CampaignId, Usage.OfCampaign> counters) {
        return counters.values().stream().mapToLong(Usage.OfCampaign::waiting).sum();
    }

    private static Map<CampaignId, CallRules> rules(List<RunningCampaign> running) {
        Map<CampaignId, CallRules> rules = new HashMap<>();
        running.forEach(campaign -> rules.put(campaign.id(), campaign.rules()));
        return rules;
    }

    private Set<CampaignId> freshFirst(ClaimPlan plan, Instant now) {
        return plan.shares().keySet().stream()
                .filter(campaign -> routes.freshFirst(campaign, now))
                .collect(Collectors.toSet());
    }

    /** What a claim asked for and got. */
    private record Asked(ClaimPlan plan, ClaimReach reach, ClaimRoutes.Open ways, List<Row> rows) {

        /** The limit that holds the campaign back; none when there were fewer targets than it might have called. */
        BindingLimit binding(RunningCampaign running, int got) {
            CampaignId campaign = running.id();
            BindingLimit closed = reach.closed(campaign);
            if (closed != null) {
                return closed;
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

    private Uni<Result> write(Held held, Map<CampaignId, CampaignTurn> turns, Asked asked) {
        TenantId tenant = held.tenant();
        SqlConnection connection = held.connection();
        List<RunningCampaign> running = campaigns(turns);
        ClaimBatch batch =
                new ClaimBatch(turns, asked.ways().routing(), held.usage().dayEnds(held.counted()), held.now());
        asked.rows().forEach(batch::decide);
        routes.met(batch, held.now());
        Instant leaseUntil = held.now().plus(settings.lease());
        Usage.TenantUse use = held.usage().use(batch.attempts.size(), held.counted());
        return store.insertLive(tenant, connection, batch.attempts, replica.name(), leaseUntil, held.counted())
                .chain(() -> routes.write(tenant, connection, asked.ways(), held.counted()))
                .chain(() -> store.addZones(tenant, connection, batch.newZones))
                .chain(() -> batch.targets.write(connection, tenant, held.now()))
                .chain(() -> batch.deltas.write(connection, tenant))
                .chain(() -> store.writeUsage(
                        tenant, connection, use, uses(turns, batch, asked), leaseUntil, held.counted()))
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
                        NextTurn.after(next, running, asked.plan(), asked.rows().size(), held.now(), settings.tick()),
                        false));
    }

    private static List<Usage.CampaignUse> uses(Map<CampaignId, CampaignTurn> turns, ClaimBatch batch, Asked asked) {
        return turns.values().stream()
                .map(turn -> {
                    CampaignId id = turn.campaign().id();
                    return turn.use(
                            batch.placed.getOrDefault(id.value(), 0),
                            asked.binding(turn.campaign(), batch.taken.getOrDefault(id.value(), 0)),
                            asked.plan().passes().getOrDefault(id, turn.room().pass()),
                            asked.served(id));
                })
                .toList();
    }
}
