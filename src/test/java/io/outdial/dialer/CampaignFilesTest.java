package io.outdial.dialer;

import static org.assertj.core.api.Assertions.assertThat;

import io.outdial.kernel.Disposition;
import io.outdial.kernel.Outcome;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A campaign's targets and calls as files: whole, in pages that nobody sees, masked like everywhere. */
@QuarkusTest
class CampaignFilesTest {

    private static final Instant NOW = Scene.OPEN;

    /** More than two pages. */
    private static final int CUSTOMERS = 1_100;

    @Inject
    Bench bench;

    @Test
    void filesAreWholeAndSayWhatPagesSay() {
        Scene scene = new Scene(bench.db, Map.of("maxConcurrentCalls", 2_000), CUSTOMERS);
        String campaign = scene.closed();
        List<Claimed> claimed = bench.claim(scene, NOW);
        assertThat(claimed).isNotEmpty();
        bench.startSending(scene, claimed, NOW.plusSeconds(1));
        claimed.forEach(each -> bench.report(
                NOW.plusSeconds(5),
                Bench.end(scene.tenant, each.id(), Outcome.BUSY, Disposition.NONE, NOW.plusSeconds(5))));

        List<String> targets = lines(scene.api.manager(), campaign, "targets", "csv");
        assertThat(targets.get(0)).startsWith("customer_id,phone,state,reason");
        assertThat(targets).hasSize(1 + CUSTOMERS).doesNotHaveDuplicates();
        assertThat(targets.get(1)).contains(",+9665");
        assertThat(lines(scene.api.manager(), campaign, "targets", "ndjson")).hasSize(CUSTOMERS);

        List<String> calls = lines(scene.api.manager(), campaign, "calls", "csv");
        assertThat(calls).hasSize(1 + claimed.size());
        assertThat(calls.get(1)).contains(",finished,busy,");
    }

    @Test
    void numbersAreMaskedForWhoMayNotSeeThem() {
        Scene scene = new Scene(bench.db, Map.of(), 3);
        String campaign = scene.closed();
        RequestSpecification viewer = scene.api.withScopes("admin", "campaigns:read");
        assertThat(lines(viewer, campaign, "targets", "csv")).hasSize(4).noneMatch(line -> line.contains("+96651"));
        assertThat(lines(scene.api.withScopes("admin", "campaigns:read"), campaign, "targets", "csv")
                        .get(1))
                .contains("***");
    }

    @Test
    void anotherFormatIsRefused() {
        Scene scene = new Scene(bench.db, Map.of(), 1);
        scene.api
                .manager()
                .get("/api/v1/campaigns/" + scene.closed() + "/calls/export?format=xlsx")
                .then()
                .statusCode(400);
    }

    private static List<String> lines(RequestSpecification reader, String campaign, String what, String format) {
        String file = reader.get("/api/v1/campaigns/" + campaign + "/" + what + "/export?format=" + format)
                .then()
                .statusCode(200)
                .extract()
                .asString();
        return file.lines().toList();
    }
}
