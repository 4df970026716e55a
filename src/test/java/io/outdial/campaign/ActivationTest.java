package io.outdial.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.nullValue;

import io.outdial.kernel.Uuid7;
import io.outdial.platform.TenantDb;
import io.outdial.support.Api;
import io.outdial.support.Holder;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What a refused start leaves, and who gets the last slot. */
@QuarkusTest
class ActivationTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Inject
    TenantDb db;

    @Inject
    CampaignClock clock;

    @Inject
    Activation activation;

    @Test
    void aRefusedStartIsOnRecordOnceAndTriedAgain() {
        CampaignFixture campaigns = new CampaignFixture(db, Api.newTenant());
        campaigns.customer("+966500000001", "valid", true);
        String id = campaigns.scheduled();
        campaigns.run(
                "delete from customer where tenant_id = $1 and $2::uuid is not null and $3::timestamptz is not null",
                Uuid7.next());
        for (int i = 0; i < 3; i++) {
            campaigns
                    .act(id, "activate")
                    .statusCode(422)
                    .body("checks.find { it.name == 'audience_size' }.passed", equalTo(false))
                    .body("errors.pointer", hasItem("/audience"));
        }
        campaigns
                .get(id)
                .body("state", equalTo("scheduled"))
                .body("stateReason", containsString("matches nobody"))
                .body("stateCause.code", equalTo("checks_failed"))
                .body("stateCause.figures.checks", org.hamcrest.Matchers.contains("audience_size"));
        campaigns
                .api
                .manager()
                .get(CampaignFixture.URL + "/" + id + "/initiation")
                .then()
                .body("stages[0].state", equalTo("failed"))
                .body("stages[0].result.valid", equalTo(false))
                .body("stages[0].result.checks.find { it.name == 'audience_size' }.passed", equalTo(false))
                .body("stages[1].state", equalTo("pending"));
        assertThat(campaigns.events(id, "activation_refused")).isEqualTo(1);

        Instant due = Instant.now().truncatedTo(ChronoUnit.MILLIS).plus(Duration.ofHours(2));
        assertThat(run(campaigns, due)).isEqualTo(due.plusSeconds(60));
        assertThat(run(campaigns, due.plusSeconds(60))).isEqualTo(due.plusSeconds(120));
        assertThat(campaigns.events(id, "activation_refused")).isEqualTo(1);

        campaigns.customer("+966500000001", "valid", true);
        run(campaigns, due.plusSeconds(120));
        campaigns
                .get(id)
                .body("state", equalTo("active"))
                .body("stateReason", nullValue())
                .body("stateCause", nullValue());
        campaigns
                .api
                .manager()
                .get(CampaignFixture.URL + "/" + id + "/initiation")
                .then()
                .body("stages[0].state", equalTo("succeeded"));
    }

    @Test
    void withoutASlotItWaitsAndSaysSo() {
        CampaignFixture campaigns = new CampaignFixture(db, Api.newTenant(Map.of("maxActiveCampaigns", 1)));
        campaigns.customers();
        String first = campaigns.active();
        String second = campaigns.scheduled();
        campaigns
                .act(second, "activate")
                .statusCode(409)
                .body("limit", equalTo("maxActiveCampaigns"))
                .body("checks.find { it.name == 'campaign_slot' }.passed", equalTo(false))
                .body("checks.find { it.name == 'audience_query' }.passed", equalTo(true));
        campaigns.get(second).body("state", equalTo("scheduled")).body("stateReason", containsString("limit"));
        assertThat(campaigns.json(second + "/initiation").getString("stages[0].state"))
                .isEqualTo("failed");
        campaigns.act(first, "stop").statusCode(200);
        campaigns.act(second, "activate").statusCode(200).body("stateReason", nullValue());
        assertThat(campaigns.activeCampaigns()).isEqualTo(1);
    }

    @Test
    void ofManyAtOnceExactlyOneGetsTheLastSlot() {
        CampaignFixture campaigns = new CampaignFixture(db, Api.newTenant(Map.of("maxActiveCampaigns", 2)));
        campaigns.customers();
        campaigns.active();
        List<String> ids = new ArrayList<>();
        List<Uni<Object>> starts = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            String id = campaigns.scheduled();
            ids.add(id);
            starts.add(activation
                    .run(campaigns.command(id, Instant.now()))
                    .onItemOrFailure()
                    .transform((campaign, failure) -> failure == null ? campaign.state() : failure));
        }
        List<Object> results = Uni.join().all(starts).andFailFast().await().atMost(PATIENCE);
        assertThat(results.stream().filter(CampaignState.ACTIVE::equals)).hasSize(1);
        assertThat(results.stream().filter(Refusal.class::isInstance)).hasSize(7);
        assertThat(campaigns.activeCampaigns()).isEqualTo(2);
        for (int i = 0; i < ids.size(); i++) {
            boolean won = results.get(i) == CampaignState.ACTIVE;
            campaigns
                    .get(ids.get(i))
                    .body("state", equalTo(won ? "active" : "scheduled"))
                    .body("stateReason", won ? nullValue() : containsString("limit"));
            int targets = campaigns
                    .one(
                            "select count(*)::int as n from target_now where tenant_id = $1 and campaign_id = $2",
                            ids.get(i))
                    .getInteger("n");
            assertThat(targets).isEqualTo(won ? 6 : 0);
        }
    }

    @Test
    void anErrorOfTheServiceIsNotHiddenAndNotTriedEverySecond() {
        CampaignFixture campaigns = new CampaignFixture(db, Api.newTenant());
        campaigns.customers();
        String id = campaigns.scheduled();
        campaigns.run(
                "delete from tenant_capacity where tenant_id = $1 and $2::uuid is not null and $3::timestamptz is not null",
                Uuid7.next());
        Instant due = Instant.now().truncatedTo(ChronoUnit.MILLIS).plus(Duration.ofHours(2));
        assertThat(run(campaigns, due)).isEqualTo(due.plusSeconds(60));
        campaigns.get(id).body("state", equalTo("scheduled")).body("stateReason", containsString("internal error"));
        campaigns.act(id, "activate").statusCode(500).body("type", containsString("internal-error"));
        assertThat(campaigns.events(id, "activation_refused")).isEqualTo(1);
    }

    @Test
    void whenItsEndPassesBeforeItStartsItWaitsForAnotherEnd() {
        CampaignFixture campaigns = new CampaignFixture(db, Api.newTenant());
        campaigns.customers();
        Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        String id = campaigns.scheduled(campaigns.body(
                "Hello",
                now.plus(Duration.ofHours(1)),
                "\"endAt\": \"" + now.plus(Duration.ofHours(2)) + "\"",
                "{\"from\": \"00:00\", \"to\": \"24:00\"}"));
        Instant late = now.plus(Duration.ofHours(3));
        assertThat(run(campaigns, late)).as("trying again cannot help").isEqualTo(CampaignClock.NEVER);
        campaigns
                .get(id)
                .body("state", equalTo("scheduled"))
                .body("stateReason", containsString("end passed before it could start"))
                .body("nextAttemptAt", nullValue());
        campaigns
                .patch(id, "{\"endAt\": \"" + now.plus(Duration.ofDays(9)) + "\"}")
                .statusCode(200)
                .body("stateReason", nullValue());
        run(campaigns, late);
        campaigns.get(id).body("state", equalTo("active"));
    }

    @Test
    void aDurationCountsFromTheStartThatWas() {
        CampaignFixture campaigns = new CampaignFixture(db, Api.newTenant());
        campaigns.customers();
        String id = campaigns.scheduled();
        Instant late = Instant.now().truncatedTo(ChronoUnit.MILLIS).plus(Duration.ofDays(5));
        run(campaigns, late);
        assertThat(end(campaigns, id)).isEqualTo(late.plus(Duration.ofDays(30)));
        campaigns.patch(id, "{\"duration\": \"P40D\"}").statusCode(200);
        assertThat(end(campaigns, id)).isEqualTo(late.plus(Duration.ofDays(40)));
    }

    @Test
    void holidaysThatNobodyKnowsYetAreNotCalledOn() {
        CampaignFixture campaigns = new CampaignFixture(db, Api.newTenant());
        campaigns.customers();
        String body = campaigns.body(
                "Hello",
                Instant.now().plusSeconds(3600),
                "\"endAt\": \"2190-01-01T00:00:00Z\"",
                CampaignFixture.closedWindow());
        String id = campaigns.create(body.replace("\"windows\"", "\"holidays\": [\"SA\"], \"windows\""));
        campaigns
                .act(id, "schedule")
                .statusCode(422)
                .body("errors.pointer", hasItem("/calls/holidays/0"))
                .body("detail", containsString("known from 2024 to 2060"));
    }

    /** What the preview says of a campaign's settings is what its activation does, but for caps, which pass with time. */
    @Test
    void anActivationSuppressesWhomItsPreviewExcluded() {
        CampaignFixture campaigns = new CampaignFixture(db, Api.newTenant());
        campaigns.customers();
        String consent = "insert into consent (tenant_id, consent_id, customer_id, basis, source, purposes, given_at,"
                + " recorded_by, recorded_at) select $1, gen_random_uuid(), customer_id, 'express', 'test', '%s',"
                + " $3::timestamptz - interval '1 day', 'test', $3 from customer where tenant_id = $1 and phone <> '%s'"
                + " and $2::uuid is not null";
        campaigns.customer("+966500000006", "valid", true);
        campaigns.customer("+966500000007", "valid", false);
        campaigns.run(consent.formatted("{bookings}", "+966500000006"), Uuid7.next());
        campaigns.customer("+966500000008", "valid", true);
        campaigns.run(consent.formatted("{renewals}", "+966500000006"), Uuid7.next());
        campaigns
                .api
                .manager()
                .header("If-Match", "*")
                .body("{\"frequency\": {\"per24Hours\": 1}}")
                .put("/api/v1/tenant/calling-rules")
                .then()
                .statusCode(200);
        campaigns.run(
                "insert into attempt (tenant_id, attempt_id, campaign_id, customer_id, attempt_no, phone, connection,"
                        + " claimed_at, sending_at, finished_at, outcome, consumed)"
                        + " values ($1, $2, $2, $2, 1, '+966500000001', 'c', $3, $3, $3, 'busy', true)",
                Uuid7.next());
        JsonPath preview = campaigns
                .api
                .manager()
                .body("{\"everyone\": true}")
                .post("/api/v1/audiences/preview?objective=bookings&requireConsent=true")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
        Map<String, Integer> excluded = new TreeMap<>(preview.getMap("excluded"));
        assertThat(excluded.remove("frequency_cap")).isEqualTo(1);
        excluded.values().removeIf(n -> n == 0);
        assertThat(excluded)
                .containsOnlyKeys(
                        "opt_out",
                        "do_not_call",
                        "invalid_phone",
                        "no_consent",
                        "unknown_time_zone",
                        "duplicate_phone");

        String id = campaigns.scheduled(campaigns
                .complete("Hello", Instant.now().plusSeconds(3600))
                .replaceFirst("\\{", "{\"compliance\": {\"requireConsent\": true}, "));
        campaigns.act(id, "activate").statusCode(200);
        Map<String, Object> tally = campaigns
                .one(
                        "select jsonb_object_agg(name, n) as tally from campaign_tally"
                                + " where tenant_id = $1 and campaign_id = $2 and kind = 'suppressed'",
                        id)
                .getJsonObject("tally")
                .getMap();
        assertThat(new TreeMap<>(tally)).isEqualTo(excluded);
        assertThat(campaigns
                        .one("select pending from campaign_counter where tenant_id = $1 and campaign_id = $2", id)
                        .getInteger("pending"))
                .isEqualTo(preview.getInt("reachable") + 1);
    }

    /** The clocks of all replicas see a start that is due; those that are late leave it to the first. */
    @Test
    void whoFindsACampaignInOtherHandsWaitsForNobody() throws SQLException {
        CampaignFixture campaigns = new CampaignFixture(db, Api.newTenant());
        campaigns.customers();
        String id = campaigns.scheduled();
        Instant due = Instant.now().plus(Duration.ofHours(2));
        try (Holder other =
                new Holder("select from campaign where campaign_id = ? for no key update", UUID.fromString(id))) {
            run(campaigns, due);
            assertThat(campaigns.json(id).getString("state")).isEqualTo("scheduled");
        }
        run(campaigns, due);
        assertThat(campaigns.json(id).getString("state")).isEqualTo("active");
    }

    private static Instant end(CampaignFixture campaigns, String id) {
        return campaigns
                .one("select end_at from campaign where tenant_id = $1 and campaign_id = $2", id)
                .getOffsetDateTime("end_at")
                .toInstant();
    }

    private Instant run(CampaignFixture campaigns, Instant now) {
        return clock.start(campaigns.tenant, now)
                .chain(() -> clock.run(campaigns.tenant, now))
                .map(CampaignClock.Timed::next)
                .await()
                .atMost(PATIENCE);
    }
}
