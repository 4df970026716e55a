package io.outdial.audience;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import io.outdial.compliance.rules.CallRules;
import io.outdial.compliance.rules.CallRules.Cap;
import io.outdial.compliance.rules.ConsentStandard;
import io.outdial.compliance.rules.Facts;
import io.outdial.compliance.rules.Permission;
import io.outdial.kernel.TenantId;
import io.outdial.kernel.Uuid7;
import io.outdial.platform.TenantDb;
import io.outdial.support.Api;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The preview judges by the rules that the decision before a call is taken by. */
@QuarkusTest
class PreviewRulesTest {

    private static final Instant NOW = Instant.now();

    @Inject
    TenantDb db;

    @Test
    void aConsentCountsForItsObjectivesWhileItIsInForce() {
        Api tenant = Api.newTenant();
        UUID imported = customer(tenant, 1);
        run(tenant, "update customer set consent_at = created_at where tenant_id = $1 and customer_id = $2", imported);
        consent(tenant, customer(tenant, 2), "{}", "null", "null");
        consent(tenant, customer(tenant, 3), "{up_sell,bookings}", "null", "null");
        consent(tenant, customer(tenant, 4), "{}", "now() - interval '1 minute'", "null");
        consent(tenant, customer(tenant, 5), "{}", "null", "null", "now() + interval '10 minutes'");
        consent(tenant, customer(tenant, 6), "{}", "null", "now()");
        customer(tenant, 7);
        UUID twice = customer(tenant, 8);
        consent(tenant, twice, "{bookings}", "null", "null");
        consent(tenant, twice, "{}", "null", "null");
        assertThat(preview(tenant, ""))
                .satisfies(all -> assertThat(all.getInt("reachable")).isEqualTo(8));
        JsonPath draft = preview(tenant, "?requireConsent=true");
        assertThat(draft.getInt("reachable")).isEqualTo(3);
        assertThat(draft.getInt("excluded.no_consent")).isEqualTo(5);
        assertThat(preview(tenant, "?requireConsent=true&objective=bookings").getInt("reachable"))
                .isEqualTo(4);
        assertThat(preview(tenant, "?requireConsent=true&objective=renewals").getInt("reachable"))
                .isEqualTo(3);
    }

    @Test
    void aPackSaysWhatAConsentMustRestOn() {
        Api tenant = Api.newTenant();
        run(
                tenant,
                "update customer set consent_at = created_at where tenant_id = $1 and customer_id = $2",
                customer(tenant, 1));
        int no = 2;
        for (String basis : List.of("express_written", "express", "implied", "contract", "legitimate_interest")) {
            UUID customer = customer(tenant, no++);
            consent(tenant, customer, "{}", "null", "null");
            run(
                    tenant,
                    "update consent set basis = '" + basis + "' where tenant_id = $1 and customer_id = $2",
                    customer);
        }
        assertThat(preview(tenant, "?requireConsent=true").getInt("reachable")).isEqualTo(6);
        assertThat(preview(tenant, "?requireConsent=true&objective=bookings&regulation=sa")
                        .getInt("reachable"))
                .isEqualTo(3);
        assertThat(preview(tenant, "?objective=appointment_confirmation&regulation=us-tcpa")
                        .getInt("excluded.no_consent"))
                .isEqualTo(3);
        assertThat(preview(tenant, "?objective=bookings&regulation=us-tcpa").getInt("excluded.no_consent"))
                .isEqualTo(5);
    }

    @Test
    void aRevocationCountsAtOnce() {
        Api tenant = Api.newTenant();
        UUID customer = customer(tenant, 1);
        consent(tenant, customer, "{bookings}", "null", "null");
        String asked = "?requireConsent=true&objective=bookings";
        assertThat(preview(tenant, asked).getInt("reachable")).isEqualTo(1);
        tenant.manager()
                .delete("/api/v1/customers/" + customer + "/consents?purpose=bookings")
                .then()
                .statusCode(200);
        assertThat(preview(tenant, asked).getInt("excluded.no_consent")).isEqualTo(1);
    }

    @Test
    void thePackOfTheCountryHoldsUnlessAnotherIsNamed() {
        Api tenant = Api.newTenant("SA", "Asia/Riyadh", Map.of());
        customer(tenant, 1);
        assertThat(preview(tenant, "").getInt("excluded.no_consent")).isEqualTo(1);
        assertThat(preview(tenant, "?objective=appointment_confirmation").getInt("reachable"))
                .isEqualTo(1);
        assertThat(preview(tenant, "?regulation=none").getInt("reachable")).isEqualTo(1);
        answer(tenant, "?regulation=mars").statusCode(400).body("errors[0].pointer", equalTo("/regulation"));
    }

    @Test
    void theTenantsOwnRulesHold() {
        Api tenant = Api.newTenant();
        customer(tenant, 1);
        rules(tenant, "{\"requireConsent\": true}");
        assertThat(preview(tenant, "").getInt("excluded.no_consent")).isEqualTo(1);
    }

