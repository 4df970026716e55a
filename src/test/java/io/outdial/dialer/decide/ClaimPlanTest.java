package io.outdial.dialer.decide;

import static org.assertj.core.api.Assertions.assertThat;

import io.outdial.dialer.decide.ClaimPlan.CampaignRoom;
import io.outdial.dialer.decide.ClaimPlan.TenantRoom;
import io.outdial.kernel.CampaignId;
import java.util.List;
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
        assertThat(plan.binding()).containsEntry(first, "tenant_concurrent_calls");
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
        CampaignRoom spent = new CampaignRoom(first, 5, 0, FREE, FREE, FREE, FREE, 0);
        ClaimPlan plan = ClaimPlan.share(new TenantRoom(10, 100, 100, 100), List.of(spent));
        assertThat(plan.shares()).isEmpty();
        assertThat(plan.binding()).containsEntry(first, "budget");
    }

    private static CampaignRoom room(CampaignId id, int priority, int reserved, int lines) {
        return new CampaignRoom(id, priority, reserved, lines, FREE, FREE, FREE, FREE);
    }
}
