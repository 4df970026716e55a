package io.outdial.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;

import io.outdial.platform.TenantDb;
import io.outdial.support.Api;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** A campaign that calls for real, over the simulated network, and is paused on the way. */
@QuarkusTest
class ResumeTest {

    private static final int CUSTOMERS = 80;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Inject
    TenantDb db;

    @Test
    void aResumeGoesOnWhereThePauseCame() {
        CampaignFixture campaigns = new CampaignFixture(db, Api.newTenant());
        for (int i = 0; i < CUSTOMERS; i++) {
            campaigns.customer("+9665000010" + (10 + i), "valid", true);
        }
        String window = "{\"from\": \"00:00\", \"to\": \"24:00\"}";
        String id = campaigns.scheduled(campaigns
                .body("Hello", Instant.now().plusSeconds(3600), "\"duration\": \"P1D\"", window)
                .replace("\"maxDailyCalls\": 1000", "\"maxDailyCalls\": 1000, \"maxConcurrentCalls\": 2"));
        campaigns.act(id, "activate").statusCode(200);
        await().atMost(PATIENCE).until(() -> attempts(campaigns, id) >= 10);
        campaigns.act(id, "pause").statusCode(200).body("state", equalTo("paused"));
        await().atMost(PATIENCE).until(() -> campaigns.json(id + "/progress").getInt("inFlight") == 0);
        int atPause = attempts(campaigns, id);
        assertThat(atPause).isLessThan(CUSTOMERS);
        assertThat(campaigns.json(id + "/progress").getBoolean("draining")).isFalse();
        List<String> called = customers(campaigns, id);

        campaigns
                .patch(id, "{\"calls\": {\"maxConcurrentCalls\": 20, \"maxDailyCalls\": 900}}")
                .statusCode(200);
        campaigns.get(id).body("state", equalTo("paused"));
        campaigns.act(id, "resume").statusCode(200);
        await().atMost(PATIENCE)
                .until(() -> campaigns.json(id).getString("state").equals("completed"));

        JsonPath progress = campaigns.json(id + "/progress");
        assertThat(progress.getInt("targets.total")).isEqualTo(CUSTOMERS);
        assertThat(progress.getInt("attempts.total")).isEqualTo(CUSTOMERS);
        Map<String, Long> times = customers(campaigns, id).stream()
                .collect(Collectors.groupingBy(customer -> customer, Collectors.counting()));
        assertThat(times).hasSize(CUSTOMERS).containsKeys(called.toArray(String[]::new));
        assertThat(times.values()).as("one attempt each, whenever it was").containsOnly(1L);
        campaigns
                .api
                .manager()
                .get(CampaignFixture.URL + "/" + id + "/calls?limit=1")
                .then()
                .body("items[0].cost.currency", equalTo("SAR"))
                .body("items[0].cost.amount", matchesPattern("[0-9]+\\.[0-9]+"));
        campaigns
                .api
                .manager()
                .get("/api/v1/tenant")
                .then()
                .body("usage.spend.currency", equalTo("SAR"))
                .body("usage.spend.amount", equalTo(progress.getString("spend.amount")));
    }

    private static int attempts(CampaignFixture campaigns, String id) {
        return campaigns.json(id + "/progress").getInt("attempts.total");
    }

    private static List<String> customers(CampaignFixture campaigns, String id) {
        return campaigns.json(id + "/calls?limit=500").getList("items.customerId");
    }
}
