package io.outdial.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import io.outdial.kernel.Uuid7;
import io.outdial.platform.TenantDb;
import io.outdial.support.Api;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Stopping, pausing and copying, seen from outside. */
@QuarkusTest
class TransitionsTest {

    @Inject
    TenantDb db;

    @Inject
    CampaignClock clock;

    @ParameterizedTest
    @ValueSource(strings = {"draft", "scheduled", "active", "paused"})
    void everyLivingCampaignCanBeStopped(String state) {
        CampaignFixture campaigns = new CampaignFixture(db, Api.newTenant());
        campaigns.customers();
        String id =
                switch (state) {
                    case "draft" -> campaigns.create("{\"name\": \"Draft\"}");
                    case "scheduled" -> campaigns.scheduled();
                    case "active" -> campaigns.active();
                    default -> campaigns.paused();
                };
        campaigns.get(id).body("state", equalTo(state));
        campaigns
                .act(id, "stop")
                .statusCode(200)
                .body("state", equalTo("stopped"))
                .body("stateReason", equalTo("Stopped by a user."))
                .body("stateCause", org.hamcrest.Matchers.nullValue())
                .body("allowedActions.size()", equalTo(0))
                .body("finishedAt", not(nullValue()));
        assertThat(campaigns.activeCampaigns()).isZero();
        int open = campaigns
                .one("select count(*)::int as n from ready where tenant_id = $1 and campaign_id = $2", id)
                .getInteger("n");
        assertThat(open).isZero();
        campaigns.act(id, "stop").statusCode(409).body("currentState", equalTo("stopped"));
    }

    @Test
    void aCopyIsADraftThatNothingHappenedTo() {
        CampaignFixture campaigns = new CampaignFixture(db, Api.newTenant());
        campaigns.customers();
        String id = campaigns.active();
        String copy = campaigns.act(id, "duplicate").statusCode(201).extract().path("id");
        assertThat(copy).isNotEqualTo(id);
        Map<String, Object> before = campaigns.json(id).getMap("");
        Map<String, Object> after = campaigns.json(copy).getMap("");
        for (String same : new String[] {"type", "objective", "audience", "calls", "content", "duration"}) {
            assertThat(after.get(same)).as(same).isEqualTo(before.get(same)).isNotNull();
        }
        assertThat(after).containsEntry("name", "Full (copy)").containsEntry("state", "draft");
        for (String gone : new String[] {
            "startAt", "endAt", "pinnedScriptVersion", "activatedAt", "nextAttemptAt", "stateReason", "finishedAt"
        }) {
            assertThat(after.get(gone)).as(gone).isNull();
        }
        assertThat(campaigns.json(copy + "/progress").getInt("targets.total")).isZero();
        assertThat(campaigns.json(copy + "/initiation").getList("stages.state")).containsOnly("pending");
        campaigns.get(id).body("state", equalTo("active"));
        campaigns.act(copy, "schedule").statusCode(422);
    }

    @Test
    void theNameOfACopyIsNotTooLong() {
        CampaignFixture campaigns = new CampaignFixture(db, Api.newTenant());
        String id = campaigns.create("{\"name\": \"" + "n".repeat(200) + "\"}");
        String name = campaigns.act(id, "duplicate").statusCode(201).extract().path("name");
        assertThat(name).hasSize(200).endsWith(" (copy)");
    }

    @Test
    void aLimitThatChangesDuringAPauseEndsNothing() {
        CampaignFixture campaigns = new CampaignFixture(db, Api.newTenant());
        campaigns.customers();
        String id = campaigns.paused();
        campaigns
                .patch(id, "{\"calls\": {\"maxDailyCalls\": 1, \"maxConcurrentCalls\": 1, \"callsPerMinute\": 1}}")
                .statusCode(200)
                .body("state", equalTo("paused"));
        clock.run(campaigns.tenant, Instant.now()).await().atMost(Duration.ofSeconds(20));
        campaigns.get(id).body("state", equalTo("paused"));
        assertThat(campaigns.json(id + "/progress").getInt("targets.byState.pending"))
                .isEqualTo(1);
        campaigns.act(id, "resume").statusCode(200).body("state", equalTo("active"));
        assertThat(campaigns.json(id + "/progress").getInt("targets.byState.pending"))
                .isEqualTo(1);
        assertThat(campaigns.activeCampaigns()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "{'calls': {'maxDailyCalls': null}} | /calls/maxDailyCalls | required",
                "{'calls': {'windows': null}} | /calls/windows | required",
                "{'calls': {'callsPerMinute': 9, 'callsPerHour': 8}} | /calls/callsPerMinute | contradicts",
                "{'performance': {'budget': {'amount': 9, 'currency': 'JPY'}}} | /performance/budget/currency | other_currency"
            })
    void anEditOfARunningCampaignMayNotMakeItWhatCouldNotBeScheduled(String patch, String pointer, String code) {
        CampaignFixture campaigns = new CampaignFixture(db, Api.newTenant());
        campaigns.customers();
        String id = campaigns.active();
        for (String state : List.of("active", "paused")) {
            campaigns
                    .patch(id, patch.replace('\'', '"'))
                    .statusCode(400)
                    .body("errors[0].pointer", equalTo(pointer))
                    .body("errors[0].code", equalTo(code));
            if (state.equals("active")) {
                campaigns.act(id, "pause").statusCode(200);
            }
        }
    }

