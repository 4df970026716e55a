package io.outdial.dialer;

import io.outdial.campaign.TargetState;
import io.outdial.dialer.decide.SuccessPacing;
import io.outdial.kernel.TenantId;
import io.outdial.platform.NamedSql;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;

/** What one transaction changes in the counters of campaigns: gathered row by row, written once per campaign. */
final class Deltas {

    private static final String ADD_COUNTERS = NamedSql.loadKept("dialer", "add-counters");
    private static final String ADD_TALLIES = NamedSql.load("dialer", "add-tallies");

    private static final TargetState[] STATES = {
        TargetState.PENDING, TargetState.DEFERRED, TargetState.IN_PROGRESS, TargetState.WAITING_RETRY,
        TargetState.SUCCEEDED, TargetState.COMPLETED, TargetState.EXHAUSTED, TargetState.SUPPRESSED,
        TargetState.UNKNOWN, TargetState.EXPIRED
    };

    private final Map<UUID, Delta> byCampaign = new TreeMap<>();
    private final Map<Tally, Integer> tallies = new TreeMap<>();
    private final SlotCounts slots = new SlotCounts();

    private record Tally(UUID campaign, String kind, String name) implements Comparable<Tally> {
        @Override
        public int compareTo(Tally other) {
            int byCampaign = campaign.compareTo(other.campaign);
            int byKind = byCampaign != 0 ? byCampaign : kind.compareTo(other.kind);
            return byKind != 0 ? byKind : name.compareTo(other.name);
        }
    }

    private static final class Delta {
        final Map<TargetState, Integer> states = new EnumMap<>(TargetState.class);
        int attempts;
        int answered;
        int successes;
        BigDecimal spend = BigDecimal.ZERO;
        BigDecimal reserved = BigDecimal.ZERO;
        int conversions;
        BigDecimal conversionValue = BigDecimal.ZERO;
        int ended;
        double heldSeconds;
        BigDecimal highestCost = BigDecimal.ZERO;
    }

    void move(UUID campaign, TargetState from, TargetState to) {
        if (from != to) {
            Map<TargetState, Integer> states = of(campaign).states;
            states.merge(from, -1, Integer::sum);
            states.merge(to, 1, Integer::sum);
        }
    }

    void reserve(UUID campaign, BigDecimal amount) {
        Delta delta = of(campaign);
        delta.reserved = delta.reserved.add(amount);
    }

    void spend(UUID campaign, BigDecimal amount) {
        Delta delta = of(campaign);
        delta.spend = delta.spend.add(amount);
    }

    void attempt(UUID campaign, boolean answeredByPerson, boolean success) {
        Delta delta = of(campaign);
        delta.attempts++;
        delta.answered += answeredByPerson ? 1 : 0;
        delta.successes += success ? 1 : 0;
    }

    /** A conversation that the campaign counts as conversion. */
    void conversion(UUID campaign, BigDecimal value) {
        Delta delta = of(campaign);
        delta.conversions++;
        delta.conversionValue = delta.conversionValue.add(value);
    }

    /** An attempt that was sent has ended: how long it held its line, and what it cost. */
    void held(UUID campaign, Duration time, BigDecimal cost) {
        Delta delta = of(campaign);
        delta.ended++;
        delta.heldSeconds += Math.max(0, time.toMillis() / 1000.0);
        cost(campaign, cost);
    }

    /** A call is known to have cost so much. */
    void cost(UUID campaign, BigDecimal cost) {
        Delta delta = of(campaign);
        delta.highestCost = delta.highestCost.max(cost);
    }

    void tally(UUID campaign, String kind, String name) {
        tallies.merge(new Tally(campaign, kind, name), 1, Integer::sum);
    }

    /** A call has ended: see {@link SlotCounts#add}. */
    void ended(SlotCounts.Slot slot, boolean conversation, boolean success) {
        slots.add(slot, conversation, success);
    }

    Uni<Void> write(SqlConnection connection, TenantId tenant) {
        return writeCounters(connection, tenant)
                .chain(() -> writeTallies(connection, tenant))
                .chain(() -> slots.write(connection, tenant));
    }

    private Uni<Void> writeCounters(SqlConnection connection, TenantId tenant) {
        if (byCampaign.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        List<Delta> deltas = List.copyOf(byCampaign.values());
        Tuple values = Tuple.of(tenant.value(), byCampaign.keySet().toArray(UUID[]::new));
        for (TargetState state : STATES) {
            values.addArrayOfInteger(ints(deltas, delta -> delta.states.getOrDefault(state, 0)));
        }
        values.addArrayOfInteger(ints(deltas, delta -> delta.attempts));
        values.addArrayOfInteger(ints(deltas, delta -> delta.answered));
        values.addArrayOfInteger(ints(deltas, delta -> delta.successes));
        values.addValue(deltas.stream().map(delta -> delta.spend).toArray(BigDecimal[]::new));
        values.addValue(deltas.stream().map(delta -> delta.reserved).toArray(BigDecimal[]::new));
        values.addArrayOfInteger(ints(deltas, delta -> delta.conversions));
        values.addValue(deltas.stream().map(delta -> delta.conversionValue).toArray(BigDecimal[]::new));
        values.addArrayOfInteger(ints(deltas, delta -> delta.ended));
        values.addValue(deltas.stream().map(delta -> delta.heldSeconds).toArray(Double[]::new));
        values.addValue(deltas.stream().map(delta -> delta.highestCost).toArray(BigDecimal[]::new));
        values.addValue(SuccessPacing.MEMORY);
        return connection.preparedQuery(ADD_COUNTERS).execute(values).replaceWithVoid();
    }

    private Uni<Void> writeTallies(SqlConnection connection, TenantId tenant) {
        if (tallies.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        List<Tally> keys = List.copyOf(tallies.keySet());
        Tuple values = Tuple.of(
                tenant.value(),
                keys.stream().map(Tally::campaign).toArray(UUID[]::new),
                keys.stream().map(Tally::kind).toArray(String[]::new),
                keys.stream().map(Tally::name).toArray(String[]::new),
                tallies.values().toArray(Integer[]::new));
        return connection.preparedQuery(ADD_TALLIES).execute(values).replaceWithVoid();
    }

    private Delta of(UUID campaign) {
        return byCampaign.computeIfAbsent(campaign, any -> new Delta());
    }

    private static Integer[] ints(List<Delta> deltas, Function<Delta, Integer> value) {
        return deltas.stream().map(value).toArray(Integer[]::new);
    }
}