    @Test
    void whatKeepsEverybodyFromBeingCalledIsSaid() {
        Api tenant = Api.newTenant();
        answer(tenant, "").body("blocked", nullValue());
        answer(tenant, "?regulation=us-tcpa").body("blocked", equalTo("registry_stale"));
    }

    @Test
    void aNumberThatACapHoldsBackIsNotReachableNow() {
        Api tenant = Api.newTenant();
        UUID often = customer(tenant, 1);
        attempt(tenant, 1, "2 hours", true);
        attempt(tenant, 1, "3 hours", true);
        customer(tenant, 2);
        attempt(tenant, 2, "2 hours", true);
        customer(tenant, 3);
        attempt(tenant, 3, "10 minutes", true);
        customer(tenant, 4);
        attempt(tenant, 4, "25 hours", true);
        attempt(tenant, 4, "26 hours", true);
        customer(tenant, 5);
        attempt(tenant, 5, "2 hours", false);
        attempt(tenant, 5, "3 hours", false);
        UUID beingCalled = customer(tenant, 6);
        attempt(tenant, 6, "3 hours", true);
        live(tenant, beingCalled, 6);
        UUID twin = customer(tenant, 1);
        attempt(tenant, 99, "1 minute", true);
        assertThat(often).isNotEqualTo(twin);
        JsonPath free = preview(tenant, "");
        assertThat(free.getInt("reachable")).isEqualTo(6);
        rules(tenant, "{\"frequency\": {\"per24Hours\": 2, \"spacing\": \"PT1H\"}}");
        JsonPath capped = preview(tenant, "");
        assertThat(capped.<String, Integer>getMap("excluded"))
                .containsEntry("frequency_cap", 2)
                .containsEntry("call_spacing", 1)
                .containsEntry("duplicate_phone", 1);
        assertThat(capped.getInt("reachable")).isEqualTo(3);
        assertThat(preview(Api.newTenant(), "").getInt("matched")).isZero();
    }

    @Test
    void aCapOfThePackCountsToo() {
        Api tenant = Api.newTenant();
        UUID customer = customer(tenant, 1);
        consent(tenant, customer, "{}", "null", "null");
        run(tenant, "update consent set basis = 'express_written' where tenant_id = $1 and customer_id = $2", customer);
        for (int i = 1; i <= 3; i++) {
            attempt(tenant, 1, i + " hours", true);
        }
        assertThat(preview(tenant, "?regulation=us-tcpa").getInt("reachable")).isEqualTo(1);
        assertThat(preview(tenant, "?regulation=us-fl").getInt("excluded.frequency_cap"))
                .isEqualTo(1);
    }

    /** Somebody whom everything forbids, and who is then freed of one reason after the other. */
    @Test
    void theReasonIsTheOneThatTheDecisionBeforeACallWouldGive() {
        Api tenant = Api.newTenant();
        UUID customer = customer(tenant, 1);
        rules(tenant, "{\"requireConsent\": true, \"frequency\": {\"per24Hours\": 1, \"spacing\": \"PT20H\"}}");
        attempt(tenant, 1, "1 hour", true);
        for (String list : List.of("opt_out", "tenant")) {
            run(tenant, """
                    insert into do_not_call (tenant_id, phone, list, source, created_by, created_at)
                    select $1, phone, '%s', 'test', 'test', created_at from customer
                    where tenant_id = $1 and customer_id = $2""".formatted(list), customer);
        }
        run(
                tenant,
                "insert into invalid_number (tenant_id, customer_id, phone) select tenant_id, customer_id, phone"
                        + " from customer where tenant_id = $1 and customer_id = $2",
                customer);
        run(tenant, "update customer set zones = null where tenant_id = $1 and customer_id = $2", customer);
        Set<String> lists = Set.of("opt_out", "tenant");
        boolean valid = false;
        Instant consent = null;
        List<ZoneId> zones = List.of();
        String delete = "delete from do_not_call where tenant_id = $1 and $2::uuid is not null and list = '%s'";
        List<String> seen = new ArrayList<>();
        seen.add(agreed(tenant, lists, valid, consent, zones));
        run(tenant, delete.formatted("opt_out"), customer);
        seen.add(agreed(tenant, lists = Set.of("tenant"), valid, consent, zones));
        run(tenant, delete.formatted("tenant"), customer);
        seen.add(agreed(tenant, lists = Set.of(), valid, consent, zones));
        run(tenant, "delete from invalid_number where tenant_id = $1 and customer_id = $2", customer);
        seen.add(agreed(tenant, lists, valid = true, consent, zones));
        consent(tenant, customer, "{}", "null", "null");
        seen.add(agreed(tenant, lists, valid, consent = Instant.MAX, zones));
        run(tenant, "update customer set zones = 'Asia/Riyadh' where tenant_id = $1 and customer_id = $2", customer);
        seen.add(agreed(tenant, lists, valid, consent, zones = List.of(ZoneId.of("Asia/Riyadh"))));
        rules(tenant, "{\"requireConsent\": true, \"frequency\": {\"spacing\": \"PT20H\"}}");
        assertThat(excluded(tenant)).containsExactly(Map.entry("call_spacing", 1));
        assertThat(seen)
                .containsExactly(
                        "opt_out", "do_not_call", "invalid_phone", "no_consent", "unknown_time_zone", "frequency_cap");
    }