    /** What was wrong before, because others' rules changed, does not keep anybody from editing something else. */
    @Test
    void anEditIsNotHeldToWhatItDoesNotMakeWorse() {
        Api api = Api.newTenant();
        CampaignFixture campaigns = new CampaignFixture(db, api);
        campaigns.customers();
        String id = campaigns.active();
        allowHours(api, "21:00", "22:00");
        campaigns.patch(id, "{\"calls\": {\"maxDailyCalls\": 7}}").statusCode(200);
    }

    private static void allowHours(Api api, String from, String to) {
        api.manager()
                .header("If-Match", "*")
                .body("{\"windows\": [{\"from\": \"" + from + "\", \"to\": \"" + to + "\"}]}")
                .put("/api/v1/tenant/calling-rules")
                .then()
                .statusCode(200);
    }

    @Test
    void anEditedWindowMustOpenTogetherWithTheTenants() {
        Api api = Api.newTenant();
        CampaignFixture campaigns = new CampaignFixture(db, api);
        campaigns.customers();
        String id = campaigns.active();
        allowHours(api, "09:00", "21:00");
        campaigns
                .patch(id, "{\"calls\": {\"windows\": [{\"from\": \"22:00\", \"to\": \"23:00\"}]}}")
                .statusCode(400)
                .body("errors[0].code", equalTo("never_opens"));
    }

    @Test
    void aPauseOutlastsTheEndUntilTheEndIsMoved() {
        CampaignFixture campaigns = new CampaignFixture(db, Api.newTenant());
        campaigns.customers();
        Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        // Started by hand before its time: at its time the clock would be as quick.
        String id = campaigns.scheduled(campaigns.body(
                "Hello",
                now.plusSeconds(600),
                "\"endAt\": \"" + now.plus(Duration.ofDays(8)) + "\"",
                CampaignFixture.closedWindow()));
        campaigns.act(id, "activate").statusCode(200);
        campaigns.act(id, "pause").statusCode(200);
        // The end lies behind it, as if the days had gone by.
        campaigns.run("update campaign set end_at = $3 where tenant_id = $1 and campaign_id = $2", UUID.fromString(id));
        clock.run(campaigns.tenant, now.plus(Duration.ofHours(2))).await().atMost(Duration.ofSeconds(20));
        campaigns.act(id, "resume").statusCode(409).body("currentState", equalTo("paused"));
        campaigns.get(id).body("state", equalTo("paused"));
        assertThat(campaigns.json(id + "/progress").getInt("targets.byState.pending"))
                .isEqualTo(1);
        campaigns
                .patch(id, "{\"endAt\": \"" + now.plus(Duration.ofDays(9)) + "\"}")
                .statusCode(200);
        campaigns.act(id, "resume").statusCode(200).body("state", equalTo("active"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"pause", "stop", "end"})
    void callsInFlightGoOnAndAreShown(String how) {
        CampaignFixture campaigns = new CampaignFixture(db, Api.newTenant());
        campaigns.customers();
        String id = campaigns.active();
        claimTheOne(campaigns, id);
        assertThat(campaigns.json(id + "/progress").getBoolean("draining")).isFalse();
        if (how.equals("end")) {
            clock.run(campaigns.tenant, Instant.now().plus(Duration.ofDays(40)))
                    .await()
                    .atMost(Duration.ofSeconds(20));
            campaigns.get(id).body("state", equalTo("completed"));
        } else {
            campaigns.act(id, how).statusCode(200);
        }
        assertThat(campaigns.json(id + "/progress").getBoolean("draining")).isTrue();
        assertThat(campaigns.json(id + "/progress").getInt("inFlight")).isEqualTo(1);
    }

    /** Does by hand what a claim does to the rows, so that the call lasts as long as the test looks at it. */
    private static void claimTheOne(CampaignFixture campaigns, String id) {
        campaigns.run(
                "insert into live_attempt (tenant_id, attempt_id, campaign_id, customer_id, attempt_no, phone, zones, state, owner, lease_until, connection, was, claimed_at) select r.tenant_id, $2, r.campaign_id, r.customer_id, 1, r.phone, r.zones, 'placed', 'test', $3::timestamptz + interval '9 days', 'test', 'pending', $3 from ready r where r.tenant_id = $1 and r.campaign_id = '"
                        + id + "'",
                Uuid7.next());
        campaigns.run(
                "delete from ready where tenant_id = $1 and campaign_id = $2 and $3::timestamptz is not null",
                UUID.fromString(id));
        campaigns.run(
                "update campaign_counter set pending = 0, in_progress = 1 where tenant_id = $1 and campaign_id = $2 and $3::timestamptz is not null",
                UUID.fromString(id));
    }
}
