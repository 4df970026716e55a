package io.outdial.dialer;

import static org.assertj.core.api.Assertions.assertThat;

import io.outdial.kernel.Disposition;
import io.outdial.kernel.Outcome;
import io.outdial.telephony.LookUp;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Who is taken off the queue first, and how its targets are paged. */
@QuarkusTest
class QueueOrderTest {

    private static final Instant NOW = Scene.OPEN;

    @Inject
    Bench bench;

    private String campaign;

    @Test
    void whoIsDueComesBeforeWhoIsFresh() {
        Scene scene = scene(9, 3);
        List<String> first = callInVain(scene, NOW);
        assertThat(first).hasSize(3);

        Instant due = NOW.plus(Duration.ofMinutes(20));
        assertThat(phones(bench.claim(scene, due))).containsExactlyInAnyOrderElementsOf(first);
    }

    @Test
    void whoIsNotDueYetHoldsNobodyBack() {
        Scene scene = scene(9, 3);
        List<String> called = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            called.addAll(callInVain(scene, NOW.plusSeconds(i)));
        }
        assertThat(called).as("everybody once").hasSize(9).doesNotHaveDuplicates();
        assertThat(bench.claim(scene, NOW.plusSeconds(3))).isEmpty();
    }

    @Test
    void whatWasNeverSentIsTakenAgain() {
        Scene scene = scene(6, 6);
        List<String> first = phones(bench.claim(scene, NOW));
        assertThat(first).hasSize(6);
        bench.reap(scene, new Network(new LookUp.Unsure(), false), NOW.plusSeconds(31));
        assertThat(phones(bench.claim(scene, NOW.plusSeconds(31)))).containsExactlyInAnyOrderElementsOf(first);
    }

    @Test
    void campaignsForTheSamePeopleBeginWithDifferentOnes() {
        Scene scene = new Scene(bench.db, Map.of("maxConcurrentCalls", 10), 30);
        for (int i = 0; i < 5; i++) {
            scene.closed();
        }
        assertThat(bench.claim(scene, NOW))
                .as("two for each campaign were taken; would all begin alike, only two people were called")
                .hasSizeGreaterThan(2);
    }

    @Test
    void whoWaitsForANumberIsDueWhenItIsFreeOneAfterTheOther() {
        Scene scene = new Scene(bench.db, Map.of(), 1);
        List<String> campaigns = List.of(scene.closed(), scene.closed(), scene.closed());
        List<String> called = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            Instant now = NOW.plusSeconds(i);
            List<Claimed> claimed = bench.claim(scene, now);
            assertThat(claimed).as("one at a time").hasSize(1);
            called.add(claimed.get(0).campaign().id().toString());
            bench.startSending(scene, claimed, now);
            bench.report(
                    now, Bench.end(scene.tenant, claimed.get(0).id(), Outcome.ANSWERED_HUMAN, Disposition.BOOKED, now));
            assertThat(scene.sql(
                            "select from ready where tenant_id = $1 and due_at <= $2", now.atOffset(ZoneOffset.UTC)))
                    .as("of those who wait, one is woken")
                    .hasSize(i < 2 ? 1 : 0);
        }
        assertThat(called).containsExactlyInAnyOrderElementsOf(campaigns);
    }

    @Test
    void pagesAreInOneOrderWhereverTheTargetsAre() {
        Scene scene = scene(9, 4);
        List<Claimed> claimed = bench.claim(scene, NOW);
        bench.startSending(scene, claimed.subList(0, 2), NOW);
        bench.report(
                NOW, Bench.end(scene.tenant, claimed.get(0).id(), Outcome.ANSWERED_HUMAN, Disposition.BOOKED, NOW));
        bench.report(NOW, Bench.end(scene.tenant, claimed.get(1).id(), Outcome.BUSY, Disposition.NONE, NOW));

        List<String> customers = new ArrayList<>();
        List<String> states = new ArrayList<>();
        String cursor = "";
        do {
            JsonPath page = page(scene, "limit=2" + cursor);
            customers.addAll(page.getList("items.customerId"));
            states.addAll(page.getList("items.state"));
            cursor = page.getString("nextCursor") == null ? "" : "&cursor=" + page.getString("nextCursor");
        } while (!cursor.isEmpty());
        assertThat(customers).hasSize(9).doesNotHaveDuplicates().isSorted();
        assertThat(states).containsOnlyOnce("succeeded", "waiting_retry").contains("in_progress", "pending");

        assertThat(page(scene, "state=in_progress").getList("items")).hasSize(2);
        assertThat(page(scene, "state=succeeded").getList("items.disposition")).containsExactly("booked");
        assertThat(page(scene, "state=waiting_retry").getList("items.reason")).containsExactly("busy");
        assertThat(page(scene, "state=pending").getList("items.dueAt"))
                .hasSize(5)
                .doesNotContainNull();
        assertThat(page(scene, "state=expired").getList("items")).isEmpty();
    }

    /** Customers in two zones, and a campaign for all of them that may call so many at once. */
    private Scene scene(int customers, int atOnce) {
        Scene scene = new Scene(bench.db, Map.of("maxConcurrentCalls", atOnce), customers);
        scene.sql("update customer set zones = 'Asia/Dubai' where tenant_id = $1 and external_id::int % 2 = 0");
        campaign = scene.closed();
        return scene;
    }

    private JsonPath page(Scene scene, String query) {
        return scene.api
                .manager()
                .get("/api/v1/campaigns/" + campaign + "/targets?" + query)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    private static List<String> phones(List<Claimed> claimed) {
        return claimed.stream().map(Claimed::phone).toList();
    }

    /** Claims what may be called, calls it in vain, and answers whom. */
    private List<String> callInVain(Scene scene, Instant now) {
        List<Claimed> claimed = bench.claim(scene, now);
        bench.startSending(scene, claimed, now);
        claimed.forEach(
                each -> bench.report(now, Bench.end(scene.tenant, each.id(), Outcome.BUSY, Disposition.NONE, now)));
        return phones(claimed);
    }
}
