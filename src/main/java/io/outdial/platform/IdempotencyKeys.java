package io.outdial.platform;

import io.outdial.kernel.TenantId;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Remembers under the keys of a tenant's requests what was asked and answered. */
@ApplicationScoped
class IdempotencyKeys implements OldRows {

    /** A request without an answer after this long is given up: its replica died between the effect and the record. */
    static final Duration UNDER_WAY = Duration.ofMinutes(5);

    static final int PURGED_AT_ONCE = 100;

    /** A key that is free or has expired becomes ours; otherwise nothing happens. */
    private static final String CLAIM = """
            insert into idempotency_key (tenant_id, key, claim_id, request, expires_at) values ($1, $2, $3, $4, $5)
            on conflict (tenant_id, key) do update
            set claim_id = excluded.claim_id, request = excluded.request, expires_at = excluded.expires_at,
                status = null, body = null, etag = null, location = null, personal = false
            where idempotency_key.tenant_id = $1 and idempotency_key.expires_at <= $6""";

    private static final String READ = """
            select request, status, body, etag, location, personal from idempotency_key where tenant_id = $1 and key = $2""";

    private static final String KEEP = """
            update idempotency_key set status = $4, body = $5, etag = $6, location = $7, expires_at = $8, personal = $9
            where tenant_id = $1 and key = $2 and claim_id = $3""";

    private static final String FREE =
            "delete from idempotency_key where tenant_id = $1 and key = $2 and claim_id = $3";

    /**
     * After the claim, and past what others hold: it never waits, so that two requests cannot wait for each other. The rows
     * are chosen first and once: as a subquery of the deletion some plans choose again after each row, and pass the limit.
     */
    private static final String PURGE = """
            with old as materialized (
              select k.key from idempotency_key k where k.tenant_id = $1 and k.expires_at <= $2
              order by k.expires_at limit $3 for update skip locked)
            delete from idempotency_key k using old where k.tenant_id = $1 and k.key = old.key""";

    private final TenantDb db;
    private final Duration keepFor;

    IdempotencyKeys(
            TenantDb db,
            @ConfigProperty(name = "outdial.idempotency.keep-for", defaultValue = "PT24H") Duration keepFor) {
        this.db = db;
        this.keepFor = keepFor;
    }

    /**
     * Takes the key for this request, and forgets some that have expired.
     *
     * @return empty when the key is now this request's; otherwise what was answered under it
     * @throws Problem 422 when another request holds the key, 409 when the same one is still under way
     */
    Uni<Optional<Answer>> claim(TenantId tenant, Claim claim, Instant now) {
        Tuple values = Tuple.of(tenant.value(), claim.key, claim.id)
                .addBuffer(Buffer.buffer(claim.request))
                .addOffsetDateTime(Rows.time(now.plus(UNDER_WAY)))
                .addOffsetDateTime(Rows.time(now));
        return db.inTenant(tenant, c -> c.preparedQuery(CLAIM)
                .execute(values)
                .chain(written -> written.rowCount() > 0
                        ? purge(c, tenant, PURGED_AT_ONCE, now).replaceWith(Optional.empty())
                        : c.preparedQuery(READ)
                                .execute(Tuple.of(tenant.value(), claim.key))
                                .map(rows -> Optional.of(answered(rows, claim)))));
    }

    /** Keeps the answer, unless the request was given up and another holds its key. */
    Uni<Void> keep(TenantId tenant, Claim claim, Answer answer, Instant now) {
        Tuple values = Tuple.of(tenant.value(), claim.key, claim.id)
                .addInteger(answer.status)
                .addString(answer.body)
                .addString(answer.etag)
                .addString(answer.location)
                .addOffsetDateTime(Rows.time(now.plus(keepFor)))
                .addBoolean(answer.personal);
        return db.inTenant(tenant, c -> c.preparedQuery(KEEP).execute(values)).replaceWithVoid();
    }

    /** Lets the key go, as if it had never been sent. */
    Uni<Void> free(TenantId tenant, Claim claim) {
        return db.inTenant(tenant, c -> c.preparedQuery(FREE).execute(Tuple.of(tenant.value(), claim.key, claim.id)))
                .replaceWithVoid();
    }

    /** Those of a tenant that sends no more keyed requests go too. */
    @Override
    public Uni<Integer> forget(SqlConnection c, TenantId tenant, Instant now) {
        return purge(c, tenant, AT_ONCE, now);
    }

    private static Uni<Integer> purge(SqlConnection c, TenantId tenant, int most, Instant now) {
        return c.preparedQuery(PURGE)
                .execute(Tuple.of(tenant.value(), Rows.time(now), most))
                .map(gone -> gone.rowCount());
    }

    private static Answer answered(RowSet<Row> rows, Claim claim) {
        Row row = rows.rowCount() == 0 ? null : rows.iterator().next();
        if (row != null && !Arrays.equals(row.getBuffer("request").getBytes(), claim.request)) {
            throw new Problem(
                    ProblemType.IDEMPOTENCY_KEY_REUSED,
                    "This Idempotency-Key was sent with another request; give each request a key of its own.");
        }
        if (row == null || row.getInteger("status") == null) {
            throw new Problem(
                    ProblemType.CONFLICT,
                    "A request with this Idempotency-Key is still under way; ask again in a moment.");
        }
        return new Answer(
                row.getInteger("status"),
                row.getString("body"),
                row.getString("etag"),
                row.getString("location"),
                row.getBoolean("personal"));
    }

    /**
     * One request that wants a key.
     *
     * @param id its own, so that a request that was given up cannot answer for the one that came after it
     * @param request digest of who asks what
     */
    record Claim(String key, UUID id, byte[] request) {}

    /**
     * What was answered.
     *
     * @param body JSON
     * @param etag null without one, as is {@code location}
     * @param personal whether it shows personal data unmasked
     */
    record Answer(int status, String body, String etag, String location, boolean personal) {}
}
