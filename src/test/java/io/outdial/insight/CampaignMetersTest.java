package io.outdial.insight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.outdial.campaign.CampaignFixture;
import io.outdial.platform.TenantDb;
import io.outdial.support.Api;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.time.Duration;
import org.junit.jupiter.api.Test;

@QuarkusTest
class CampaignMetersTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Inject
    TenantDb db;

    @Test
    void aCampaignHasMetersFromItsActivationToItsEnd() {
        Api api = Api.newTenant();
        CampaignFixture campaigns = new CampaignFixture(db, api);
        campaigns.customers();
        String id = campaigns.scheduled();
        assertThat(metrics()).doesNotContain(id);
        campaigns.act(id, "activate").statusCode(200);
        String own = "{campaign=\"" + id + "\",";
        await().atMost(PATIENCE).until(() -> metrics()
                .lines()
                .anyMatch(line -> line.startsWith("outdial_campaign_targets" + own)
                        && line.contains("state=\"pending\",tenant=\"" + api.slug + "\"")
                        && line.endsWith(" 1.0")));
        assertThat(metrics().lines())
                .anyMatch(line -> line.startsWith("outdial_campaign_targets" + own)
                        && line.contains("state=\"suppressed\"")
                        && line.endsWith(" 5.0"))
                .anyMatch(line -> line.startsWith("outdial_campaign_calls_in_flight" + own) && line.endsWith(" 0.0"));
        campaigns.act(id, "pause").statusCode(200);
        campaigns.act(id, "stop").statusCode(200);
        await().atMost(PATIENCE).until(() -> !metrics().contains(id));
    }

    private static String metrics() {
        return RestAssured.get("/q/metrics").then().statusCode(200).extract().asString();
    }
}