    /** The preview's one reason, which must be the decision's. */
    private static String agreed(Api tenant, Set<String> lists, boolean valid, Instant consent, List<ZoneId> zones) {
        Facts facts = new Facts(
                true, valid, lists, false, false, consent, zones, List.of(), List.of(NOW.minus(Duration.ofHours(1))));
        List<Cap> caps =
                List.of(new Cap("tenant", 1, Duration.ofHours(24)), Cap.spacing("tenant", Duration.ofHours(20)));
        CallRules rules =
                new CallRules("none", true, null, Set.of(), ConsentStandard.ANY, List.of(), caps, List.of(), null);
        Permission decided = Permission.at(rules, facts, NOW);
        String reason = decided instanceof Permission.Never never
                ? never.reason().code()
                : ((Permission.NotBefore) decided).reason().code();
        assertThat(excluded(tenant)).containsExactly(Map.entry(reason, 1));
        return reason;
    }

    private static Map<String, Integer> excluded(Api tenant) {
        Map<String, Integer> excluded = preview(tenant, "").getMap("excluded");
        excluded.values().removeIf(n -> n == 0);
        return excluded;
    }

    /** An answer whose counts add up. */
    private static JsonPath preview(Api tenant, String asked) {
        JsonPath answer = answer(tenant, asked).statusCode(200).extract().jsonPath();
        Map<String, Integer> excluded = answer.getMap("excluded");
        int sum = excluded.values().stream().mapToInt(Integer::intValue).sum();
        assertThat(answer.getInt("reachable") + sum).isEqualTo(answer.getInt("matched"));
        return answer;
    }

    private static ValidatableResponse answer(Api tenant, String asked) {
        return tenant.manager()
                .body("{\"everyone\":true}")
                .post("/api/v1/audiences/preview" + asked)
                .then();
    }

    private static void rules(Api tenant, String rules) {
        tenant.manager()
                .header("If-Match", "*")
                .body(rules)
                .put("/api/v1/tenant/calling-rules")
                .then()
                .statusCode(200);
    }

    /** A customer whose number ends in {@code no}. */
    private UUID customer(Api tenant, int no) {
        UUID id = Uuid7.next();
        run(tenant, """
                insert into customer (tenant_id, customer_id, external_id, phone, zones, created_at, updated_at)
                values ($1, $2, $2::uuid::text, '%s', 'Asia/Riyadh', now(), now())""".formatted(phone(no)), id);
        return id;
    }

    private void consent(Api tenant, UUID customer, String purposes, String expires, String revoked) {
        consent(tenant, customer, purposes, expires, revoked, "now() - interval '1 day'");
    }

    /** All but the purposes are SQL. */
    private void consent(Api tenant, UUID customer, String purposes, String expires, String revoked, String given) {
        run(tenant, """
                insert into consent (tenant_id, consent_id, customer_id, basis, source, purposes, given_at, expires_at,
                                     recorded_by, recorded_at, revoked_at)
                values ($1, gen_random_uuid(), $2, 'express', 'test', '%s', %s, %s, 'test', now(), %s)
                """.formatted(purposes, given, expires, revoked), customer);
    }

    private void attempt(Api tenant, int no, String ago, boolean consumed) {
        run(tenant, """
                insert into attempt (tenant_id, attempt_id, campaign_id, customer_id, attempt_no, phone, connection,
                                     claimed_at, sending_at, finished_at, outcome, consumed)
                select $1, $2, $2, $2, 1, '%s', 'c', t.at, t.at, t.at, 'busy', %s
                from (select now() - interval '%s' as at) t""".formatted(phone(no), consumed, ago), Uuid7.next());
    }

    /** A call that is under way, of a campaign that does not call: nobody settles it meanwhile. */
    private void live(Api tenant, UUID customer, int no) {
        String campaign = tenant.manager()
                .body("{\"name\": \"Live\"}")
                .post("/api/v1/campaigns")
                .then()
                .statusCode(201)
                .extract()
                .path("id");
        run(tenant, """
                insert into live_attempt (tenant_id, attempt_id, campaign_id, customer_id, attempt_no, phone, zones, state,
                                          owner, lease_until, connection, was, claimed_at, sending_at)
                values ($1, gen_random_uuid(), '%s', $2, 1, '%s', 'Asia/Riyadh', 'placed', 'test', now() + interval '1 hour',
                        'c', 'pending', now() - interval '2 hours', now() - interval '2 hours')
                """.formatted(campaign, phone(no)), customer);
    }

    private static String phone(int no) {
        return "+9665550000" + String.format("%02d", no);
    }

    /** @param statement with $1 the tenant and $2 {@code id} */
    private void run(Api tenant, String statement, UUID id) {
        TenantId tenantId = TenantId.fromString(tenant.tenantId);
        db.inTenant(tenantId, c -> c.preparedQuery(statement).execute(Tuple.of(tenantId.value(), id)))
                .await()
                .atMost(Duration.ofSeconds(20));
    }
}
