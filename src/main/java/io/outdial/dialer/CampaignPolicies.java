package io.outdial.dialer;

import io.outdial.campaign.CampaignSpec;
import io.outdial.campaign.RunningCampaign;
import io.outdial.compliance.RegulatoryPacks;
import io.outdial.compliance.rules.Pack;
import io.outdial.dialer.decide.QualityWindow;
import io.outdial.dialer.decide.RetryRules;
import io.outdial.dialer.decide.SuccessPacing;
import io.outdial.kernel.Disposition;
import io.outdial.kernel.Outcome;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What a campaign's document means to the rules, with a default for everything that it does not say. */
public final class CampaignPolicies {

    /** What counts as success in a campaign that does not say. */
    private static final Set<Disposition> SUCCESS_UNLESS_SAID = Set.of(
            Disposition.INTERESTED,
            Disposition.BOOKED,
            Disposition.CONFIRMED,
            Disposition.RESCHEDULED,
            Disposition.RENEWED,
            Disposition.UPGRADED);

    private static final int MIN_SAMPLE = 20;
    private static final int LAST_CALLS = 500;
    private static final Duration WITHIN = Duration.ofDays(1);

    private CampaignPolicies() {}

    static RetryRules.Policy retry(RunningCampaign campaign) {
        CampaignSpec.Retry retry = campaign.spec().calls().retry();
        Set<Outcome> stopOn = retry.stopOn() == null
                ? Set.of()
                : Arrays.stream(Outcome.values())
                        .filter(each -> retry.stopOn().contains(each.code()))
                        .collect(Collectors.toUnmodifiableSet());
        return new RetryRules.Policy(
                retry.maxAttempts(),
                retry.intervals() == null ? Map.of() : retry.intervals(),
                retry.backoff() == null ? 1.0 : retry.backoff(),
                retry.jitter() == null ? 0.0 : retry.jitter(),
                !Boolean.FALSE.equals(retry.differentTimeOfDay()),
                stopOn,
                success(campaign.spec()),
                campaign.redialUnknownAfter());
    }

    /** Dispositions that count as success. */
    public static Set<Disposition> success(CampaignSpec spec) {
        CampaignSpec.PerformanceSettings performance = spec.performance();
        List<String> said = performance == null ? null : performance.success();
        return said == null || said.isEmpty() ? SUCCESS_UNLESS_SAID : dispositions(said);
    }

    /** Dispositions that count as conversion; none unless the campaign names them. */
    public static Set<Disposition> conversion(CampaignSpec spec) {
        CampaignSpec.PerformanceSettings performance = spec.performance();
        List<String> said = performance == null ? null : performance.conversion();
        return said == null ? Set.of() : dispositions(said);
    }

    /** What a conversion is worth when nobody says; 0 when the campaign does not say either. */
    public static BigDecimal conversionValue(CampaignSpec spec) {
        return spec.performance() == null || spec.performance().conversionValue() == null
                ? BigDecimal.ZERO
                : spec.performance().conversionValue().amount();
    }

    /** How many of the people who answer may meet silence, by the campaign's regulation. */
    static List<Pack.Abandonment> lawfulAbandonment(RunningCampaign campaign) {
        return campaign.rules() == null
                ? List.of()
                : RegulatoryPacks.named(campaign.rules().regulation())
                        .map(pack -> pack.of(Pack.Abandonment.class))
                        .orElse(List.of());
    }

    /** What the campaign's guards are to watch; without thresholds when it has none. */
    public static QualityWindow.Policy quality(CampaignSpec spec) {
        CampaignSpec.QualitySettings quality = spec.quality();
        if (quality == null) {
            return new QualityWindow.Policy(Map.of(), MIN_SAMPLE, LAST_CALLS, WITHIN);
        }
        return new QualityWindow.Policy(
                QualityWindow.thresholds(
                        quality.maxFailureRate(),
                        quality.minAnswerRate(),
                        quality.minSuccessRate(),
                        quality.maxAbandonRate(),
                        quality.minQualityScore(),
                        quality.minSatisfaction()),
                quality.minSample() == null ? MIN_SAMPLE : quality.minSample(),
                quality.window() == null ? LAST_CALLS : quality.window(),
                quality.windowDuration() == null ? WITHIN : quality.windowDuration());
    }

    /** The share of conversations to succeed that the calling rate adapts to; 0 when it does not adapt. */
    static double successTarget(CampaignSpec spec) {
        CampaignSpec.PacingSettings pacing = spec.pacing();
        if (pacing == null || !Boolean.TRUE.equals(pacing.adaptToSuccess())) {
            return 0;
        }
        if (pacing.targetSuccessRate() != null) {
            return pacing.targetSuccessRate();
        }
        return spec.quality() == null || spec.quality().minSuccessRate() == null
                ? SuccessPacing.TARGET_UNLESS_SAID
                : spec.quality().minSuccessRate();
    }

    /** Whether the campaign's rate follows the provider's health. */
    static boolean adaptsToProvider(CampaignSpec spec) {
        return spec.pacing() == null || !"fixed".equals(spec.pacing().mode());
    }

    private static Set<Disposition> dispositions(List<String> codes) {
        return Arrays.stream(Disposition.values())
                .filter(each -> codes.contains(each.code()))
                .collect(Collectors.toUnmodifiableSet());
    }
}
