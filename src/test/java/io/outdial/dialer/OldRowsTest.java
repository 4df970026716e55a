package io.outdial.dialer;

import static org.assertj.core.api.Assertions.assertThat;

import io.outdial.kernel.TenantId;
import io.outdial.kernel.Uuid7;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is kept for some time only goes when that is over, also of a tenant that does nothing any more. */
@QuarkusTest
class OldRowsTest {

    private static final Instant MADE = Instant.now();

    @Inject
    Bench bench;

    @Inject
    Retention retention;

    @Test
    void eachKindGoesWhenItsTimeIsOver() {
        Scene scene = new Scene(bench.db, Map.of(), 1);
        for (String insert : new String[] {
            "insert into idempotency_key (tenant_id, key, claim_id, request, expires_at)"
                    + " values ($1, 'k', $2, '', $3::timestamptz + interval '1 day')",
            "insert into telephony_call (tenant_id, attempt_id, state) select $1, $2, '{}' where $3::timestamptz is not null",
            "insert into telephony_test_call (tenant_id, attempt_id, connection_id, phone, campaign_id, customer_id,"
                    + " created_by, created_at) select $1, $2, $2, '+966500000000', $2, c.customer_id, 'x', $3"
                    + " from customer c where c.tenant_id = $1",
            "insert into customer_import (tenant_id, import_id, dry_run, state, created_by, created_at, beat_at)"
                    + " values ($1, $2, false, 'finished', 'x', $3, $3)",
            "insert into customer_import_issue (tenant_id, import_id, issue_no, severity, line, code, detail)"
                    + " select $1, $2, 1, 'error', 1, 'x', 'x' where $3::timestamptz is not null"
        }) {
            scene.sql(insert, Uuid7.leastAt(MADE), MADE.atOffset(ZoneOffset.UTC));
        }
        stays(scene, Duration.ofHours(23), "idempotency_key");
        goes(scene, Duration.ofHours(25), "idempotency_key");
        stays(scene, Duration.ofHours(47), "telephony_call");
        goes(scene, Duration.ofHours(49), "telephony_call");
        stays(scene, Duration.ofDays(29), "telephony_test_call");
        goes(scene, Duration.ofDays(31), "telephony_test_call");
        stays(scene, Duration.ofDays(89), "customer_import_issue");
        goes(scene, Duration.ofDays(91), "customer_import_issue");
        assertThat(scene.count("customer_import")).isZero();
    }

    @Test
    void manyGoInSeveralTransactions() {
        Scene scene = new Scene(bench.db, Map.of(), 1);
        scene.sql(
                "insert into telephony_call (tenant_id, attempt_id, state)"
                        + " select $1, ('00000000-0000-7000-8000-' || lpad(g::text, 12, '0'))::uuid, '{}' from generate_series(1, 2500) g");
        assertThat(clear(scene.tenant, MADE)).isEqualTo(2500);
        assertThat(scene.count("telephony_call")).isZero();
    }

    private void stays(Scene scene, Duration after, String table) {
        clear(scene.tenant, MADE.plus(after));
        assertThat(scene.count(table)).as("%s after %s", table, after).isEqualTo(1);
    }

    private void goes(Scene scene, Duration after, String table) {
        clear(scene.tenant, MADE.plus(after));
        assertThat(scene.count(table)).as("%s after %s", table, after).isZero();
    }

    private int clear(TenantId tenant, Instant now) {
        return retention.clear(tenant, now).await().atMost(Scene.PATIENCE);
    }
}
