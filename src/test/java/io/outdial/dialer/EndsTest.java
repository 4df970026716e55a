package io.outdial.dialer;

import static org.assertj.core.api.Assertions.assertThat;

import io.outdial.kernel.AttemptId;
import io.outdial.kernel.Disposition;
import io.outdial.kernel.Outcome;
import io.outdial.platform.Rows;
import io.outdial.telephony.CallEvent;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Row;
import jakarta.inject.Inject;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What an ended attempt leaves. */
@QuarkusTest
class EndsTest {

    private static final Instant NOW = Scene.OPEN.truncatedTo(ChronoUnit.SECONDS);

    @Inject
    Bench bench;

    @Test
    void whatIsToldTogetherWithTheEndIsKeptWithTheAttempt() {
        Scene scene = new Scene(bench.db, Map.of(), 1);
        AttemptId attempt = sent(scene);
        bench.report(NOW, new CallEvent.Ringing(scene.tenant, attempt, NOW.plusSeconds(1)));

        bench.report(
                NOW,
                new CallEvent.Ringing(scene.tenant, attempt, NOW.plusSeconds(2)),
                new CallEvent.Answered(scene.tenant, attempt, NOW.plusSeconds(3)),
                end(scene, attempt));

        Row kept = scene.one("select ringing_at, answered_at, outcome from attempt where tenant_id = $1");
        assertThat(Rows.instant(kept, "ringing_at"))
                .as("the earlier news stays")
                .isEqualTo(NOW.plusSeconds(1));
        assertThat(Rows.instant(kept, "answered_at")).isEqualTo(NOW.plusSeconds(3));
        assertThat(kept.getString("outcome")).isEqualTo("answered_human");
        assertThat(scene.count("live_attempt")).isZero();
    }

    @Test
    void anErasedCustomersContactsGoAndACallThatEndsLaterLeavesNone() {
        Scene scene = new Scene(bench.db, Map.of(), 2);
        AttemptId first = sent(scene);
        AttemptId second = new AttemptId(scene.one(
                        "select attempt_id from live_attempt where tenant_id = $1 and attempt_id <> $2", first.value())
                .getUUID("attempt_id"));
        bench.report(NOW, end(scene, first));
        assertThat(scene.count("customer_contact")).isEqualTo(1);

        for (Row row : scene.sql("select customer_id from customer where tenant_id = $1")) {
            scene.api
                    .manager()
                    .header("If-Match", "\"0\"")
                    .delete("/api/v1/customers/" + row.getUUID("customer_id"))
                    .then()
                    .statusCode(204);
        }
        assertThat(scene.count("customer_contact")).isZero();

        bench.report(NOW, end(scene, second));
        assertThat(scene.count("attempt")).isEqualTo(2);
        assertThat(scene.count("customer_contact")).isZero();
    }

    /** One of the attempts that were claimed and may be sent. */
    private AttemptId sent(Scene scene) {
        scene.closed();
        List<Claimed> claimed = bench.claim(scene, NOW);
        bench.startSending(scene, claimed, NOW);
        return claimed.get(0).id();
    }

    private static CallEvent.Ended end(Scene scene, AttemptId attempt) {
        return Bench.end(scene.tenant, attempt, Outcome.ANSWERED_HUMAN, Disposition.BOOKED, NOW.plusSeconds(9));
    }
}
