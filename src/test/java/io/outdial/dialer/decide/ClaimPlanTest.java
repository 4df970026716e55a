package io.outdial.dialer.decide;

import static org.assertj.core.api.Assertions.assertThat;

import io.outdial.dialer.decide.ClaimPlan.CampaignRoom;
import io.outdial.dialer.decide.ClaimPlan.TenantRoom;
import io.outdial.kernel.CampaignId;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ClaimPlanTest {

    private static final int FREE = Integer.MAX_VALUE;
    private final CampaignId first = CampaignId.next();
    private final CampaignId second = CampaignId.next();

    @Test
    void theTenantsLinesAreNeverExceeded() {
        ClaimPlan plan = ClaimPlan.share(
                new TenantRoom(10, 100, 100, 100), List.of(room(first, 5, 0, FREE), room(second, 5, 0, FREE)));
        assertThat(plan.shares()).containsEntry(first, 5).containsEntry(second, 5);
        assertThat(plan.binding()).containsEntry(first, BindingLimit.TENANT_CONCURRENT_CALLS);
    }

    @Test
    void higherPriorityGoesFirst() {
        ClaimPlan plan = ClaimPlan.share(
                new TenantRoom(10, 100, 100, 100), List.of(room(first, 1, 0, FREE), room(second, 9, 0, 8)));
        assertThat(plan.shares()).containsEntry(second, 8).containsEntry(first, 2);
    }

    @Test
    void reservedLinesComeBeforePriority() {
        ClaimPlan plan = ClaimPlan.share(
                new TenantRoom(10, 100, 100, 100), List.of(room(first, 1, 4, FREE), room(second, 9, 0, FREE)));
        assertThat(plan.shares()).containsEntry(first, 4).containsEntry(second, 6);
    }

    @Test
    void whatOneCannotUseAnotherGets() {
        ClaimPlan plan = ClaimPlan.share(
                new TenantRoom(10, 100, 100, 100), List.of(room(first, 5, 0, 2), room(second, 5, 0, FREE)));
        assertThat(plan.shares()).containsEntry(first, 2).containsEntry(second, 8);
    }

    @Test
    void nothingIsSharedWhenTheTenantHasNoLineLeft() {
        ClaimPlan plan = ClaimPlan.share(new TenantRoom(-3, 100, 100, 100), List.of(room(first, 5, 4, FREE)));
        assertThat(plan.shares()).isEmpty();
    }

    @Test
    void aCampaignsOwnLimitIsNamed() {
        CampaignRoom spent = new CampaignRoom(first, 5, 0, FREE, FREE, FREE, FREE, FREE, 0, false, 0);
        ClaimPlan plan = ClaimPlan.share(new TenantRoom(10, 100, 100, 100), List.of(spent));
        assertThat(plan.shares()).isEmpty();
        assertThat(plan.binding()).containsEntry(first, BindingLimit.BUDGET);
    }

    @Test
    void whoHadLeastIsNext() {
        ClaimPlan plan = ClaimPlan.share(
                new TenantRoom(1, 100, 100, 100), List.of(room(first, 5, 0, FREE, 8), room(second, 5, 0, FREE, 7)));
        assertThat(plan.shares()).containsOnly(Map.entry(second, 1));
    }

    @Test
    void oneFreeLineAtATimeIsSharedFairlyAsWell() {
        Map<CampaignId, Double> had = new HashMap<>(Map.of(first, 0.0, second, 0.0));
        for (int turn = 0; turn < 100; turn++) {
            ClaimPlan plan = ClaimPlan.share(
                    new TenantRoom(1, 100, 100, 100),
                    List.of(room(first, 5, 0, FREE, had.get(first)), room(second, 5, 0, FREE, had.get(second))));
            plan.passes().forEach((id, pass) -> had.put(id, pass + plan.shares().getOrDefault(id, 0)));
        }
        assertThat(had).containsEntry(first, 50.0).containsEntry(second, 50.0);
    }

    @Test
    void aNewcomerMakesUpForLittleOfWhatTheOthersHad() {
        ClaimPlan plan = ClaimPlan.share(
                new TenantRoom(60, 100, 100, 100),
                List.of(room(first, 5, 0, FREE, 10_000), room(second, 5, 0, FREE, 0)));
        assertThat(plan.shares()).containsEntry(first, 20).containsEntry(second, 40);
    }

    @Test
    void whoWaitsInVainRises() {
        Instant now = Instant.parse("2026-11-01T09:00:00Z");
        assertThat(ClaimPlan.aged(3, now, now)).isEqualTo(3);
        assertThat(ClaimPlan.aged(3, now.minusSeconds(599), now)).isEqualTo(3);
        assertThat(ClaimPlan.aged(3, now.minusSeconds(600), now)).isEqualTo(4);
        assertThat(ClaimPlan.aged(3, now.minusSeconds(86_400), now)).isEqualTo(10);
    }

    @Test
    void aTenantWithoutTokensIsHeldByItsRate() {
        ClaimPlan plan = ClaimPlan.share(new TenantRoom(10, -1, 100, 100), List.of(room(first, 5, 0, FREE)));
        assertThat(plan.binding()).containsEntry(first, BindingLimit.TENANT_CALLS_PER_SECOND);
    }

    @Test
    void thePaceOfTheProviderAndOfSuccessAreNamed() {
        CampaignRoom paced = new CampaignRoom(first, 5, 0, 9, FREE, FREE, 2, FREE, FREE, false, 0);
        CampaignRoom slowed = new CampaignRoom(second, 5, 0, 3, FREE, FREE, FREE, FREE, FREE, true, 0);
        ClaimPlan plan = ClaimPlan.share(new TenantRoom(100, 100, 100, 100), List.of(paced, slowed));
        assertThat(plan.binding())
                .containsEntry(first, BindingLimit.PROVIDER_PACE)
                .containsEntry(second, BindingLimit.SUCCESS_PACE);
    }

    private static CampaignRoom room(CampaignId id, int priority, int reserved, int lines) {
        return room(id, priority, reserved, lines, 0);
    }

    private static CampaignRoom room(CampaignId id, int priority, int reserved, int lines, double pass) {
        return new CampaignRoom(id, priority, reserved, lines, FREE, FREE, FREE, FREE, FREE, false, pass);
    }
}
