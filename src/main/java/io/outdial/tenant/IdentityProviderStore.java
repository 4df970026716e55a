package io.outdial.tenant;

import io.outdial.kernel.TenantId;
import io.outdial.platform.AcrossTenants;
import io.outdial.platform.Problem;
import io.outdial.platform.ProblemType;
import io.outdial.platform.Rows;
import io.outdial.platform.TenantDb;
import io.outdial.platform.TrustedIssuer;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.pgclient.PgException;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.StreamSupport;

/** Identity providers of tenants: columns of the directory, because a token is known by its issuer before its tenant is. */
@ApplicationScoped
class IdentityProviderStore {

    private final TenantDb db;

    IdentityProviderStore(TenantDb db) {
        this.db = db;
    }

    /** The tenant's own; without one it has no issuer. */
    Uni<Stored> read(TenantId tenant, SqlConnection connection) {
        return connection
                .preparedQuery("select version, issuer, issuer_audience, issuer_algorithms, issuer_keys from tenant"
                        + " where tenant_id = $1")
                .execute(Tuple.of(tenant.value()))
                .map(rows -> stored(rows.iterator().next()));
    }

    /**
     * Writes it if the tenant is still at this version; false when it is not.
     *
     * @param provider null removes it
     */
    Uni<Boolean> write(
            TenantId tenant, SqlConnection connection, long version, IdentityProvider provider, Instant now) {
        Tuple values = Tuple.of(tenant.value(), version, Rows.time(now));
        if (provider == null) {
            values.addString(null).addString(null).addValue(null).addString(null);
        } else {
            values.addString(provider.issuer())
                    .addString(provider.audience())
                    .addArrayOfString(provider.algorithms().toArray(String[]::new))
                    .addString(provider.keys());
        }
        return connection
                .preparedQuery("update tenant set version = version + 1, updated_at = $3, issuer = $4,"
                        + " issuer_audience = $5, issuer_algorithms = $6, issuer_keys = $7"
                        + " where tenant_id = $1 and version = $2")
                .execute(values)
                .map(rows -> rows.rowCount() == 1)
                .onFailure(IdentityProviderStore::isTaken)
                .transform(failure -> new Problem(
                        ProblemType.CONFLICT,
                        "Another tenant has this issuer with this audience.",
                        List.of(new Problem.FieldError(
                                "/audience", "taken", "Let your provider name an audience of your own."))));
    }

    /** All of them that active tenants brought. */
    @AcrossTenants("a token is known by its issuer before its tenant is")
    Uni<List<TrustedIssuer>> all() {
        return db.asPlatform(connection -> connection
                .query("select tenant_id, slug, issuer, issuer_audience, issuer_algorithms, issuer_keys from tenant"
                        + " where issuer is not null and status = 'active'")
                .execute()
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> new TrustedIssuer(
                                new TenantId(row.getUUID("tenant_id")),
                                row.getString("slug"),
                                row.getString("issuer"),
                                row.getString("issuer_audience"),
                                URI.create(row.getString("issuer_keys")),
                                Set.of(row.getArrayOfStrings("issuer_algorithms"))))
                        .toList()));
    }

    private static Stored stored(Row row) {
        long version = row.getLong("version");
        return row.getString("issuer") == null
                ? new Stored(version, Optional.empty())
                : new Stored(
                        version,
                        Optional.of(new IdentityProvider(
                                row.getString("issuer"),
                                row.getString("issuer_audience"),
                                List.of(row.getArrayOfStrings("issuer_algorithms")),
                                row.getString("issuer_keys"),
                                version)));
    }

    private static boolean isTaken(Throwable failure) {
        return failure instanceof PgException pg
                && "23505".equals(pg.getSqlState())
                && String.valueOf(pg.getConstraint()).startsWith("tenant_issuer_key");
    }

    record Stored(long version, Optional<IdentityProvider> provider) {}
}
