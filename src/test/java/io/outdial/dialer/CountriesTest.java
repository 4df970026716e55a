package io.outdial.dialer;

import static org.assertj.core.api.Assertions.assertThat;

import io.outdial.telephony.twilio.FakeTwilio;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** People whose connection is full, broken or missing keep nobody waiting whose connection is free. */
@QuarkusTest
class CountriesTest {

    private static final Instant NOW = Scene.OPEN;
    private static final String EMIRATES = "+971";
    private static final String ARABIA = "+966";

    @Inject
    Bench bench;

    @Test
    void aFullConnectionHoldsOnlyItsOwnCountryBack() {
        try (FakeTwilio twilio = new FakeTwilio(phone -> FakeTwilio.Fate.HUMAN, 10, 20, false)) {
            Scene scene = scene(60, 40, "Asia/Dubai");
            connect(scene, twilio, "SA", 10);
            connect(scene, twilio, "AE", 1);
            scene.closed();
            List<Claimed> calls = claims(scene, 8);
            assertThat(to(calls, EMIRATES)).as("to the Emirates").isEqualTo(1);
            assertThat(to(calls, ARABIA)).as("to Arabia").isEqualTo(10);
        }
    }

    @Test
    void aCountryWithoutAConnectionIsSaidAndHoldsOnlyItselfBack() {
        try (FakeTwilio twilio = new FakeTwilio(phone -> FakeTwilio.Fate.HUMAN, 10, 20, false)) {
            // One line to Arabia is left at first, or nobody else would be tried and nothing said.
            Scene scene = scene(60, 51, "Asia/Dubai");
            String arabia = connect(scene, twilio, "SA", 10);
            String campaign = scene.closed();
            List<Claimed> calls = claims(scene, 8);
            assertThat(to(calls, ARABIA)).isEqualTo(9);
            assertThat(to(calls, EMIRATES)).isZero();
            List<Row> told =
                    scene.sql("select due_at, state from ready where tenant_id = $1 and reason = 'no_connection'");
            assertThat(told).isNotEmpty().allMatch(row -> row.getString("state").equals("deferred"));
            assertThat(told).allSatisfy(row -> assertThat(
                            row.getOffsetDateTime("due_at").toInstant())
                    .isBetween(NOW.plusSeconds(29), NOW.plusSeconds(8 + 61)));
            assertThat(scene.progress(campaign).getInt("targets.byState.deferred"))
                    .isEqualTo(told.size());

            narrow(scene, arabia, 9);
            connect(scene, twilio, "AE", 5);
            assertThat(to(claims(scene, NOW.plusSeconds(10), 2), EMIRATES))
                    .as("those who were not tried, though the line to Arabia is full")
                    .isEqualTo(5);
        }
    }

    @Test
    void whoWasDeferredForWantOfAConnectionIsCalledWithinAMinuteOfItsComing() {
        try (FakeTwilio twilio = new FakeTwilio(phone -> FakeTwilio.Fate.HUMAN, 10, 20, false)) {
            Scene scene = scene(4, 4, "Asia/Dubai");
            connect(scene, twilio, "SA", 10);
            scene.closed();
            assertThat(claims(scene, 2)).isEmpty();
            connect(scene, twilio, "AE", 10);
            assertThat(bench.claim(scene, NOW.plusSeconds(62))).hasSize(4);
        }
    }

    @Test
    void ofOneTimeZoneThoseWhoCanBeCalledAreFoundAmongThoseWhoCannot() {
        try (FakeTwilio twilio = new FakeTwilio(phone -> FakeTwilio.Fate.HUMAN, 10, 20, false)) {
            Scene scene = scene(30, 20, "Asia/Riyadh");
            connect(scene, twilio, "SA", 10);
            connect(scene, twilio, "AE", 1);
            scene.closed();
            List<Claimed> calls = claims(scene, 62);
            assertThat(to(calls, ARABIA)).isEqualTo(10);
            assertThat(to(calls, EMIRATES)).isEqualTo(1);
        }
    }

    /** Customers of whom so many have a number of the Emirates and these zones. */
    private Scene scene(int customers, int emirates, String zones) {
        Scene scene = new Scene(bench.db, Map.of(), customers);
        scene.sql(
                "update customer set phone = '+97150' || right(phone, 7), zones = $3"
                        + " where tenant_id = $1 and external_id::int <= $2",
                emirates,
                zones);
        return scene;
    }

    private static String connect(Scene scene, FakeTwilio twilio, String country, int lines) {
        return ConnectedCampaignTest.connect(
                scene.api, twilio, Map.of("name", country, "countries", List.of(country), "maxConcurrentCalls", lines));
    }

    private static void narrow(Scene scene, String connection, int lines) {
        String path = "/api/v1/telephony/connections/" + connection;
        String version = scene.api.manager().get(path).header("ETag");
        scene.api
                .manager()
                .header("If-Match", version)
                .body(Map.of("maxConcurrentCalls", lines))
                .patch(path)
                .then()
                .statusCode(200);
    }

    /** What so many claims brought, one a second. */
    private List<Claimed> claims(Scene scene, int times) {
        return claims(scene, NOW, times);
    }

    private List<Claimed> claims(Scene scene, Instant from, int times) {
        List<Claimed> calls = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            calls.addAll(bench.claim(scene, from.plusSeconds(i)));
        }
        return calls;
    }

    private static long to(List<Claimed> calls, String prefix) {
        return calls.stream().filter(call -> call.phone().startsWith(prefix)).count();
    }
}
