package io.outdial.telephony.sip;

import io.outdial.kernel.Outcome;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;

/**
 * What all calls of a connection share.
 *
 * @param costPerMinute what a begun minute costs, in the tenant's currency; null leaves costs out
 */
record Trunk(
        Party.Plan plan,
        boolean agentReports,
        BigDecimal costPerMinute,
        Duration agentAnswerWithin,
        Duration longestCall,
        TrunkHealth health) {

    BigDecimal cost(Outcome outcome, int seconds) {
        if (costPerMinute == null || seconds == 0) {
            return null;
        }
        return costPerMinute.multiply(BigDecimal.valueOf((seconds + 59) / 60)).setScale(4, RoundingMode.HALF_UP);
    }
}
