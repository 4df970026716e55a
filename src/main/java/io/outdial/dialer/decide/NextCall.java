package io.outdial.dialer.decide;

import io.outdial.campaign.CampaignState;
import io.outdial.campaign.TargetState;
import io.outdial.compliance.rules.CallRules;
import io.outdial.compliance.rules.Facts;
import io.outdial.compliance.rules.Permission;
import io.outdial.compliance.rules.Permission.Never;
import io.outdial.compliance.rules.Permission.NotBefore;
import io.outdial.compliance.rules.Permission.Walk;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * When a person may next be called for a campaign, and why not earlier.
 *
 * @param at null when there is no such moment, or nobody knows it
 * @param reason why there is none; null when there is one
 * @param rule whose rule that is; null like {@code reason}
 * @param steps every rule that moved the moment, in order
 */
public record NextCall(Instant at, String reason, String rule, List<Step> steps) {

    private static final Set<TargetState> OPEN =
            Set.of(TargetState.PENDING, TargetState.DEFERRED, TargetState.WAITING_RETRY, TargetState.IN_PROGRESS);

    /** One rule that moved the moment. */
    @Schema(name = "NextCallStep")
    public record Step(String reason, String rule, Instant before, Instant after) {}

    /**
     * How the campaign stands.
     *
     * @param startAt null in a draft that does not say
     * @param endAt null likewise
     */
    public record Campaign(CampaignState state, Instant startAt, Instant endAt) {}

    /**
     * How the person stands in it.
     *
     * @param state null for who is no target of it
     * @param dueAt not before; null when due
     */
    public record Target(TargetState state, String reason, Instant dueAt) {}

    public static NextCall of(CallRules rules, Facts facts, Campaign campaign, Target target, Instant now) {
        List<Step> steps = new ArrayList<>();
        CampaignState state = campaign.state();
        boolean begun = state == CampaignState.ACTIVE || state == CampaignState.PAUSED;
        if (!begun && state != CampaignState.DRAFT && state != CampaignState.SCHEDULED) {
            return never("campaign_" + state.code(), "the campaign is over", steps);
        }
        if (begun && target.state() == null) {
            return never("not_a_target", "the campaign's audience", steps);
        }
        if (target.state() != null && !OPEN.contains(target.state())) {
            String reason = target.reason() == null ? target.state().code() : target.reason();
            return never(reason, "the target is " + target.state().code(), steps);
        }
        Instant at = now;
        if (!begun && campaign.startAt() != null) {
            at = later(steps, "campaign_start", "the campaign", at, campaign.startAt());
        }
        if (target.dueAt() != null) {
            String reason = target.reason() == null ? target.state().code() : target.reason();
            at = later(steps, reason, "the dialer's earlier decision", at, target.dueAt());
        }
        Walk walk = Permission.walk(rules, facts, at);
        walk.steps()
                .forEach(step -> steps.add(new Step(step.reason().code(), step.rule(), step.before(), step.after())));
        if (walk.end() instanceof Never never) {
            return never(never.reason().code(), never.rule(), steps);
        }
        if (walk.end() instanceof NotBefore endless) {
            return never(endless.reason().code(), endless.rule(), steps);
        }
        if (campaign.endAt() != null && !walk.at().isBefore(campaign.endAt())) {
            return never("campaign_end", "the campaign ends first", steps);
        }
        if (state == CampaignState.PAUSED) {
            return never("campaign_paused", "the campaign, until it is resumed", steps);
        }
        return new NextCall(walk.at(), null, null, List.copyOf(steps));
    }

    private static Instant later(List<Step> steps, String reason, String rule, Instant at, Instant least) {
        if (!least.isAfter(at)) {
            return at;
        }
        steps.add(new Step(reason, rule, at, least));
        return least;
    }

    private static NextCall never(String reason, String rule, List<Step> steps) {
        return new NextCall(null, reason, rule, List.copyOf(steps));
    }
}
