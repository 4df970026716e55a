package io.outdial.compliance;

import io.outdial.kernel.CustomerId;
import io.outdial.kernel.TenantId;
import io.outdial.platform.NamedSql;
import io.outdial.platform.Rows;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Rows of {@code consent}. A revoked one stays, for the record. */
@ApplicationScoped
class ConsentStore {

    private static final String INSERT = NamedSql.load("compliance", "insert-consent");
    private static final String REVOKE = NamedSql.load("compliance", "revoke-consents");

    /**
     * A consent as the API shows it.
     *
     * @param purposes objectives of campaigns that it is for; empty for all
     * @param expiresAt null for one without end
     * @param revokedAt null while it is in force
     */
    public record Consent(
            UUID id,
            String basis,
            String source,
            List<String> purposes,
            Instant givenAt,
            Instant expiresAt,
            String recordedBy,
            Instant recordedAt,
            Instant revokedAt,
            String revokedBy,
            String revokedReason) {}

    /** @return false when there is no such customer */
    Uni<Boolean> insert(SqlConnection c, TenantId tenant, CustomerId customer, Consent consent) {
        return c.preparedQuery(INSERT)
                .execute(Tuple.tuple()
                        .addUUID(tenant.value())
                        .addUUID(consent.id())
                        .addUUID(customer.value())
                        .addString(consent.basis())
                        .addString(consent.source())
                        .addArrayOfString(consent.purposes().toArray(String[]::new))
                        .addOffsetDateTime(Rows.time(consent.givenAt()))
                        .addOffsetDateTime(Rows.time(consent.expiresAt()))
                        .addString(consent.recordedBy())
                        .addOffsetDateTime(Rows.time(consent.recordedAt())))
                .map(rows -> rows.rowCount() == 1);
    }

    /** A customer's consents, oldest first. */
    Uni<List<Consent>> list(SqlConnection c, TenantId tenant, CustomerId customer, UUID after, int limit) {
        return c.preparedQuery(
                        "select consent_id, basis, source, purposes, given_at, expires_at, recorded_by, recorded_at,"
                                + " revoked_at, revoked_by, revoked_reason from consent where tenant_id = $1 and customer_id = $2"
                                + " and ($3::uuid is null or consent_id > $3) order by consent_id limit $4")
                .execute(Tuple.of(tenant.value(), customer.value(), after, limit))
                .map(rows -> {
                    List<Consent> consents = new ArrayList<>();
                    rows.forEach(row -> consents.add(consent(row)));
                    return consents;
                });
    }

    /** Ends the customer's consents; those for other purposes stay when one is named. */
    Uni<Integer> revoke(
            SqlConnection c,
            TenantId tenant,
            CustomerId customer,
            String purpose,
            String by,
            String reason,
            Instant now) {
        return c.preparedQuery(REVOKE)
                .execute(Tuple.of(tenant.value(), customer.value(), purpose, Rows.time(now), by, reason))
                .map(rows -> rows.rowCount());
    }

    private static Consent consent(Row row) {
        return new Consent(
                row.getUUID("consent_id"),
                row.getString("basis"),
                row.getString("source"),
                List.of(row.getArrayOfStrings("purposes")),
                Rows.instant(row, "given_at"),
                Rows.instant(row, "expires_at"),
                row.getString("recorded_by"),
                Rows.instant(row, "recorded_at"),
                Rows.instant(row, "revoked_at"),
                row.getString("revoked_by"),
                row.getString("revoked_reason"));
    }
}
