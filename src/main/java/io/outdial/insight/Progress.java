package io.outdial.insight;

import io.outdial.campaign.CampaignCounts;
import io.outdial.campaign.Cause;
import io.outdial.kernel.Money;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * Where a campaign stands.
 *
 * @param stateCause the same as a code with its figures, when the service did it by itself
 * @param inFlight calls claimed and not yet ended
 * @param callsPerMinute calls begun in the last sixty seconds, the last minute's share estimated
 * @param etaSeconds until the open targets have been called at this rate, retries not foreseen; null without a rate
 * @param answerRate calls answered by a person among calls that ended and were consumed, 0 to 1; null before the first
 * @param successRate successes among calls answered by a person, 0 to 1; null before the first
 * @param bindingLimit the {@link io.outdial.dialer.decide.BindingLimit} that holds the campaign back; null when none does
 * @param suppressedByReason how many targets are never called, by why
 * @param deferralsByReason how often a call was put off, by why
 * @param draining whether calls are still live though nothing new is placed
 */
public record Progress(
        String state,
        String stateReason,
        Cause.View stateCause,
        CampaignCounts.Targets targets,
        Attempts attempts,
        int inFlight,
        double callsPerMinute,
        Long etaSeconds,
        Money spend,
        Double answerRate,
        Double successRate,
        String bindingLimit,
        Map<String, Object> suppressedByReason,
        Map<String, Object> deferralsByReason,
        boolean draining) {

    /** @param total attempts that ended and were consumed */
    @Schema(name = "AttemptCounts")
    public record Attempts(int total, Map<String, Object> byOutcome, Map<String, Object> byDisposition) {}

    boolean isFinal() {
        return (state.equals("completed") || state.equals("stopped") || state.equals("failed")) && inFlight == 0;
    }
}
