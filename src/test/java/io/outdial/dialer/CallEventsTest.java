package io.outdial.dialer;

import static org.assertj.core.api.Assertions.assertThat;

import io.outdial.kernel.AttemptId;
import io.outdial.kernel.Disposition;
import io.outdial.kernel.Outcome;
import io.outdial.telephony.CallEvent;
import io.outdial.telephony.LookUp;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What calls report, told twice, late, wrongly; what outcomes make of targets; what stops a call at the last moment. */
@QuarkusTest
class CallEventsTest {

    private static final Instant NOW = Scene.OPEN;

    @Inject
    Bench bench;

    /** Such a report would be tried again and again, and with it all others of its tenant. */
    @Test
    void whatCannotBeInAReportIsLeftOutAndTheOutcomeIsKept() {
        Scene scene = new Scene(bench.db, Map.of(), 2);
        scene.closed();
        List<Claimed> claimed = bench.claim(scene, NOW);
        bench.startSending(scene, claimed, NOW);
        bench.report(NOW, new CallEvent.Answered(scene.tenant, claimed.get(0).id(), Instant.MAX));
        bench.report(
                NOW.plusSeconds(60),
                Ending.of(scene, claimed.get(0), Instant.MIN)
                        .costing("99999999999")
                        .askingFor(Instant.MAX)
                        .event(),
                Ending.of(scene, claimed.get(1), NOW.plusSeconds(30))
                        .as(Outcome.BUSY)
                        .event());
        assertThat(scene.one("select string_agg(outcome || ' ' || cost, ', ' order by outcome) as told,"
                                + " max(finished_at) as at from attempt where tenant_id = $1")
                        .toJson()
                        .getString("told"))
                .isEqualTo("answered_human 0.0000, busy 0.0000");
        assertThat(scene.one("select due_at from ready where tenant_id = $1 and disposition = 'callback_requested'")
                        .getOffsetDateTime("due_at")
                        .toInstant())
                .isBefore(NOW.plus(Duration.ofDays(366)));
    }

    @Test
    void newsToldTwiceOrLateOrByAnotherTenantChangesNothing() {
        Scene scene = new Scene(bench.db, Map.of(), 2);
        scene.closed();
        List<Claimed> claimed = bench.claim(scene, NOW);
        bench.startSending(scene, claimed, NOW);
        AttemptId first = claimed.get(0).id();
        AttemptId second = claimed.get(1).id();
        Scene stranger = new Scene(bench.db, Map.of(), 0);
        CallEvent.Ended booked =
                Bench.end(scene.tenant, first, Outcome.ANSWERED_HUMAN, Disposition.BOOKED, NOW.plusSeconds(9));

        bench.report(NOW, Bench.end(stranger.tenant, first, Outcome.BUSY, Disposition.NONE, NOW));
        bench.report(NOW, new CallEvent.Ringing(stranger.tenant, first, NOW));
        bench.report(NOW, Bench.end(scene.tenant, AttemptId.next(), Outcome.BUSY, Disposition.NONE, NOW));
        assertThat(scene.count("attempt")).isZero();
        assertThat(scene.one("select count(ringing_at)::int as n from live_attempt where tenant_id = $1")
                        .getInteger("n"))
                .isZero();

        bench.report(NOW, new CallEvent.Answered(scene.tenant, second, NOW.plusSeconds(4)));
        bench.report(NOW, new CallEvent.Ringing(scene.tenant, second, NOW.plusSeconds(2)));
        bench.report(NOW, new CallEvent.Ringing(scene.tenant, second, NOW.plusSeconds(3)));
        assertThat(scene.one(
                                "select state, ringing_at from call where tenant_id = $1 and attempt_id = $2",
                                second.value())
                        .getString("state"))
                .as("a late ringing does not undo the answer")
                .isEqualTo("answered");

        bench.report(NOW, booked, booked);
        String once = everything(scene);
        assertThat(once).contains("\"succeeded\":1", "\"in_flight\":1");
        bench.report(NOW, booked);
        bench.report(NOW, Bench.end(scene.tenant, first, Outcome.BUSY, Disposition.NONE, NOW.plusSeconds(99)));
        bench.report(NOW, new CallEvent.Ringing(scene.tenant, first, NOW.plusSeconds(1)));
        bench.report(NOW, new CallEvent.Answered(scene.tenant, first, NOW.plusSeconds(1)));
        assertThat(everything(scene)).isEqualTo(once);
    }

