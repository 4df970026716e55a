package io.outdial.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.outdial.cluster.Cluster.Plan;
import io.outdial.cluster.Cluster.Tenant;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** What the network's journal and the database must say of campaigns that are over, whatever happened meanwhile. */
final class Accounts {

    private Accounts() {}

    /** @param tenants all that the cluster has */
    static void mustBeRight(Cluster cluster, Tenant... tenants) {
        assertThat(cluster.leftovers()).isEmpty();
        await("no call is live")
                .atMost(Duration.ofSeconds(20))
                .until(() -> cluster.journal().endless().isEmpty());
        Journal journal = cluster.journal();
        assertThat(journal.createdTwice()).as("attempts requested twice").isEmpty();
        assertThat(journal.mostAtOnce(phone -> phone))
                .as("calls to one person at once")
                .allSatisfy((phone, most) -> assertThat(most).isOne());
        limitsHeld(journal, List.of(tenants));
        everybodyWasCalled(cluster, journal.rung(), List.of(tenants));
        assertThat(cluster.database.number("select count(*) from target where state = 'unknown'"))
                .as("the network is an authority, so every fate is known")
                .isZero();
    }

    private static void limitsHeld(Journal journal, List<Tenant> tenants) {
        for (Tenant tenant : tenants) {
            assertThat(atOnce(journal, tenant.plans()))
                    .as("calls of %s at once", tenant.slug())
                    .isLessThanOrEqualTo(tenant.lines());
            for (Plan plan : tenant.plans()) {
                if (plan.maxConcurrentCalls() != null) {
                    assertThat(atOnce(journal, List.of(plan)))
                            .as("calls of the campaign for %s at once", plan.prefix())
                            .isLessThanOrEqualTo(plan.maxConcurrentCalls());
                }
            }
        }
    }

    private static int atOnce(Journal journal, List<Plan> plans) {
        return journal.mostAtOnce(phone -> String.valueOf(isOf(plans, phone))).getOrDefault("true", 0);
    }

    private static boolean isOf(List<Plan> plans, String phone) {
        return plans.stream().anyMatch(plan -> phone.startsWith(plan.prefix()));
    }

    private static void everybodyWasCalled(Cluster cluster, Map<String, Long> rung, List<Tenant> tenants) {
        int people = tenants.stream()
                .flatMap(tenant -> tenant.plans().stream())
                .mapToInt(Plan::people)
                .sum();
        assertThat(rung).as("everybody was called").hasSize(people);
        for (Tenant tenant : tenants) {
            assertThat(rung).as("and for no attempt twice").allSatisfy((phone, times) -> assertThat(
                            !isOf(tenant.plans(), phone) || times <= tenant.maxAttempts())
                    .isTrue());
        }
        assertThat(cluster.database.number("select count(*) from target"))
                .as("targets of all campaigns")
                .isEqualTo(people);
        assertThat(cluster.database.rows("select phone, count(*) from attempt where consumed group by phone"))
                .as("attempts on the accounts are calls on the network")
                .hasSize(people)
                .allSatisfy(row -> assertThat(rung.get(row.get(0))).isEqualTo(Long.parseLong(row.get(1))));
    }
}
