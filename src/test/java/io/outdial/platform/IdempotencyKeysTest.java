package io.outdial.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.outdial.kernel.TenantId;
import io.outdial.platform.IdempotencyKeys.Answer;
import io.outdial.platform.IdempotencyKeys.Claim;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Keys over time: kept, expired, given up, forgotten. */
@QuarkusTest
class IdempotencyKeysTest {

    private static final Instant NOW = Instant.parse("2026-06-01T08:00:00Z");
    private static final Answer ANSWER = new Answer(201, "{\"id\":1}", "\"0\"", "http://localhost/1", false);

    @Inject
    IdempotencyKeys keys;

    @Inject
    TenantDb db;

    private final TenantId tenant = TenantId.next();

    @Test
    void anAnswerIsKeptForADay() {
        Claim first = claim("a", 1);
        assertThat(take(first, NOW)).isEmpty();
        done(keys.keep(tenant, first, ANSWER, NOW));
        assertThat(take(claim("a", 1), NOW.plusSeconds(1))).contains(ANSWER);
        assertThat(take(claim("a", 1), NOW.plus(Duration.ofHours(24)).minusSeconds(1)))
                .contains(ANSWER);
        assertThatThrownBy(() -> take(claim("a", 2), NOW)).satisfies(is(ProblemType.IDEMPOTENCY_KEY_REUSED));
        assertThat(take(claim("a", 2), NOW.plus(Duration.ofHours(24)))).isEmpty();
    }

    @Test
    void aRequestUnderWayHoldsItsKeyUntilItIsGivenUp() {
        Claim dead = claim("a", 1);
        assertThat(take(dead, NOW)).isEmpty();
        Instant later = NOW.plus(IdempotencyKeys.UNDER_WAY);
        assertThatThrownBy(() -> take(claim("a", 1), later.minusSeconds(1))).satisfies(is(ProblemType.CONFLICT));
        assertThat(take(claim("a", 1), later)).isEmpty();

        done(keys.keep(tenant, dead, ANSWER, later));
        done(keys.free(tenant, dead));
        assertThatThrownBy(() -> take(claim("a", 1), later))
                .as("who was given up neither answers for the next one nor frees its key")
                .satisfies(is(ProblemType.CONFLICT));
    }

    @Test
    void aFreedKeyCanBeUsedAgain() {
        Claim failed = claim("a", 1);
        assertThat(take(failed, NOW)).isEmpty();
        done(keys.free(tenant, failed));
        assertThat(take(claim("a", 2), NOW)).isEmpty();
    }

    @Test
    void anotherTenantsKeysAreItsOwn() {
        assertThat(take(claim("a", 1), NOW)).isEmpty();
        assertThat(keys.claim(TenantId.next(), claim("a", 2), NOW).await().atMost(Duration.ofSeconds(20)))
                .isEmpty();
    }

    @Test
    void expiredKeysAreForgottenABatchAtATime() {
        int batches = 2;
        int expired = IdempotencyKeys.PURGED_AT_ONCE * batches;
        for (int i = 0; i < 3; i++) {
            take(claim("kept-" + i, 1), NOW);
        }
        done(db.inTenant(tenant, c -> c.preparedQuery(
                        "insert into idempotency_key (tenant_id, key, claim_id, request, expires_at)"
                                + " select $1, 'old-' || g, gen_random_uuid(), '', $2 from generate_series(1, $3) g")
                .execute(Tuple.of(tenant.value(), NOW.atOffset(java.time.ZoneOffset.UTC), expired))
                .replaceWithVoid()));
        for (int i = 1; i <= batches; i++) {
            take(claim("new-" + i, 1), NOW);
            assertThat(count()).isEqualTo(3 + i + expired - i * IdempotencyKeys.PURGED_AT_ONCE);
        }
    }

    private int count() {
        return db.inTenant(tenant, c -> c.preparedQuery(
                                "select count(*)::int as n from idempotency_key where tenant_id = $1")
                        .execute(Tuple.of(tenant.value()))
                        .map(rows -> rows.iterator().next().getInteger("n")))
                .await()
                .atMost(Duration.ofSeconds(20));
    }

    private Optional<Answer> take(Claim claim, Instant now) {
        return keys.claim(tenant, claim, now).await().atMost(Duration.ofSeconds(20));
    }

    private static void done(Uni<Void> work) {
        work.await().atMost(Duration.ofSeconds(20));
    }

    private static Claim claim(String key, int request) {
        return new Claim(key, UUID.randomUUID(), new byte[] {(byte) request});
    }

    private static java.util.function.Consumer<Throwable> is(ProblemType type) {
        return failure -> {
            assertThat(failure).isInstanceOf(Problem.class);
            assertThat(((Problem) failure).type()).isEqualTo(type);
        };
    }
}