    @Test
    void newsThatTheDatabaseWillNeverTakeHoldsUpNobodyElse() {
        Scene scene = new Scene(bench.db, Map.of(), 3);
        scene.closed();
        List<Claimed> claimed = bench.claim(scene, NOW);
        bench.startSending(scene, claimed, NOW);
        scene.sql(
                "insert into attempt (tenant_id, attempt_id, campaign_id, customer_id, attempt_no, phone, connection, claimed_at,"
                        + " finished_at, outcome, consumed) select tenant_id, attempt_id, campaign_id, customer_id, attempt_no,"
                        + " phone, connection, claimed_at, claimed_at, 'busy', true from live_attempt"
                        + " where tenant_id = $1 and attempt_id = $2",
                claimed.get(1).id().value());
        bench.report(
                NOW,
                claimed.stream()
                        .map(each ->
                                Bench.end(scene.tenant, each.id(), Outcome.ANSWERED_HUMAN, Disposition.BOOKED, NOW))
                        .toArray(CallEvent[]::new));
        assertThat(scene.sql("select attempt_id from live_attempt where tenant_id = $1"))
                .extracting(row -> row.getUUID("attempt_id"))
                .as("of the one that is kept twice; it stays for the reaper to ask about")
                .containsExactly(claimed.get(1).id().value());
    }

    @Test
    void everyOutcomeMakesOfTheTargetWhatTheRulesSay() {
        Map<String, String> expected = new LinkedHashMap<>();
        expected.put("answered_human booked", "succeeded booked, 1 used");
        expected.put("answered_human none", "completed none, 1 used");
        expected.put("answered_human opted_out", "completed opted_out, 1 used");
        expected.put("answered_human callback_requested", "waiting_retry callback_requested, 1 used, queued");
        expected.put("answered_machine none", "waiting_retry answered_machine, 1 used, queued");
        expected.put("busy none", "waiting_retry busy, 1 used, queued");
        expected.put("no_answer none", "waiting_retry no_answer, 1 used, queued");
        expected.put("rejected none", "waiting_retry rejected, 1 used, queued");
        expected.put("abandoned none", "waiting_retry abandoned, 1 used, queued");
        expected.put("invalid_number none", "suppressed invalid_phone, 1 used, number flagged");
        expected.put("blocked none", "suppressed blocked, 1 used");
        expected.put("congestion none", "pending congestion, 0 used, queued");
        expected.put("config_error none", "pending config_error, 0 used, queued");
        expected.put("unknown none", "unknown not_reconciled, 1 used");
        assertThat(expected.keySet().stream().map(key -> key.split(" ")[0]).collect(Collectors.toSet()))
                .as("every outcome has its line")
                .hasSize(Outcome.values().length);

        Scene scene = new Scene(bench.db, Map.of(), expected.size());
        scene.closed();
        List<Claimed> claimed = bench.claim(scene, NOW);
        bench.startSending(scene, claimed, NOW);
        Map<String, String> kinds = new LinkedHashMap<>();
        List<String> names = List.copyOf(expected.keySet());
        for (int i = 0; i < names.size(); i++) {
            String[] words = names.get(i).split(" ");
            AttemptId attempt = claimed.get(i).id();
            kinds.put(claimed.get(i).phone(), names.get(i));
            bench.report(
                    NOW,
                    Bench.end(
                            scene.tenant,
                            attempt,
                            Outcome.valueOf(words[0].toUpperCase(java.util.Locale.ROOT)),
                            Disposition.valueOf(words[1].toUpperCase(java.util.Locale.ROOT)),
                            NOW));
        }
        Map<String, String> became = new LinkedHashMap<>();
        for (Row row : scene.sql(
                "select t.phone, t.state, t.reason, t.attempts, v.phone as invalid, r.attempts as queued"
                        + " from target_now t join customer c on c.tenant_id = $1 and c.customer_id = t.customer_id"
                        + " left join invalid_number v on v.tenant_id = $1 and v.customer_id = t.customer_id and v.phone = c.phone"
                        + " left join ready r on r.tenant_id = $1 and r.customer_id = t.customer_id where t.tenant_id = $1")) {
            Integer queued = row.getInteger("queued");
            assertThat(queued == null || queued.equals(row.getInteger("attempts")))
                    .isTrue();
            became.put(
                    kinds.get(row.getString("phone")),
                    row.getString("state") + " " + row.getString("reason") + ", " + row.getInteger("attempts")
                            + " used" + (queued == null ? "" : ", queued")
                            + (row.getString("invalid") != null ? ", number flagged" : ""));
        }
        assertThat(became).containsExactlyInAnyOrderEntriesOf(expected);
        Row sums = scene.one("select total - pending - deferred - in_progress - waiting_retry - succeeded - completed"
                + " - exhausted - suppressed - unknown - expired as rest, in_progress, reserved from campaign_counter"
                + " where tenant_id = $1");
        assertThat(sums.getInteger("rest")).isZero();
        assertThat(sums.getInteger("in_progress")).isZero();
        assertThat(sums.getBigDecimal("reserved")).isEqualByComparingTo("0");
        assertThat(scene.one("select count(*)::int as n from do_not_call where tenant_id = $1 and list = 'opt_out'")
                        .getInteger("n"))
                .isEqualTo(1);
    }

