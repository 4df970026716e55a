package io.outdial.dialer;

import io.outdial.campaign.RunningCampaign;
import io.outdial.campaign.TargetState;
import io.outdial.compliance.rules.Facts;
import io.outdial.compliance.rules.HoursAt;
import io.outdial.compliance.rules.Reason;
import io.outdial.compliance.rules.Zones;
import io.outdial.content.CustomerFacts;
import io.outdial.dialer.decide.DialDecision;
import io.outdial.dialer.decide.DialDecision.Defer;
import io.outdial.dialer.decide.DialDecision.Place;
import io.outdial.dialer.decide.DialDecision.Suppress;
import io.outdial.dialer.decide.DialRules;
import io.outdial.dialer.decide.Routing;
import io.outdial.kernel.AttemptId;
import io.outdial.kernel.CampaignId;
import io.outdial.kernel.Coded;
import io.vertx.mutiny.sqlclient.Row;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/** The decisions about one batch of targets and what each writes. */
final class ClaimBatch {

    /** How long a call waits whose connection is at its limit. */
    private static final Duration WHILE_FULL = Duration.ofSeconds(1);

    /** How long one waits at least that has no connection, or a broken one, and how much longer at most; spread over people. */
    private static final Duration WITHOUT_WAY = Duration.ofSeconds(30);

    private static final int SPREAD_SECONDS = 31;

    final Map<CampaignId, CampaignTurn> turns;
    final Instant tenantsDayEnds;
    final Instant now;
    final List<ClaimStore.NewAttempt> attempts = new ArrayList<>();
    final List<Claimed> claimed = new ArrayList<>();
    final Targets targets = new Targets();
    final Deltas deltas = new Deltas();
    final Set<ZonesOf> newZones = new HashSet<>();
    final Map<UUID, Integer> placed = new HashMap<>();
    final Map<UUID, Integer> taken = new HashMap<>();
    final Map<String, Integer> suppressed = new HashMap<>();
    private final Map<CampaignId, Ways> ways = new HashMap<>();
    private final Routing routing;
    private final Set<String> phones = new HashSet<>();
    private final Map<UUID, HoursAt> hours = new HashMap<>();
    private final Map<String, List<ZoneId>> zones = new HashMap<>();

    /** A set of zones in which somebody of the campaign may be. */
    record ZonesOf(UUID campaign, String zones) {}

    /**
     * Where those of a campaign were that it would call.
     *
     * @param countries by set of zones; {@code ""} for a number of no known one
     * @param without sets of zones of which somebody had no way
     */
    record Ways(Map<String, Set<String>> countries, Set<String> without) {}

    ClaimBatch(Map<CampaignId, CampaignTurn> turns, Routing routing, Instant tenantsDayEnds, Instant now) {
        this.turns = turns;
        this.routing = routing;
        this.tenantsDayEnds = tenantsDayEnds;
        this.now = now;
    }

    void decide(Row row) {
        CampaignTurn turn = turns.get(new CampaignId(row.getUUID("campaign_id")));
        RunningCampaign campaign = turn.campaign();
        taken.merge(campaign.id().value(), 1, Integer::sum);
        TargetState was = Coded.of(TargetState.class, row.getString("state"));
        if (hasMoved(row)) {
            follow(row, was);
            return;
        }
        HoursAt here = hours.computeIfAbsent(campaign.id().value(), any -> new HoursAt(campaign.rules(), now));
        DialDecision decision = DialRules.decide(here, facts(row));
        if (decision instanceof Suppress suppress) {
            suppress(row, was, suppress.reason().code());
        } else if (decision instanceof Defer defer) {
            defer(row, was, defer);
        } else {
            place(row, turn, was, inTime(((Place) decision).validUntil(), turn));
        }
    }

    /** Whether the customer has another number than when the target was queued, or may be in other zones. */
    private static boolean hasMoved(Row row) {
        return row.getBoolean("customer_exists")
                && !(row.getString("phone").equals(row.getString("phone_now"))
                        && row.getString("zones").equals(zonesNow(row)));
    }

    private static String zonesNow(Row row) {
        String zones = row.getString("zones_now");
        return zones == null ? "" : zones;
    }

    /** Everything that was looked up is of the old number: the next claim looks the new one up. */
    private void follow(Row row, TargetState was) {
        String zonesNow = zonesNow(row);
        if (zonesNow.isEmpty()) {
            suppress(row, was, Reason.UNKNOWN_TIME_ZONE.code());
            return;
        }
        targets.queue(target(row).at(row.getString("phone_now"), zonesNow), was, row.getString("reason"), now);
        if (!row.getString("zones").equals(zonesNow)) {
            newZones.add(new ZonesOf(row.getUUID("campaign_id"), zonesNow));
        }
    }

