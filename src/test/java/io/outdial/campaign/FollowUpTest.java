package io.outdial.campaign;

import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;

import io.outdial.kernel.TenantId;
import io.outdial.kernel.Uuid7;
import io.outdial.platform.TenantDb;
import io.outdial.support.Api;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

/** Rows are written as a finished campaign leaves them, so that each customer's story is exact. */
@QuarkusTest
class FollowUpTest {

    @Inject
    TenantDb db;

    @Test
    void everyoneWhoAskedToBeCalledBack() {
        Finished f = finished();
        f.followUp(Map.of("dispositions", List.of("callback_requested"))).matches("back");
    }

    @Test
    void whomItTriedThreeTimesInVain() {
        Finished f = finished();
        f.followUp(Map.of("outcomeTimes", Map.of("no_answer", 3))).matches("thrice");
    }

    @Test
    void whoseLastCallEndedSo() {
        Finished f = finished();
        f.followUp(Map.of("lastOutcomes", List.of("no_answer", "busy"))).matches("thrice", "once");
    }

    @Test
    void whoEndedInAState() {
        Finished f = finished();
        f.followUp(Map.of("states", List.of("suppressed"))).matches("listed");
    }

    @Test
    void allThatIsGivenMustBeTrue() {
        Finished f = finished();
        f.followUp(Map.of("states", List.of("exhausted"), "lastOutcomes", List.of("busy")))
                .matches("once");
    }

    @Test
    void nothingGivenIsEveryTargetAndNobodyElse() {
        Finished f = finished();
        f.followUp(Map.of()).matches("back", "thrice", "once", "listed");
    }

    @Test
    void anUnknownOutcomeIsRefusedWithItsPlace() {
        Finished f = finished();
        f.post(Map.of("name", "x", "lastOutcomes", List.of("asleep")))
                .statusCode(400)
                .body("errors[0].pointer", equalTo("/lastOutcomes/0"));
    }

    @Test
    void theStatesOfferedAreTheFinalOnes() {
        Finished f = finished();
        for (TargetState state : TargetState.values()) {
            f.post(Map.of("name", "x", "states", List.of(state.code()))).statusCode(state.open() ? 400 : 201);
        }
    }

    @Test
    void aCampaignThatNeverRanHasNothingToFollow() {
        Api tenant = Api.newTenant();
        String draft = campaign(tenant);
        new Finished(tenant, draft).post(Map.of("name", "x")).statusCode(409);
    }

    @Test
    void anotherTenantsCampaignIsNotThere() {
        Finished f = finished();
        Api other = Api.newTenant();
        new Finished(other, f.campaign).post(Map.of("name", "x")).statusCode(404);
        other.manager()
                .body(Map.of("followUp", Map.of("campaignId", f.campaign)))
                .post("/api/v1/audiences/preview")
                .then()
                .statusCode(400)
                .body("errors[0].pointer", equalTo("/followUp/campaignId"));
    }

    private Finished finished() {
        Api tenant = Api.newTenant();
        String campaign = campaign(tenant);
        run(
                tenant,
                "update campaign set state = 'completed', activated_at = $3 where tenant_id = $1 and campaign_id = $2",
                campaign,
                at());
        target(tenant, campaign, 1, "back", "completed", "answered_human", "callback_requested", "answered_human");
        target(tenant, campaign, 2, "thrice", "exhausted", "no_answer", null, "no_answer", "no_answer", "no_answer");
        target(tenant, campaign, 3, "once", "exhausted", "busy", null, "no_answer", "no_answer", "busy");
        target(tenant, campaign, 4, "listed", "suppressed", null, null);
        customer(tenant, 5, "stranger");
        return new Finished(tenant, campaign);
    }

    private void target(
            Api tenant,
            String campaign,
            int no,
            String externalId,
            String state,
            String lastOutcome,
            String disposition,
            String... outcomes) {
        UUID customer = customer(tenant, no, externalId);
        run(
                tenant,
                "insert into target (tenant_id, campaign_id, customer_id, phone, state, last_outcome, disposition, updated_at)"
                        + " values ($1, $2, $4, '+9665', $5, $6, $7, $3)",
                campaign,
                at(),
                customer,
                state,
                lastOutcome,
                disposition);
        for (int i = 0; i < outcomes.length; i++) {
            run(
                    tenant,
                    "insert into attempt (tenant_id, attempt_id, campaign_id, customer_id, attempt_no, phone, connection,"
                            + " claimed_at, finished_at, outcome, consumed)"
                            + " values ($1, $4, $2, $5, $6, '+9665', 'test', $3, $3, $7, true)",
                    campaign,
                    at(),
                    Uuid7.next(),
                    customer,
                    i + 1,
                    outcomes[i]);
        }
    }

    private static UUID customer(Api tenant, int no, String externalId) {
        return UUID.fromString(tenant.manager()
                .body(Map.of("externalId", externalId, "phone", "+96651234567" + no))
                .post("/api/v1/customers")
                .then()
                .statusCode(201)
                .extract()
                .path("id"));
    }

    private static String campaign(Api tenant) {
        return tenant.manager()
                .body(Map.of("name", "Earlier"))
                .post("/api/v1/campaigns")
                .then()
                .statusCode(201)
                .extract()
                .path("id");
    }

    private void run(Api tenant, String sql, String campaign, Object... more) {
        Tuple values = Tuple.tuple().addValue(UUID.fromString(tenant.tenantId)).addValue(UUID.fromString(campaign));
        Arrays.stream(more).forEach(values::addValue);
        db.inTenant(
                        TenantId.fromString(tenant.tenantId),
                        connection -> connection.preparedQuery(sql).execute(values))
                .await()
                .atMost(Duration.ofSeconds(20));
    }

    private static OffsetDateTime at() {
        return OffsetDateTime.parse("2026-01-10T10:00:00Z");
    }

    /** A finished campaign and the audiences that follow it. */
    private record Finished(Api tenant, String campaign) {

        ValidatableResponse post(Map<String, Object> body) {
            return tenant.manager()
                    .body(body)
                    .post("/api/v1/campaigns/" + campaign + "/follow-up")
                    .then();
        }

        Saved followUp(Map<String, Object> conditions) {
            Map<String, Object> body = new java.util.HashMap<>(conditions);
            body.put("name", "Next");
            String id = post(body)
                    .statusCode(201)
                    .body("audience.followUp.campaignId", notNullValue())
                    .extract()
                    .path("id");
            return new Saved(tenant, id);
        }
    }

    private record Saved(Api tenant, String id) {

        void matches(String... externalIds) {
            ValidatableResponse found = tenant.manager()
                    .body(Map.of("savedAudienceId", id))
                    .post("/api/v1/audiences/preview")
                    .then()
                    .statusCode(200)
                    .body("sample.externalId", containsInAnyOrder(externalIds));
            Assertions.assertThat(found.extract().<Integer>path("matched")).isEqualTo(externalIds.length);
        }
    }
}
