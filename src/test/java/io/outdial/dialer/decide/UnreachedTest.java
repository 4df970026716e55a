package io.outdial.dialer.decide;

import static org.assertj.core.api.Assertions.assertThat;

import io.outdial.kernel.CampaignId;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class UnreachedTest {

    private static final Instant NOW = Instant.parse("2026-03-01T09:00:00Z");
    private static final Predicate<String> NONE = country -> false;
    private static final Predicate<String> ONLY_ARABIA = "SA"::equals;

    private final Unreached unreached = new Unreached();
    private final CampaignId campaign = CampaignId.next();

    @Test
    void whereEverybodyHadAWayNothingIsKept() {
        unreached.met(campaign, Map.of("Asia/Dubai", Set.of("AE")), Set.of(), NOW);
        assertThat(unreached.inVain(campaign, "Asia/Dubai", NONE, NOW)).isFalse();
        assertThat(unreached.freshFirst(campaign, NOW.plusSeconds(1))).isFalse();
    }

    @Test
    void zonesAreLeftAloneWhileThereIsNoWayAndForAWhile() {
        unreached.met(campaign, Map.of("Asia/Dubai", Set.of("AE")), Set.of("Asia/Dubai"), NOW);
        assertThat(unreached.inVain(campaign, "Asia/Dubai", ONLY_ARABIA, NOW.plusSeconds(29)))
                .isTrue();
        assertThat(unreached.inVain(campaign, "Asia/Dubai", "AE"::equals, NOW.plusSeconds(1)))
                .as("its line is free again")
                .isFalse();
        assertThat(unreached.inVain(campaign, "Asia/Riyadh", ONLY_ARABIA, NOW)).isFalse();
        assertThat(unreached.inVain(CampaignId.next(), "Asia/Dubai", ONLY_ARABIA, NOW))
                .isFalse();
        assertThat(unreached.inVain(campaign, "Asia/Dubai", ONLY_ARABIA, NOW.plusSeconds(30)))
                .as("others may be due")
                .isFalse();
    }

    @Test
    void zonesOfSeveralCountriesAreLeftAloneOnlyWhenThereIsAWayToNone() {
        unreached.met(campaign, Map.of("Asia/Dubai", Set.of("AE")), Set.of("Asia/Dubai"), NOW);
        unreached.met(campaign, Map.of("Asia/Dubai", Set.of("SA")), Set.of(), NOW.plusSeconds(1));
        assertThat(unreached.inVain(campaign, "Asia/Dubai", ONLY_ARABIA, NOW.plusSeconds(2)))
                .isFalse();
        assertThat(unreached.inVain(campaign, "Asia/Dubai", NONE, NOW.plusSeconds(2)))
                .isTrue();
    }

    @Test
    void aNumberOfNoKnownCountryIsOneToo() {
        unreached.met(campaign, Map.of("UTC", Set.of("")), Set.of("UTC"), NOW);
        assertThat(unreached.inVain(campaign, "UTC", ONLY_ARABIA, NOW)).isTrue();
        assertThat(unreached.inVain(campaign, "UTC", String::isEmpty, NOW)).isFalse();
    }

    @Test
    void whoWasNeverTriedGoesFirstEveryOtherSecondUntilNobodyIsWithoutAWay() {
        unreached.met(campaign, Map.of("UTC", Set.of("AE")), Set.of("UTC"), NOW);
        assertThat(unreached.freshFirst(campaign, NOW)).isFalse();
        assertThat(unreached.freshFirst(campaign, NOW.plusSeconds(1))).isTrue();
        assertThat(unreached.freshFirst(campaign, NOW.plusSeconds(2))).isFalse();
        assertThat(unreached.freshFirst(campaign, NOW.plusSeconds(61))).isFalse();
    }
}
