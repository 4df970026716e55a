package io.outdial.customer;

import io.outdial.kernel.TenantId;
import io.outdial.kernel.Uuid7;
import io.outdial.platform.OldRows;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Imports that ended long ago, with what they refused. What they brought stays. */
@ApplicationScoped
class OldImports implements OldRows {

    /** Each takes its issues with it. */
    private static final int IMPORTS_AT_ONCE = 20;

    private final Duration keep;

    OldImports(@ConfigProperty(name = "outdial.imports.keep", defaultValue = "P90D") Duration keep) {
        this.keep = keep;
    }

    @Override
    public Uni<Integer> forget(SqlConnection c, TenantId tenant, Instant now) {
        return c.preparedQuery("delete from customer_import where tenant_id = $1 and import_id in"
                        + " (select import_id from customer_import where tenant_id = $1 and import_id < $2"
                        + " and state <> 'running' order by import_id limit $3)")
                .execute(Tuple.of(tenant.value(), Uuid7.leastAt(now.minus(keep)), IMPORTS_AT_ONCE))
                .map(gone -> gone.rowCount() < IMPORTS_AT_ONCE ? gone.rowCount() : AT_ONCE);
    }
}