    @Test
    void whatCallsAchievedIsKeptWithTheCustomerEachOnce() {
        Scene scene = new Scene(bench.db, Map.of(), 1);
        Instant now = NOW;
        for (Disposition disposition : List.of(Disposition.INTERESTED, Disposition.BOOKED, Disposition.INTERESTED)) {
            scene.closed();
            List<Claimed> claimed = bench.claim(scene, now);
            assertThat(claimed).hasSize(1);
            bench.startSending(scene, claimed, now);
            bench.report(now, Bench.end(scene.tenant, claimed.get(0).id(), Outcome.ANSWERED_HUMAN, disposition, now));
            now = now.plusSeconds(60);
        }
        Row contact = scene.one("select calls, answered_calls, last_disposition, dispositions from customer_contact"
                + " where tenant_id = $1");
        assertThat(contact.getInteger("calls")).isEqualTo(3);
        assertThat(contact.getInteger("answered_calls")).isEqualTo(3);
        assertThat(contact.getString("last_disposition")).isEqualTo("interested");
        assertThat(contact.getArrayOfStrings("dispositions")).containsExactly("interested", "booked");
    }

    @Test
    void whoeverIsForbiddenAfterTheClaimIsNotCalled() {
        Scene scene = new Scene(bench.db, Map.of(), 3);
        scene.closed();
        List<Claimed> claimed = bench.claim(scene, NOW);
        String forbidden = claimed.get(0).phone();
        scene.api
                .manager()
                .contentType("text/plain")
                .body(forbidden)
                .post("/api/v1/do-not-call/import")
                .then()
                .statusCode(200);
        Network network = new Network(new LookUp.Unsure(), false);
        bench.send(scene, claimed, network, NOW);
        assertThat(network.phones).hasSize(2).doesNotContain(forbidden);
        assertThat(scene.one("select phone from ready where tenant_id = $1").getString("phone"))
                .isEqualTo(forbidden);

        assertThat(bench.claim(scene, NOW.plusSeconds(1))).isEmpty();
        assertThat(scene.one(
                                "select state || ' ' || reason as why from target where tenant_id = $1 and phone = $2",
                                forbidden)
                        .getString("why"))
                .isEqualTo("suppressed do_not_call");
    }

    @Test
    void stoppingWithHangupEndsTheCallsInFlight() {
        Scene scene = new Scene(bench.db, Map.of(), 3);
        String campaign = scene.closed();
        List<Claimed> claimed = bench.claim(scene, NOW);
        List<Claimed> sent = claimed.subList(0, 2);
        bench.startSending(scene, sent, NOW);
        Network network = new Network(new LookUp.Live("p"), false);
        bench.reap(scene, network, NOW.plusSeconds(1));
        assertThat(network.hungUp).as("nobody asked yet").isEmpty();

        String stop = "/api/v1/campaigns/" + campaign + "/stop";
        scene.api.manager().body("{\"mode\":\"later\"}").post(stop).then().statusCode(400);
        scene.act(campaign, "stop", "{\"mode\":\"hangup\"}");
        bench.reap(scene, network, NOW.plusSeconds(2));
        AttemptId[] calls = sent.stream().map(Claimed::id).toArray(AttemptId[]::new);
        assertThat(network.hungUp).containsExactlyInAnyOrder(calls);
        bench.send(scene, claimed.subList(2, 3), network, NOW);
        assertThat(network.created)
                .as("what was claimed does not leave any more")
                .isEmpty();

        for (AttemptId call : calls) {
            bench.report(NOW, Bench.end(scene.tenant, call, Outcome.NO_ANSWER, Disposition.NONE, NOW.plusSeconds(3)));
        }
        bench.reap(scene, network, NOW.plusSeconds(4));
        assertThat(network.hungUp).as("ended calls are left alone").hasSize(2);
        assertThat(scene.progress(campaign).getInt("targets.byState.expired")).isEqualTo(3);
        assertThat(scene.progress(campaign).getInt("inFlight")).isZero();
    }

    @Test
    void stoppingLetsCallsEndUnlessToldOtherwise() {
        Scene scene = new Scene(bench.db, Map.of(), 1);
        String campaign = scene.closed();
        bench.startSending(scene, bench.claim(scene, NOW), NOW);
        scene.act(campaign, "stop", "{\"reason\":\"enough\"}");
        Network network = new Network(new LookUp.Live("p"), false);
        bench.reap(scene, network, NOW.plusSeconds(2));
        assertThat(network.hungUp).isEmpty();
    }

    private static String everything(Scene scene) {
        Row row = scene.one(
                "select (select json_agg(c)::text from campaign_counter c where c.tenant_id = $1) as counters,"
                        + " (select json_agg(k)::text from tenant_capacity k where k.tenant_id = $1) as capacity,"
                        + " (select json_agg(t order by t.customer_id)::text from target_now t where t.tenant_id = $1) as targets,"
                        + " (select json_agg(a)::text from attempt a where a.tenant_id = $1) as attempts,"
                        + " (select json_agg(o)::text from customer_contact o where o.tenant_id = $1) as contacts");
        return row.getString("counters")
                + row.getString("capacity")
                + row.getString("targets")
                + row.getString("attempts")
                + row.getString("contacts");
    }
}