    private Facts facts(Row row) {
        return FactRows.of(
                row,
                row.getBoolean("customer_exists"),
                row.getBoolean("number_in_use") || phones.contains(row.getString("phone")),
                zones.computeIfAbsent(row.getString("zones"), Zones::parse));
    }

    private void suppress(Row row, TargetState was, String reason) {
        UUID campaign = row.getUUID("campaign_id");
        targets.close(target(row), TargetState.SUPPRESSED, reason);
        deltas.move(campaign, was, TargetState.SUPPRESSED);
        deltas.tally(campaign, "suppressed", reason);
        suppressed.merge(reason, 1, Integer::sum);
    }

    private void defer(Row row, TargetState was, Defer defer) {
        UUID campaign = row.getUUID("campaign_id");
        targets.queue(target(row), TargetState.DEFERRED, defer.reason().code(), defer.until());
        deltas.move(campaign, was, TargetState.DEFERRED);
        tallyDeferred(row, defer.reason().code());
    }

    /** Who is put off for one reason may be looked at for days, and is counted once. */
    private void tallyDeferred(Row row, String reason) {
        if (!reason.equals(row.getString("reason"))) {
            deltas.tally(row.getUUID("campaign_id"), "deferred", reason);
        }
    }

    private static Targets.Target target(Row row) {
        return Targets.Target.of(row, row.getInteger("attempts"));
    }

    /** A call counts on the day it is claimed, and is not sent on another, nor after the end of its campaign. */
    private Instant inTime(Instant validUntil, CampaignTurn turn) {
        return Stream.of(
                        validUntil,
                        turn.dayEnds(),
                        tenantsDayEnds,
                        turn.campaign().endAt())
                .filter(Objects::nonNull)
                .min(Comparator.naturalOrder())
                .orElseThrow();
    }

    private void place(Row row, CampaignTurn turn, TargetState was, Instant validUntil) {
        RunningCampaign campaign = turn.campaign();
        String phone = row.getString("phone");
        String country = routing.needsCountries() ? ClaimRoutes.country(phone) : null;
        Optional<String> way = routing.take(campaign.spec().calls().connectionId(), country);
        Ways met = ways.computeIfAbsent(campaign.id(), any -> new Ways(new HashMap<>(), new HashSet<>()));
        met.countries()
                .computeIfAbsent(row.getString("zones"), any -> new HashSet<>())
                .add(country == null ? "" : country);
        if (way.isEmpty()) {
            met.without().add(row.getString("zones"));
            waitForWay(row, was, routing.whyNot(campaign.spec().calls().connectionId(), country));
            return;
        }
        AttemptId id = AttemptId.next();
        UUID campaignId = campaign.id().value();
        phones.add(phone);
        attempts.add(new ClaimStore.NewAttempt(
                id.value(),
                target(row),
                was.code(),
                row.getString("reason"),
                way.get(),
                turn.reserve(),
                validUntil,
                campaign.rules().consentFor(),
                campaign.rules().consentStandard()));
        claimed.add(new Claimed(id, campaign, phone, way.get(), CustomerFacts.of(row)));
        deltas.move(campaignId, was, TargetState.IN_PROGRESS);
        deltas.reserve(campaignId, turn.reserve());
        placed.merge(campaignId, 1, Integer::sum);
    }

    /** Who waits for room waits as before; who has no connection, or a broken one, is told so. */
    private void waitForWay(Row row, TargetState was, Routing.NoWay why) {
        if (why == Routing.NoWay.FULL) {
            targets.queue(target(row), was, row.getString("reason"), now.plus(WHILE_FULL));
            return;
        }
        UUID campaign = row.getUUID("campaign_id");
        String reason = (why == Routing.NoWay.BROKEN ? Reason.CONNECTION_BROKEN : Reason.NO_CONNECTION).code();
        int spread = Math.floorMod(row.getUUID("customer_id").hashCode(), SPREAD_SECONDS);
        targets.queue(
                target(row), TargetState.DEFERRED, reason, now.plus(WITHOUT_WAY).plusSeconds(spread));
        deltas.move(campaign, was, TargetState.DEFERRED);
        tallyDeferred(row, reason);
    }

    /** Where those were that campaigns would call, and who had no way. */
    Map<CampaignId, Ways> ways() {
        return ways;
    }
}
