package io.outdial.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.outdial.campaign.Estimate.Experience;
import io.outdial.kernel.Money;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

class EstimateTest {

    @Test
    void withOneAttemptACallIsMadeToEach() {
        Estimate estimate = Estimate.of(spec(1, null), 120, 100, experience(1000, 300, "500"));
        assertThat(estimate.expectedCalls()).isEqualTo(100);
        assertThat(estimate.expectedAnswers()).isEqualTo(30);
        assertThat(estimate.costPerCall()).isEqualTo(new Money(new BigDecimal("0.5000"), "SAR"));
        assertThat(estimate.expectedCost()).isEqualTo(new Money(new BigDecimal("50.0000"), "SAR"));
    }

    @Test
    void furtherAttemptsAreMadeForThoseWhoDidNotAnswer() {
        // 100 first calls, 70 second, 49 third: 219; 100 - 34.3 are spoken to.
        Estimate estimate = Estimate.of(spec(3, null), 100, 100, experience(1000, 300, "1000"));
        assertThat(estimate.expectedCalls()).isEqualTo(219);
        assertThat(estimate.expectedAnswers()).isEqualTo(66);
    }

    @Test
    void whereNobodyEverAnsweredEveryAttemptIsMade() {
        Estimate estimate = Estimate.of(spec(3, null), 10, 10, experience(50, 0, "5"));
        assertThat(estimate.expectedCalls()).isEqualTo(30);
        assertThat(estimate.expectedAnswers()).isZero();
    }

    @Test
    void beforeTheFirstCallTheCostIsNotKnown() {
        Estimate estimate = Estimate.of(spec(2, "100.00"), 10, 10, experience(0, 0, "0"));
        assertThat(estimate.assumed()).isTrue();
        assertThat(estimate.answerRate()).isEqualTo(0.5, within(1e-9));
        assertThat(estimate.expectedCost()).isNull();
        assertThat(estimate.beyondBudget()).isFalse();
    }

    @Test
    void noMoreThanTheBudgetIsSpent() {
        Estimate estimate = Estimate.of(spec(1, "20.00"), 100, 100, experience(10, 5, "10"));
        assertThat(estimate.beyondBudget()).isTrue();
        assertThat(estimate.expectedCost().amount()).isEqualByComparingTo("20");
    }

    private static Experience experience(long attempts, long answered, String spend) {
        return new Experience(attempts, answered, new BigDecimal(spend), "SAR");
    }

    private static CampaignSpec spec(int attempts, String budget) {
        CampaignSpec.Retry retry = new CampaignSpec.Retry(attempts, null, null, null, null, null, null);
        CampaignSpec.CallSettings calls =
                new CampaignSpec.CallSettings(null, null, null, retry, null, null, null, null, null, null, null, null);
        CampaignSpec.PerformanceSettings performance = budget == null
                ? null
                : new CampaignSpec.PerformanceSettings(
                        null, null, null, null, new Money(new BigDecimal(budget), "SAR"), null);
        return new CampaignSpec(
                "x", null, null, null, null, null, null, null, calls, null, performance, null, null, null);
    }
}
