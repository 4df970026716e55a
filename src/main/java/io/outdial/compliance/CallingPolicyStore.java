package io.outdial.compliance;

import io.outdial.kernel.TenantId;
import io.outdial.platform.NamedSql;
import io.outdial.platform.Problem;
import io.outdial.platform.ProblemType;
import io.outdial.platform.Rows;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;

/** Rows of {@code calling_policy}: one a tenant, once somebody wrote it. */
@ApplicationScoped
class CallingPolicyStore {

    private static final String SET_RULES = NamedSql.load("compliance", "set-rules");
    private static final String SET_REGULATIONS = NamedSql.load("compliance", "set-regulations");

    /** What is stored; version 0 when nothing is. */
    record Stored(JsonObject rules, String regulation, List<String> allowed, long version) {}

    Uni<Stored> read(SqlConnection c, TenantId tenant) {
        return c.preparedQuery("select rules, regulation, allowed_regulations, version from calling_policy"
                        + " where tenant_id = $1")
                .execute(Tuple.of(tenant.value()))
                .map(rows -> rows.size() == 0
                        ? new Stored(null, null, null, 0)
                        : stored(rows.iterator().next()));
    }

    /** @return the new version */
    Uni<Long> writeRules(SqlConnection c, TenantId tenant, JsonObject rules, long version, String by, Instant now) {
        return c.preparedQuery(SET_RULES)
                .execute(Tuple.of(tenant.value(), rules, version, Rows.time(now), by))
                .map(CallingPolicyStore::version);
    }

    /** @return the new version */
    Uni<Long> writeRegulations(
            SqlConnection c,
            TenantId tenant,
            String regulation,
            List<String> allowed,
            long version,
            String by,
            Instant now) {
        String[] names = allowed == null ? null : allowed.toArray(String[]::new);
        return c.preparedQuery(SET_REGULATIONS)
                .execute(Tuple.of(tenant.value(), regulation, names, version, Rows.time(now), by))
                .map(CallingPolicyStore::version);
    }

    private static long version(RowSet<Row> written) {
        if (written.size() == 0) {
            throw new Problem(
                    ProblemType.VERSION_STALE, "Somebody else changed it; read it again and repeat your change.");
        }
        return written.iterator().next().getLong("version");
    }

    private static Stored stored(Row row) {
        String[] allowed = row.getArrayOfStrings("allowed_regulations");
        return new Stored(
                row.getJsonObject("rules"),
                row.getString("regulation"),
                allowed == null ? null : List.of(allowed),
                row.getLong("version"));
    }
}
