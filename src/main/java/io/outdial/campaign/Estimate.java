package io.outdial.campaign;

import io.outdial.kernel.Money;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * What a campaign would come to if it started now. Pure.
 *
 * <p>Each call is taken to be answered by a person with the probability p, independently, and a person is called until then
 * or until the attempts n are used up. So a person takes (1 - (1 - p)^n) / p calls on average and is spoken to with the
 * probability 1 - (1 - p)^n (the geometric distribution, cut off at n).
 *
 * @param matched customers whom the audience selects
 * @param reachable those of them who may be called as far as is known
 * @param answerRate p: of all the tenant's calls so far, or assumed
 * @param assumed whether the tenant has no calls yet that could tell the answer rate
 * @param expectedAnswers people who will be spoken to
 * @param expectedCalls calls that will be made, all attempts counted
 * @param costPerCall average of the tenant's calls so far; null before the first
 * @param expectedCost of the expected calls, or the whole budget when they would cost more; null without a cost per call
 * @param beyondBudget whether the budget will run out before everybody was called
 */
public record Estimate(
        long matched,
        long reachable,
        double answerRate,
        boolean assumed,
        long expectedAnswers,
        long expectedCalls,
        Money costPerCall,
        Money expectedCost,
        boolean beyondBudget) {

    /** Assumed until a tenant has calls of its own. */
    static final double UNKNOWN_ANSWER_RATE = 0.5;

    private static final int DECIMALS = 4;

    /**
     * What a tenant's calls so far tell.
     *
     * @param attempts that ended and were consumed
     * @param answered of those, by a person
     */
    record Experience(long attempts, long answered, BigDecimal spend, String currency) {}

    static Estimate of(CampaignSpec spec, long matched, long reachable, Experience experience) {
        boolean assumed = experience.attempts() == 0;
        double rate = assumed ? UNKNOWN_ANSWER_RATE : (double) experience.answered() / experience.attempts();
        int attempts = attempts(spec);
        double spokenTo = 1 - Math.pow(1 - rate, attempts);
        long calls = Math.round(reachable * (rate == 0 ? attempts : spokenTo / rate));
        BigDecimal perCall = assumed
                ? null
                : experience.spend().divide(BigDecimal.valueOf(experience.attempts()), MathContext.DECIMAL64);
        BigDecimal cost = perCall == null ? null : perCall.multiply(BigDecimal.valueOf(calls));
        Money budget = spec.performance() == null ? null : spec.performance().budget();
        boolean beyond = cost != null && budget != null && cost.compareTo(budget.amount()) > 0;
        return new Estimate(
                matched,
                reachable,
                rate,
                assumed,
                Math.round(reachable * spokenTo),
                calls,
                money(perCall, experience.currency()),
                money(beyond ? budget.amount() : cost, experience.currency()),
                beyond);
    }

    private static int attempts(CampaignSpec spec) {
        return spec.calls() == null
                        || spec.calls().retry() == null
                        || spec.calls().retry().maxAttempts() == null
                ? 1
                : spec.calls().retry().maxAttempts();
    }

    private static Money money(BigDecimal amount, String currency) {
        return amount == null ? null : new Money(amount.setScale(DECIMALS, RoundingMode.HALF_UP), currency);
    }
}
