package io.outdial.dialer;

import io.outdial.campaign.CampaignSpec;
import io.outdial.campaign.RunningCampaign;
import io.outdial.dialer.decide.BindingLimit;
import io.outdial.dialer.decide.ClaimPlan;
import io.outdial.dialer.decide.ClaimPlan.CampaignRoom;
import io.outdial.dialer.decide.Pace;
import io.outdial.dialer.decide.SuccessPacing;
import io.outdial.telephony.ProviderHealth;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;

/** One campaign in one claim: what it may begin by its own limits, and what is left of them afterwards. Arithmetic only. */
final class CampaignTurn {

    /** One of so many lines that were set aside for a campaign is its own whatever the priority of others. */
    private static final int GUARANTEED = 10;

    private final RunningCampaign campaign;
    private final Usage.OfCampaign used;
    private final Instant now;
    private final LocalDate today;
    private final BigDecimal reserve;
    private final double factor;
    private final int lines;
    private final Integer perMinute;
    private final Integer perHour;
    private final Pace pace;
    private final int routeRoom;

    /**
     * @param tenantLines the tenant's concurrent calls
     * @param routeRoom calls that its connections could take now
     * @param leastReserve what is reserved for a call at least; a campaign that has seen a dearer one reserves as much
     */
    CampaignTurn(
            RunningCampaign campaign,
            Usage.OfCampaign used,
            int tenantLines,
            ProviderHealth.Seen health,
            int routeRoom,
            BigDecimal leastReserve,
            Instant now) {
        this.campaign = campaign;
        this.used = used;
        this.routeRoom = routeRoom;
        this.now = now;
        CampaignSpec.CallSettings calls = campaign.spec().calls();
        today = LocalDate.ofInstant(now, campaign.timeZone());
        reserve = leastReserve.max(used.highestCost());
        double target = CampaignPolicies.successTarget(campaign.spec());
        factor = SuccessPacing.factor(used.liveSuccesses(), used.liveConversations(), target);
        int own = calls.maxConcurrentCalls() == null ? tenantLines : calls.maxConcurrentCalls();
        lines = SuccessPacing.scaled(Math.min(own, tenantLines), factor);
        perMinute = scaled(calls.callsPerMinute());
        perHour = scaled(calls.callsPerHour());
        pace = CampaignPolicies.adaptsToProvider(campaign.spec())
                ? used.pace()
                        .next(
                                new Pace.Health(health.answered(), health.congested(), health.meanMillis()),
                                used.callsPerSecond(now),
                                Pace.ceiling(Math.min(own, tenantLines), used.heldSeconds(), used.ended()),
                                now)
                : Pace.FREE;
    }

    private Integer scaled(Integer limit) {
        return limit == null ? null : SuccessPacing.scaled(limit, factor);
    }

    RunningCampaign campaign() {
        return campaign;
    }

    /** What is set aside of the budget for each call. */
    BigDecimal reserve() {
        return reserve;
    }

    /** The end of the campaign's day. */
    Instant dayEnds() {
        return today.plusDays(1).atStartOfDay(campaign.timeZone()).toInstant();
    }

    CampaignRoom room() {
        CampaignSpec.CallSettings calls = campaign.spec().calls();
        boolean ownLines = calls.maxConcurrentCalls() != null || factor < 1;
        return new CampaignRoom(
                campaign.id(),
                ClaimPlan.aged(campaign.priority(), served(), now),
                Math.max(0, campaign.reservedLines() / GUARANTEED - used.inProgress()),
                ownLines ? Math.max(0, lines - used.inProgress()) : Integer.MAX_VALUE,
                perMinute == null ? Integer.MAX_VALUE : (int) used.minuteTokens(perMinute, now),
                perHour == null ? Integer.MAX_VALUE : (int) used.hourTokens(perHour, now),
                Math.min(pace.room(), routeRoom),
                calls.maxDailyCalls() == null
                        ? Integer.MAX_VALUE
                        : Math.max(0, calls.maxDailyCalls() - used.placedToday(today, campaign.timeZone())),
                affordable(),
                factor < 1,
                used.pass());
    }

    /** A campaign that has had no turn yet has waited for none. */
    private Instant served() {
        return used.servedAt().equals(Instant.EPOCH) ? now : used.servedAt();
    }

    /** Whether not one more call can be paid for, and none is under way that might turn out cheaper than reserved. */
    boolean outOfMoney() {
        return used.inProgress() == 0 && affordable() == 0;
    }

    private int affordable() {
        CampaignSpec.PerformanceSettings performance = campaign.spec().performance();
        if (performance == null || performance.budget() == null) {
            return Integer.MAX_VALUE;
        }
        BigDecimal left = performance.budget().amount().subtract(used.spend()).subtract(used.reserved());
        if (left.signum() <= 0) {
            return 0;
        }
        return reserve.signum() == 0
                ? Integer.MAX_VALUE
                : left.divide(reserve, 0, RoundingMode.DOWN)
                        .min(BigDecimal.valueOf(Integer.MAX_VALUE))
                        .intValue();
    }

    /**
     * @param placed calls that this claim began
     * @param served whether the campaign had its turn, or wanted none
     */
    Usage.CampaignUse use(int placed, BindingLimit binding, double pass, boolean served) {
        return new Usage.CampaignUse(
                campaign.id().value(),
                today,
                used.placedToday(today, campaign.timeZone()) + placed,
                used.minuteTokens(perMinute, now) - placed,
                used.hourTokens(perHour, now) - placed,
                used.callsInMinute(now) + placed,
                used.callsInLastMinute(now),
                binding,
                pace.used(placed),
                pass + placed,
                served ? now : served());
    }
}
